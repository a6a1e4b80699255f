/** @file The first screen of a race: all of the answer at once, little to read, and the rest behind addresses that open it. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageScript } from '../../src/app/folder/answer-folder.js';
import { buildReportView } from '../../src/report/index.js';
import { renderReport } from '../../src/report/pages.js';
import { simulateRun } from '../report/simulated-run.js';
import { browserPath, newPage, openBrowser, withoutBrowser } from './browser.js';
import { readingLoad } from './reading-load.js';

const view = buildReportView(simulateRun({ candidates: 48, rule: { name: 'default' } }));
const html = renderReport(view, { scripts: [pageScript()] });

describe.skipIf(browserPath === undefined)(`the first screen${withoutBrowser}`, () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await openBrowser();
    page = await newPage(browser, { viewport: { width: 1280, height: 900 } });
    await page.setContent(html, { waitUntil: 'load' });
    await page.waitForSelector('.alive .grid tr[data-place]');
  });
  afterAll(() => browser.close());

  test('asks for at most 600 words and three screens before anything is opened', async () => {
    const { height, words, numbers } = await readingLoad(page);
    expect(words).toBeLessThanOrEqual(600);
    expect(words).toBeGreaterThan(80);
    expect(height).toBeLessThan(3 * 900);
    expect(numbers).toBeLessThan(60);
  });

  test('shows the answer, its boxes and the first rivals without scrolling', async () => {
    const bottoms = await page.$$eval('.sentence, .boxes > section, .grid tr[data-place="2"]', (all) =>
      all.map((one) => one.getBoundingClientRect().bottom),
    );
    expect(bottoms).toHaveLength(1 + (await page.locator('.boxes > section').count()) + 1);
    expect(Math.max(...bottoms)).toBeLessThan(900);
    expect((await page.textContent('.sentence'))?.replaceAll('\u00a0', ' ')).toBe(view.answer.claim.sentence);
  });

  test('gives the settings and the answer as Markdown to the clipboard', async () => {
    const copied = await page.$$eval('.actions [data-copies]', (all) => all.map((one) => one.dataset.copies ?? ''));
    const [settings = '', markdown = ''] = copied;
    expect(JSON.parse(settings)).toEqual(view.result.winner?.configuration);
    expect(markdown).toContain(view.answer.claim.sentence);
    expect(markdown).toContain(view.answer.cost.text);
  });

  test('an address opens the fold that it stands in', async () => {
    const isOpen = (id: string): Promise<boolean> =>
      page.$eval(`#${id} > details`, (one) => (one as unknown as { open: boolean }).open);
    expect(await isOpen('all-figures')).toBe(false);
    await page.evaluate(`location.hash = '#robustness'`);
    await expect.poll(() => isOpen('all-figures')).toBe(true);
    expect(await isOpen('how-we-know')).toBe(false);
    await page.click('.bar a[href="#how-we-know"]');
    await expect.poll(() => isOpen('how-we-know')).toBe(true);
  });

  test('the theme is the reader’s, and the system’s again', async () => {
    const paper = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = await paper();
    await page.click('.themes button[aria-label="Dark"]');
    expect(await paper()).not.toBe(light);
    await page.click('.themes button[aria-label="As the system"]');
    expect(await paper()).toBe(light);
  });

  test('paper has everything that is folded', async () => {
    await page.evaluate(`for (const one of document.querySelectorAll('.fold details')) one.open = false`);
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    expect(
      await page.$$eval('.fold details', (all) => all.every((one) => (one as unknown as { open: boolean }).open)),
    ).toBe(true);
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
    expect(await page.locator('.fold > details[open]').count()).toBe(0);
  });
});
