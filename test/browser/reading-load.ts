/** @file Counts what a page asks of its reader before anything is opened: how long it is, how many words and numbers it shows. */
import type { Page } from 'playwright-core';

export interface ReadingLoad {
  /** Pixels from the top to the end. */
  readonly height: number;
  /** Words that are drawn anywhere on the page, in figures too. */
  readonly words: number;
  /** Different numbers on the first screen. */
  readonly numbers: number;
}

/** Of the page as it stands: what is folded, hidden or only read aloud does not count. */
export function readingLoad(page: Page): Promise<ReadingLoad> {
  return page.evaluate(`(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const [all, first] = [[], []];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      const text = node.textContent.trim();
      if (text === '' || parent.closest('script, style, title, desc') !== null) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const { width, height, top } = range.getBoundingClientRect();
      if (width * height === 0 || !parent.checkVisibility({ visibilityProperty: true })) continue;
      all.push(text);
      if (top + scrollY < innerHeight) first.push(text);
    }
    const numbers = first.join(' ').match(/[\\d.,]*\\d/g) ?? [];
    return {
      height: document.documentElement.scrollHeight,
      words: all.join(' ').split(/\\s+/).length,
      numbers: new Set(numbers).size,
    };
  })()`);
}
