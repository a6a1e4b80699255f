/**
 * @file Puts a newer page in the place of the one that is shown, part by part: parts that say the same stay as they are, and
 * of the others stays what the reader has done to them and where the reader is.
 */
import { hold } from './hold.js';

/** The parts of a page as the server gave them, before any script has touched them. */
export class Parts {
  #known: Map<string, string>;

  constructor() {
    this.#known = partsOf(document);
  }

  swap(text: string): void {
    const page = new DOMParser().parseFromString(text, 'text/html');
    const fresh = partsOf(page);
    const anchor = firstInView();
    const restore: (() => void)[] = [];
    const main = document.querySelector('main');
    const shown = new Map(elementsOf(document).map((element) => [keyOf(element), element]));
    let before: Element | null = null;
    for (const element of elementsOf(page)) {
      const key = keyOf(element);
      const old = shown.get(key);
      shown.delete(key);
      if (old !== undefined && this.#known.get(key) === fresh.get(key)) {
        before = old;
        continue;
      }
      const made = document.importNode(element, true);
      if (old === undefined) {
        if (before === null) main?.prepend(made);
        else before.after(made);
      } else {
        const done = hold(old);
        restore.push(() => done(made));
        old.replaceWith(made);
      }
      before = made;
    }
    for (const gone of shown.values()) gone.remove();
    for (const payload of page.querySelectorAll<HTMLElement>('script[data-payload]')) {
      const old = document.querySelector(`script[data-payload="${CSS.escape(payload.dataset.payload ?? '')}"]`);
      old?.replaceWith(document.importNode(payload, true));
    }
    document.title = page.title;
    this.#known = fresh;
    document.dispatchEvent(new Event('surefoot:replaced'));
    for (const one of restore) one();
    anchor?.();
  }
}

/** Somebody who is marking text would lose it. */
export function isMarking(): boolean {
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed;
}

function partsOf(page: Document): Map<string, string> {
  return new Map(elementsOf(page).map((element) => [keyOf(element), element.outerHTML]));
}

function elementsOf(page: Document): Element[] {
  return [...(page.querySelector('main')?.children ?? [])];
}

function keyOf(element: Element): string {
  if (element.id !== '') return element.id;
  const siblings = [...(element.parentElement?.children ?? [])].filter(
    (one) => one.id === '' && one.tagName === element.tagName,
  );
  return `${element.tagName} ${siblings.indexOf(element)}`;
}

/** Keeps the part that is read where it is on the screen, whatever grows above it. */
function firstInView(): (() => void) | undefined {
  const part = elementsOf(document).find((element) => element.getBoundingClientRect().bottom > 0);
  if (part === undefined || scrollY === 0) return undefined;
  const key = keyOf(part);
  const { top } = part.getBoundingClientRect();
  return () => {
    const now = elementsOf(document).find((element) => keyOf(element) === key);
    if (now !== undefined) scrollBy({ top: now.getBoundingClientRect().top - top, behavior: 'instant' });
  };
}
