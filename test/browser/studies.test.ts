/** @file Pages of studies in a real browser, whatever was measured: nobody kept out, one screen before anything is opened, no name too long. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageScript } from '../../src/app/folder/answer-folder.js';
import type { StudyInput } from '../../src/report/index.js';
import { renderStudy } from '../../src/report/pages.js';
import { coupledAndCollapsed } from '../report/simulated-coupling.js';
import { compared, curved, measured, stepped } from '../report/simulated-studies.js';
import { axeFindings, browserPath, newPage, openBrowser, withoutBrowser } from './browser.js';

const hostile = '"><script>alert(1)</script>\u202eمرحبا 🙂'.repeat(30).slice(0, 200);

function renamed(input: StudyInput): StudyInput {
  const candidates = input.header.candidates.map((one) => ({ ...one, label: `${hostile}${one.id}` }));
  return { ...input, header: { ...input.header, name: hostile, candidates } };
}

const studies: Readonly<Record<string, StudyInput>> = {
  measure: measured({ mean: 1.2 }),
  'measure where nothing varies': measured({ deaf: true }),
  curve: curved(1.4),
  'compare, eight levels': stepped(8),
  'compare, two levels': compared(1.15),
  couple: coupledAndCollapsed(),
  'hostile names': renamed(curved()),
};

/** What a reader sees before anything is opened, drawings included. */
const MOST_WORDS = 600;
const WORDS = `[document.body.innerText, ...[...document.querySelectorAll('svg text')]
  .filter((text) => text.checkVisibility()).map((text) => text.textContent)].join(' ').split(/\\s+/).length`;

const column = (page: Page, heading: string) =>
  page.$eval(
    '#factors + * table, #factor-0-levels table',
    (table, name) => {
      const heads = [...table.querySelectorAll('th')].map((head) => head.textContent);
      return [...table.querySelectorAll('tbody tr')].map(
        (row) => row.children[heads.indexOf(name)]?.firstChild?.textContent,
      );
    },
    heading,
  );

describe.skipIf(browserPath === undefined)(`pages of studies${withoutBrowser}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  test.each(Object.entries(studies))('%s', async (_, input) => {
    const page = await newPage(browser, { viewport: { width: 1280, height: 900 } });
    const troubles: string[] = [];
    page.on('console', (message) => troubles.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => troubles.push(error.message));
    await page.setContent(renderStudy(input, { scripts: [pageScript()] }), { waitUntil: 'load' });
    expect(await page.evaluate<number>(WORDS)).toBeLessThanOrEqual(MOST_WORDS);
    expect(await page.textContent('.answer .label')).toBe('Finding');
    await page.$$eval('details', (all) => {
      for (const one of all) one.setAttribute('open', '');
    });
    for (const width of [390, 768, 1280]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        expect(await axeFindings(page), `${width} ${colorScheme}`).toEqual([]);
        expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      }
    }
    expect(troubles).toEqual([]);
    await page.close();
  });

  test('the heads of a table sort its rows by what is shown, and turn them round', async () => {
    const page = await newPage(browser, { viewport: { width: 1280, height: 900 } });
    await page.setContent(renderStudy(stepped(8), { scripts: [pageScript()] }), { waitUntil: 'load' });
    await page.$$eval('details', (all) => {
      for (const one of all) one.setAttribute('open', '');
    });
    const before = await column(page, 'median');
    const head = page.locator('#factor-0-levels').getByRole('button', { name: 'median' });
    await head.click();
    await head.click();
    expect(await column(page, 'median')).toEqual(before.toReversed());
    expect(await head.locator('..').getAttribute('aria-sort')).toBe('descending');
    await page.close();
  });
});
