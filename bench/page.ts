/**
 * @file The page of a large race: how long it takes to make, how large it is, and how fast it is in Debian's Chromium: first
 * paint, sorting, filtering, opening a row, moving over the race chart. Figures to look at; nothing fails by them.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { buildReportView, formatBytes } from '../src/report/index.js';
import { renderReport } from '../src/report/pages.js';
import { openBrowser } from '../test/browser/browser.js';
import { simulateBigRun } from './page-runs.js';

const TIMES = 20;
const SHAPES = [
  [5_000, 10],
  [50_000, 1],
] as const;

const script = readFileSync('dist/browser/page-script.js', 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'surefoot-page-'));
const browser = await openBrowser();
try {
  for (const [candidates, replicates] of SHAPES) await measure(browser, candidates, replicates);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

async function measure(browser: Browser, candidates: number, replicates: number): Promise<void> {
  const run = simulateBigRun(candidates, replicates);
  const started = [performance.now(), process.cpuUsage().user];
  const view = buildReportView(run);
  const viewed = [performance.now(), process.cpuUsage().user];
  const html = renderReport(view, { scripts: [script] });
  const made = [performance.now(), process.cpuUsage().user];
  const file = join(folder, `${candidates}.html`);
  writeFileSync(file, html);
  console.log(`\n${candidates} candidates, ${run.outcomes.length} trials`);
  sayMaking('view', started, viewed);
  sayMaking('page from view', viewed, made);
  console.log(`  size: ${formatBytes(Buffer.byteLength(html))}`);
  for (const [, name, text] of html.matchAll(/data-payload="(\w+)">([^<]*)/g)) {
    console.log(`    ${name}: ${formatBytes(text?.length ?? 0)}`);
  }
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  await page.goto(`file://${file}`);
  say('first contentful paint', await firstPaint(page));
  await page.waitForSelector('.alive .grid tbody tr:nth-child(5)');
  say('table there, since navigation', await page.evaluate<number>('performance.now()'));
  await page.waitForTimeout(500);
  await openTable(page);
  await measureTable(page);
  await measureHover(page);
  if (errors.length > 0) console.log(`  errors: ${errors.join('; ')}`);
  await page.close();
}

async function firstPaint(page: Page): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries()[0].startTime)).observe({ type: 'paint', buffered: true });
  })`);
}

/** All rows, and the column that was always there once. */
async function openTable(page: Page): Promise<void> {
  await page.click('.more button');
  await page.click('.choice summary');
  await page.locator('.choice label', { hasText: 'in the race' }).first().click();
  await page.click('.choice summary');
  // The race chart is folded.
  await page.evaluate(`for (const fold of document.querySelectorAll('.fold > details')) fold.open = true`);
}

/** From the event to the next frame after it, so that drawing counts. */
async function measureTable(page: Page): Promise<void> {
  for (const column of ['criterion', 'candidate', 'status', 'trainings']) {
    const isThere = await page.$(`.grid th[data-column="${column}"]`);
    if (isThere === null) continue;
    const clicks = await timed(page, `document.querySelector('.grid th[data-column="${column}"] button').click()`);
    sayMedian(`sort by ${column}, up, down, ranking`, clicks);
    console.log(`    first click, nothing kept: ${clicks.times[0]?.toFixed(0)} ms`);
  }
  const write = (selector: string, values: readonly string[]): string => `{
    const box = document.querySelector(${JSON.stringify(selector)});
    box.value = ${JSON.stringify(values)}[turn % ${values.length}];
    box.dispatchEvent(new Event('input', { bubbles: true }));
  }`;
  sayMedian('search', await timed(page, write('.tools input[type="search"]', ['r', 're', 'rel', 'relu', ''])));
  const criterion = '.grid td[data-column="criterion"] input';
  sayMedian('filter by criterion', await timed(page, write(criterion, ['>0.2', '0.2..0.3', '<0.25 ', ''])));
  const opened = await timed(
    page,
    `{ document.querySelector('.grid tbody tr[data-place="3"]').click();
       while (document.querySelector('.trials table') === null) await new Promise((go) => setTimeout(go, 1));
       document.querySelector('.trials').replaceChildren(); }`,
  );
  sayMedian('open a row', opened);
}

async function measureHover(page: Page): Promise<void> {
  const chart = await page.$('#all-figures svg');
  const box = await chart?.boundingBox();
  if (chart === null || chart === undefined || box === null || box === undefined) return;
  await chart.scrollIntoViewIfNeeded();
  const times = await timed(
    page,
    `{ const chart = [...document.querySelectorAll('#all-figures svg')].find((svg) => svg.getClientRects().length > 0);
       const { left, top, width, height } = chart.getBoundingClientRect();
       const at = { clientX: left + width * (0.2 + 0.03 * turn), clientY: top + height * 0.5, bubbles: true };
       const hit = document.elementFromPoint(at.clientX, at.clientY) ?? chart;
       for (const type of ['pointermove', 'mousemove']) hit.dispatchEvent(new PointerEvent(type, at)); }`,
  );
  sayMedian('move over the race chart', times);
}

interface Timed {
  /** From the event to the frame after it, by turn. */
  readonly times: readonly number[];
  /** What a turn takes of the page's thread. */
  readonly busy: number;
}

async function timed(page: Page, act: string): Promise<Timed> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busySeconds = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
  };
  const before = await busySeconds();
  const times = await page.evaluate<number[]>(`(async () => {
    const times = [];
    for (let turn = 0; turn < ${TIMES}; turn++) {
      const started = performance.now();
      ${act};
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      times.push(performance.now() - started);
    }
    return times;
  })()`);
  const busy = ((await busySeconds()) - before) / TIMES;
  await session.detach();
  return { times, busy: busy * 1000 };
}

/** Where others use the same processors, the time of this one says more than that on the clock. */
function sayMaking(what: string, [from = 0, cpuFrom = 0]: number[], [to = 0, cpuTo = 0]: number[]): void {
  say(`${what} (${((cpuTo - cpuFrom) / 1000).toFixed(0)} ms of a processor)`, to - from);
}

function say(what: string, milliseconds: number): void {
  console.log(`  ${what}: ${milliseconds.toFixed(0)} ms`);
}

function sayMedian(what: string, { times, busy }: Timed): void {
  const sorted = [...times].sort((a, b) => a - b);
  const [median, most] = [sorted[TIMES / 2], sorted.at(-1)];
  console.log(
    `  ${what} (${busy.toFixed(0)} ms of a processor): median ${median?.toFixed(0)} ms, most ${most?.toFixed(0)} ms`,
  );
}
