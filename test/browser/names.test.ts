/** @file Names in a page as they are seen: on a phone, a tablet and a desk no two rows of a table or of a figure read the same. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageScript } from '../../src/app/folder/answer-folder.js';
import { buildReportView } from '../../src/report/index.js';
import { renderReport } from '../../src/report/pages.js';
import { simulateRun } from '../report/simulated-run.js';
import { browserPath, newPage, openBrowser, withoutBrowser } from './browser.js';

const LONG = 'a setting of the model that takes many words to say';
const NAMES: Readonly<Record<string, (index: number) => string>> = {
  'that differ in the middle': (index) => `${LONG}, depth=${index}, ${LONG}`,
  'that differ at the end': (index) => `${LONG} ${LONG} depth=${index}`,
  'of 200 characters': (index) => `${'x'.repeat(100)}${index}${'y'.repeat(100)}`.slice(0, 200),
  'from right to left': (index) => `${'שיטה ארוכה מאוד של לימוד '.repeat(4)}${index}`,
  'of emoji': (index) => `${'👩‍🔬🧪'.repeat(12)}${index}${'🧪'.repeat(6)}`,
  'that are identical': () => 'one and the same name',
  'of one word': (index) => `${'Pneumonoultramicroscopicsilicovolcanoconiosis'.repeat(2)}${index}`,
};

const WIDTHS = [390, 768, 1280];

/** In the page: rows of every table and of every figure that read the same, as far as they can be seen. */
const SEEN_TWICE = `(() => {
  const shownIn = (node, box) => {
    const range = document.createRange();
    let text = '';
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    for (let part = walker.nextNode(); part !== null; part = walker.nextNode()) {
      let place = 0;
      for (const { segment } of new Intl.Segmenter('en').segment(part.data)) {
        range.setStart(part, place);
        range.setEnd(part, place += segment.length);
        const [rect] = range.getClientRects();
        if (rect === undefined) continue;
        const middle = (rect.left + rect.right) / 2;
        if (middle >= box.left - 1 && middle <= box.right + 1) text += segment;
      }
    }
    return text.replace(/[\\u2066-\\u2069]/g, '').replace(/\\s+/g, ' ').trim();
  };
  const clipOf = (node) => {
    let { left, right } = { left: -Infinity, right: Infinity };
    for (let one = node; one !== null && one !== document.body; one = one.parentElement) {
      if (getComputedStyle(one).overflowX !== 'hidden') continue;
      const rect = one.getBoundingClientRect();
      [left, right] = [Math.max(left, rect.left), Math.min(right, rect.right)];
    }
    return { left, right };
  };
  const isSeen = (node) => node.getClientRects().length > 0;
  const twice = (texts) => texts.filter((text, place) => text !== '' && texts.indexOf(text) !== place);
  const found = [];
  let names = 0;
  for (const table of document.querySelectorAll('table')) {
    const headings = [...table.querySelectorAll('thead th')];
    const column = headings.findIndex((th) => /candidate|rival|name/i.test(th.textContent));
    if (column < 0) continue;
    const rows = [...table.querySelectorAll('tbody tr')].filter(isSeen);
    // An id beside it tells a name apart, too.
    const parts = [column, headings.findIndex((th) => th.textContent.trim() === 'id')].filter((place) => place >= 0);
    const cells = rows.map((row) => parts.map((place) => row.children[place]).filter((cell) => cell && isSeen(cell)));
    names += cells.length;
    const texts = cells.map((own) => own.map((cell) => shownIn(cell, clipOf(cell))).join(' '));
    for (const text of twice(texts)) found.push('table: ' + text);
  }
  for (const svg of document.querySelectorAll('svg')) {
    if (!isSeen(svg)) continue;
    const box = svg.getBoundingClientRect();
    for (const axis of svg.querySelectorAll('[data-part$="y-axis tick label"], [data-part="names"], [data-part="keys"]')) {
      const texts = [...axis.querySelectorAll('text')].filter(isSeen);
      names += texts.length;
      for (const text of twice(texts.map((one) => shownIn(one, box)))) found.push('figure: ' + text);
    }
  }
  for (const keys of document.querySelectorAll('.legend, ul.series')) {
    const texts = [...keys.children].filter(isSeen).map((key) => shownIn(key, clipOf(key)));
    for (const text of twice(texts)) found.push('key: ' + text);
  }
  return { found, names };
})()`;

describe.skipIf(browserPath === undefined)(`names${withoutBrowser}`, () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await openBrowser();
    page = await newPage(browser);
  });
  afterAll(() => browser.close());

  test('names that are cut alike are seen', async () => {
    const run = simulateRun({ candidates: 14, rule: { name: 'default' }, label: (index) => `${LONG} ${index}` });
    await page.setContent(renderReport(buildReportView(run), { scripts: [pageScript()] }));
    await page.waitForSelector('.alive');
    await page.addStyleTag({
      content: 'td.fixed { display: block; width: 80px; overflow: hidden; white-space: nowrap; }',
    });
    const { found } = await page.evaluate<{ found: string[] }>(SEEN_TWICE);
    expect(found.length).toBeGreaterThan(5);
  });

  test.each(Object.entries(NAMES))('%s can be told apart', async (_, label) => {
    const run = simulateRun({
      candidates: 14,
      rule: { name: 'default' },
      label,
      changes: { final: null, modelFile: null },
    });
    await page.setContent(renderReport(buildReportView(run), { scripts: [pageScript()] }));
    await page.waitForSelector('.alive');
    await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const { found, names } = await page.evaluate<{ found: string[]; names: number }>(SEEN_TWICE);
      expect(names).toBeGreaterThan(10);
      expect([width, found]).toEqual([width, []]);
    }
  });
});
