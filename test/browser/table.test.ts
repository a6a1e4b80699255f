/** @file The table of all candidates, used: every cell is the result's, keys go everywhere, rows are opened and taken away. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageScript } from '../../src/app/folder/answer-folder.js';
import { rowsCsv } from '../../src/browser/table/table-data.js';
import { boundOf, cellFormat, isDifference, joinedText, type TableColumn } from '../../src/report/in-page.js';
import { buildReportView } from '../../src/report/index.js';
import { renderReport } from '../../src/report/pages.js';
import { simulatedLoss, simulateRun } from '../report/simulated-run.js';
import { browserPath, newPage, openBrowser, withoutBrowser } from './browser.js';

describe.skipIf(browserPath === undefined)(`the table of all candidates${withoutBrowser}`, () => {
  const run = simulateRun({
    candidates: 24,
    rule: { name: 'default' },
    loss: (candidate, trial) => (candidate === 5 && trial.streams.init === 0 ? null : simulatedLoss(candidate, trial)),
  });
  const curve = [2, 1, 0.5, Number.NaN, 0.3];
  const view = buildReportView({ ...run, outcomes: run.outcomes.map((one) => ({ ...one, lossPerEpoch: curve })) });
  const table = view.table();
  const shown = table.columns.filter(({ isShown }) => isShown);
  const cellsOf = (id: string) => table.columns.find((one) => one.id === id)?.cells ?? [];
  const names = cellsOf('candidate');
  const settings = cellsOf('settings');
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await openBrowser();
    page = await newPage(browser, { viewport: { width: 1280, height: 1200 }, acceptDownloads: true });
    await page.setContent(renderReport(view, { scripts: [pageScript()] }));
    await page.waitForSelector('.alive .grid tr[data-place]');
  });
  afterAll(() => browser.close());

  const rows = (): Promise<string[][]> =>
    page.$$eval('.grid tbody tr[data-place]', (all) =>
      all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
    );
  const status = (): Promise<string | null> => page.textContent('#candidates [role="status"]');
  const column = (id: string): number => shown.findIndex((one) => one.id === id);
  const heading = (id: string): string => `.grid th[data-column="${id}"]`;

  const textsOf = (row: number): string[] =>
    shown.map((one) => {
      const bound = boundOf(table.columns, one);
      const text = cellFormat(one)(one.cells[row] ?? null);
      return row === 0 && isDifference(one)
        ? ''
        : joinedText(text, bound && cellFormat(bound)(bound.cells[row] ?? null));
    });
  const headings = (): Promise<(string | null)[]> =>
    page.$$eval('.grid th button', (all) => all.map((one) => one.textContent));
  const showColumn = async (id: string): Promise<void> => {
    const { heading: text } = table.columns.find((one) => one.id === id) as TableColumn;
    await page.click('.choice summary');
    await page.locator('.choice label', { hasText: new RegExp(`^\\s*${text}\\s*$`) }).click();
    await page.click('.choice summary');
  };

  test('shows the first rows, the winner above, with the difference of everybody else drawn', async () => {
    expect(await rows()).toEqual(names.slice(0, 12).map((_, row) => textsOf(row)));
    expect(await headings()).toEqual(['candidate', 'q3 beside the winner’s', 'status', 'trainings']);
    expect(await page.locator('.grid tr.chosen .forest').count()).toBe(0);
    expect(await page.locator('.grid tbody .forest').count()).toBe(11);
    expect(await page.locator('.grid thead .forest text').allTextContents()).toContain('0');
    expect(await page.locator('.tools').isVisible()).toBe(false);
  });

  test('shows whole names beside as many columns as there are at first', async () => {
    const more = table.columns.map((one) => ({ ...one, isShown: one.isShown || one.kind === 'value' }));
    const wide = { ...view, table: () => ({ ...table, columns: more }) };
    const other = await newPage(browser, { viewport: { width: 1280, height: 1200 } });
    await other.setContent(renderReport(wide, { scripts: [pageScript()] }));
    await other.waitForSelector('.alive .grid tr[data-place]');
    const clipped = await other.$$eval('.grid tbody tr[data-place] .fixed', (cells) =>
      cells.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).map(({ textContent }) => textContent),
    );
    expect(clipped).toEqual([]);
    await other.close();
  });

  test('shows in every cell what the result holds, once somebody asks for all', async () => {
    await page.click('.more button');
    expect(await rows()).toEqual(names.map((_, row) => textsOf(row)));
    expect(await status()).toBe('24 of 24 candidates');
    expect(await page.evaluate('document.activeElement.type')).toBe('search');
    await showColumn('worst');
    expect(await headings()).toContain('worst');
  });

  test('sorts by a heading: ascending, descending, back to the ranking', async () => {
    const place = (await headings()).indexOf('worst');
    const values = async () => (await rows()).map((cells) => cells[place] as string);
    const ranking = await values();
    const finite = ranking.filter((text) => text !== '∞').sort((a, b) => Number(a) - Number(b));
    const infinite = ranking.filter((text) => text === '∞');
    expect(infinite.length).toBeGreaterThan(0);
    await page.focus(`${heading('worst')} button`);
    for (const [direction, expected] of [
      ['ascending', [...finite, ...infinite]],
      ['descending', [...finite.toReversed(), ...infinite]],
      ['none', ranking],
    ] as const) {
      await page.keyboard.press('Enter');
      expect(await page.getAttribute(heading('worst'), 'aria-sort')).toBe(direction);
      expect(await values()).toEqual(expected);
    }
  });

  test('filters, and says what a filter cannot mean', async () => {
    const box = '.grid td[data-column="worst"] input';
    await page.fill(box, '∞');
    const place = (await headings()).indexOf('worst');
    expect((await rows()).every((cells) => cells[place] === '∞')).toBe(true);
    await page.fill(box, 'bad');
    expect(await status()).toMatch(/^worst: “bad” is not a number or range\. Write a number/);
    expect(await page.getAttribute(box, 'aria-invalid')).toBe('true');
    await page.fill(box, '');
    await page.fill('.tools input[type="search"]', 'TANH units=32');
    const found = (await rows()).map((cells) => cells[column('candidate')] as string);
    // The name shows some of the settings; a search finds them all.
    const isMeant = (text: unknown) => /tanh/.test(String(text)) && /units=32/.test(String(text));
    expect(found.length).toBeGreaterThan(0);
    expect(found).toEqual(names.filter((_, row) => isMeant(settings[row])));
    await page.fill('.tools input[type="search"]', '');
  });

  test('gives away what is shown, in that order', async () => {
    await showColumn('worst');
    await showColumn('status');
    await page.click(`${heading('candidate')} button`);
    const download = page.waitForEvent('download');
    await page.click('button:has-text("Save as CSV")');
    const order = (await rows()).map((cells) => names.indexOf(cells[column('candidate')] as string));
    const kept = shown.filter(({ id }) => id !== 'status');
    expect(readFileSync(await (await download).path(), 'utf8')).toBe(rowsCsv(kept, order));
    await page.click('.tools button:has-text("Copy as Markdown")');
    await expect.poll(status).toBe('Copied 24 rows as Markdown.');
    await page.click(`${heading('candidate')} button`);
    await page.click(`${heading('candidate')} button`);
  });

  test('keys go through the rows, and Enter opens one: its trials, curves and what a failure printed', async () => {
    const failed = run.outcomes.find(({ failure }) => failure !== undefined);
    const ids = cellsOf('id');
    const place = ids.indexOf(failed?.trial.candidate ?? '');
    expect(place).toBeGreaterThan(0);
    await page.focus('.grid table');
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    for (let press = 0; press < place; press++) await page.keyboard.press('ArrowDown');
    expect(await page.textContent('.grid tr.active .fixed')).toBe(names[place]);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.trials table');
    expect(await page.textContent('.trials h3')).toBe(names[place]);
    expect(await page.evaluate('document.activeElement.className')).toBe('trials');
    const trials = run.outcomes.filter(({ trial }) => trial.candidate === ids[place]);
    expect(await page.locator('.trials tbody tr').count()).toBe(trials.length);
    expect(await page.locator('.trials .sparkline').count()).toBe(trials.length);
    // A gap where a value was not finite: the pen is set down twice.
    expect((await page.getAttribute('.trials .sparkline path', 'd'))?.match(/M/g)).toHaveLength(2);
    expect(await page.textContent('.trials pre')).toBe(`${failed?.failure?.kind}: ${failed?.failure?.message}`);
    await page.keyboard.press('Escape');
    expect(await page.locator('.trials').isVisible()).toBe(false);
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('grid');
  });
});
