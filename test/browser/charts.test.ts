/** @file Figures in a real browser: what a mark stands for is said at once where it is pointed at. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageScript } from '../../src/app/folder/answer-folder.js';
import { buildReportView } from '../../src/report/index.js';
import { renderReport } from '../../src/report/pages.js';
import { simulateRun } from '../report/simulated-run.js';
import { browserPath, newPage, openBrowser, withoutBrowser } from './browser.js';

describe.skipIf(browserPath === undefined)(`charts${withoutBrowser}`, () => {
  const view = buildReportView(simulateRun({ candidates: 24, rule: { name: 'default' } }));
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  test('a mark of the strip of the race says what stood at its decision', async () => {
    const page = await newPage(browser);
    await page.setContent(renderReport(view, { scripts: [pageScript()] }));
    await page.waitForSelector('#figure-race-strip .take-away', { state: 'attached' });
    const all = `${view.result.trials.race}`;
    const last = view.result.decisions.at(-1);
    const marks = page.locator('#figure-race-strip line:has(title)');
    expect(await marks.count()).toBe(view.result.decisions.length);
    await marks.last().dispatchEvent('pointerover', { bubbles: true });
    expect(await page.textContent('.tip')).toMatch(
      new RegExp(`^Training \\d+ of ${all}: ${last?.survivors.length} in the running, \\d+ paused\\. In the lead: `),
    );
  });
});
