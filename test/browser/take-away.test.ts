/** @file Figures leave a page as files of their own: SVG in resolved colours, PNG, and CSV of what they show. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageScript } from '../../src/app/folder/answer-folder.js';
import { buildReportView } from '../../src/report/index.js';
import { renderReport } from '../../src/report/pages.js';
import { simulateRun } from '../report/simulated-run.js';
import { browserPath, newPage, openBrowser, withoutBrowser } from './browser.js';

describe.skipIf(browserPath === undefined)(`figures to take away${withoutBrowser}`, () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await openBrowser();
    page = await newPage(browser, { colorScheme: 'dark', acceptDownloads: true });
    await page.setContent(renderReport(buildReportView(simulateRun({ candidates: 8 })), { scripts: [pageScript()] }));
    await page.waitForSelector('#figure-cost-each .take-away', { state: 'attached' });
    await page.evaluate("for (const fold of document.querySelectorAll('.fold > details')) fold.open = true");
  });
  afterAll(() => browser.close());

  const give = async (kind: string): Promise<Buffer> => {
    const download = page.waitForEvent('download');
    await page.click(`#figure-cost-each .take-away button:has-text("${kind}")`);
    return readFileSync(await (await download).path());
  };

  test('SVG and PNG need no page, CSV is what is drawn', async () => {
    const svg = (await give('SVG')).toString();
    expect(svg).toContain('xmlns="http://www.w3.org/2000/svg"');
    expect(svg).not.toMatch(/var\(|currentColor/);
    expect(svg).toContain('#62b5f0');
    expect([...(await give('PNG')).subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
    expect((await give('CSV')).toString()).toMatch(/^first rank,last rank,candidate,trainings,seconds\r\n1,1,/);
  });

  test('the data of a figure stand in the page as a table, and go again', async () => {
    const figure = page.locator('#figure-cost-each');
    const asked = figure.locator('.take-away button', { hasText: 'Table' });
    await asked.click();
    await figure.locator('.data tbody tr').first().waitFor();
    expect(await figure.locator('.data th').allTextContents()).toEqual([
      'first rank',
      'last rank',
      'candidate',
      'trainings',
      'seconds',
    ]);
    expect(await figure.locator('.data tbody tr').first().locator('td').allTextContents()).toEqual(
      expect.arrayContaining(['1']),
    );
    expect(await asked.getAttribute('aria-expanded')).toBe('true');
    await asked.click();
    expect(await figure.locator('.data').count()).toBe(0);
  });

  test('a legend goes with its drawing', async () => {
    const figure = page.locator('#figure-race-difference');
    const download = page.waitForEvent('download');
    await figure.locator('.take-away button', { hasText: 'SVG' }).click();
    const svg = readFileSync(await (await download).path(), 'utf8');
    const words = await figure.locator('[data-part="keys"] text').allTextContents();
    expect(words.length).toBeGreaterThan(0);
    for (const text of words) expect(svg).toContain(text.trim());
    expect(svg).not.toMatch(/var\(|currentColor/);
  });
});
