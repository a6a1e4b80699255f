/** @file Figures in a real browser: decisions by arrow keys and by pointing, cells of the heat map, and words at once. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageScript } from '../../src/app/pages.js';
import { buildReportView } from '../../src/report/index.js';
import { renderReport } from '../../src/report/pages.js';
import { viewDecisions } from '../../src/report/race/decisions.js';
import { viewHeatMap } from '../../src/report/race/heat-map.js';
import { simulateRun } from '../report/simulated-run.js';
import { browserPath, newPage, openBrowser, withoutBrowser } from './browser.js';

describe.skipIf(browserPath === undefined)(`charts${withoutBrowser}`, () => {
  const view = buildReportView(simulateRun({ candidates: 24, rule: { name: 'default' } }));
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await openBrowser();
    page = await newPage(browser);
    await page.setContent(renderReport(view, { scripts: [pageScript()] }));
    await page.waitForSelector('#figure-race-difference .slider input', { state: 'attached' });
    await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
  });
  afterAll(() => browser.close());

  const said = (figure: string): Promise<string | null> => page.textContent(`#figure-${figure} .said`);

  test('arrow keys walk through all decisions, and a cross tells its own', async () => {
    const { told } = viewDecisions(view.result, view.names);
    expect(told.length).toBeGreaterThan(2);
    await page.click('.tabs button:text-is("Differences")');
    await page.focus('#figure-race-difference .slider input');
    for (const { text } of told.slice(1)) {
      await page.keyboard.press('ArrowRight');
      expect(await said('race-difference')).toBe(text);
    }
    await page.keyboard.press('ArrowLeft');
    expect(await said('race-difference')).toBe(told.at(-2)?.text);
    const lit = await page.getAttribute('#figure-race-difference .wide .lit', 'data-decision');
    expect(Number(lit)).toBe(told.length - 2);
    await page.dispatchEvent('#figure-race-difference .wide [data-decision="0"]', 'pointerover', { bubbles: true });
    expect(await said('race-difference')).toBe(told[0]?.text);
    expect(await page.textContent('.tip')).toBe(told[0]?.text);
  });

  test('the strip of the race names the training that it stands at', async () => {
    const all = `${view.result.trials.race}`;
    await page.focus('#figure-race-strip .slider input');
    for (const _ of view.result.decisions.slice(1)) await page.keyboard.press('ArrowRight');
    const last = view.result.decisions.at(-1);
    expect(await said('race-strip')).toMatch(
      new RegExp(`^Training \\d+ of ${all}: ${last?.survivors.length} in the running, \\d+ paused\\. In the lead: `),
    );
    expect(await page.getAttribute('#figure-race-strip .wide .lit', 'data-decision')).toBe(
      String(view.result.decisions.length - 1),
    );
  });

  test('the heat map says the cell under the pointer and the one that keys have reached', async () => {
    await page.click('.tabs button:has-text("Heat map")');
    const heatMap = viewHeatMap(view);
    const row = heatMap?.rows[2];
    const loss = row?.cells[0] as number;
    const area = await page.locator('#figure-race-heat-map .wide [data-grid]').boundingBox();
    if (area === null || heatMap === null) throw new Error('no map');
    const rowHeight = area.height / heatMap.rows.length;
    await page.mouse.move(area.x + 2, area.y + 2.5 * rowHeight);
    const words = new RegExp(`^#3 .*, replicate 1: loss ${String(loss).slice(0, 5)}`);
    expect(await page.textContent('.tip')).toMatch(words);
    await page.focus('#figure-race-heat-map .slider input');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await said('race-heat-map')).toMatch(words);
  });
});
