/** @file report.html of simulated runs: complete, self-contained, safe with any names, of bearable size. */
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import type { Chart } from '../../src/report/chart/index.js';
import { buildReportView, type ReportView } from '../../src/report/index.js';
import { renderReport } from '../../src/report/pages.js';
import { raceStripFigure } from '../../src/report/race/race-strip.js';
import { trainingRows } from '../../src/report/race/trainings.js';
import { tableData } from '../../src/report/table/table.js';
import { type SimulatedOptions, simulatedLoss, simulateRun } from './simulated-run.js';

const NO_MODEL = { final: null, modelFile: null };

interface PageElement {
  readonly textContent: string;
  readonly id: string;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

const pageOf = (options: SimulatedOptions): string => renderReport(buildReportView(simulateRun(options)));
const parsed = (page: string): PageElement => parseHTML(page).document as unknown as PageElement;
const all = (page: string, selector: string): PageElement[] => [...parsed(page).querySelectorAll(selector)];

describe('report.html', () => {
  const page = pageOf({ candidates: 32 });

  it('asks nobody for anything', () => {
    expect(page.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
      /https?:|\/\/[a-z]|url\(|@import|<script|<link|<img|<iframe/i,
    );
  });

  it('describes every figure to those who cannot see it', () => {
    const figures = all(page, 'svg.plot');
    expect(figures.map((figure) => figure.getAttribute('role'))).toEqual(figures.map(() => 'img'));
    const ids = all(page, '[id]').map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const figure of figures) {
      const said = figure.getAttribute('aria-describedby') ?? '';
      for (const id of [said, figure.getAttribute('aria-labelledby')]) expect(ids).toContain(id);
      expect(all(page, `#${said}`)[0]?.textContent.length).toBeGreaterThan(20);
    }
    expect(figures).toHaveLength(all(page, 'figure').length);
  });

  it('draws every number at a place', () => {
    const pages = [
      page,
      pageOf({ candidates: 2, rounds: 1, loss: () => 0.5 }),
      pageOf({ candidates: 3, rounds: 1, loss: () => 0 }),
      pageOf({ candidates: 3, rounds: 1, loss: () => Number.POSITIVE_INFINITY, changes: NO_MODEL }),
      pageOf({ candidates: 6, rounds: 0, changes: NO_MODEL }),
      pageOf({
        candidates: 24,
        loss: (candidate, trial) => 10 ** (candidate / 2) * (1 + simulatedLoss(candidate, trial)),
      }),
      pageOf({ candidates: 12, criterion: 'std' }),
      pageOf({ candidates: 12, loss: (c, trial) => simulatedLoss(c, trial) - 1, changes: { direction: 'maximize' } }),
    ];
    for (const text of pages) expect(text).not.toMatch(/NaN|undefined|Infinity|\[object/);
  });

  it('shows foreign names as text', () => {
    const hostile = '"><script>alert(1)</script>\'&amp;';
    const text = pageOf({
      candidates: 6,
      id: (index) => `${hostile}${index}`,
      label: () => hostile,
      changes: { command: hostile },
    });
    expect(all(text, 'script')).toEqual([]);
    expect(text).not.toContain('<script');
    expect(all(text, '.name').map(({ textContent }) => textContent)).toEqual(
      expect.arrayContaining([hostile, `${hostile}0`]),
    );
    expect(all(text, 'svg title').some(({ textContent }) => textContent.includes(hostile))).toBe(true);
  });

  it('counts what lies off the scale', () => {
    const text = pageOf({
      candidates: 12,
      rounds: 1,
      loss: (candidate) => (candidate < 5 ? Number.POSITIVE_INFINITY : 1 + candidate),
    });
    const texts = all(text, '#figure-race-difference svg text').map(({ textContent }) => textContent);
    expect(texts).toContain('5');
  });

  it('stays small with thousands of candidates', () => {
    const text = pageOf({ candidates: 2500, warmup: 3 });
    expect(text.length).toBeLessThan(1_200_000);
    expect(text).toContain('2,488 more');
    expect(text).toMatch(/[\d,]+ more in result\.json and trials\.csv\./);
  });

  it('says what must not be overlooked', () => {
    const notices = (options: SimulatedOptions): string[] =>
      all(pageOf(options), '.notices li').map(({ textContent }) => textContent);
    expect(notices({ candidates: 12, changes: NO_MODEL }).join()).toContain('are simulated');
    const loss = (candidate: number): number | null => (candidate === 3 ? null : candidate);
    expect(notices({ candidates: 12, loss, changes: NO_MODEL }).join()).toContain('1 of 12 candidates never worked');
    const data = { name: 'measured', hash: 'ab', simulated: false, split: {} };
    expect(notices({ candidates: 12, loss: (candidate) => candidate, changes: { data } })).toEqual([]);
  });
});

it('small figures keep their size where one stands alone, and none of two is paused', () => {
  const loss = (candidate: number, { streams }: { streams: { init: number } }): number =>
    0.2 + 0.01 * ((streams.init * (3 + candidate)) % 7);
  const page = pageOf({ candidates: 2, rule: { name: 'default', tolerance: 0.0001 }, maxReplicates: 6, loss });
  expect(all(page, 'section.half').map(({ id }) => id)).toEqual(['race']);
  const strip = all(page, '#figure-race-strip svg.plot').map(({ textContent }) => textContent);
  expect(strip).toHaveLength(1);
  for (const text of strip) {
    expect(text).toContain('2 in the running');
    expect(text).toMatch(/all \d+ at the end/);
    expect(text).not.toContain('the others');
  }
});

describe('the view', () => {
  it('places each decision where its trainings had ended, and counts who was in the running', () => {
    const view = buildReportView(simulateRun({ candidates: 24, maxReplicates: 10 }));
    const momentsOf = (one: ReportView) => tableData((raceStripFigure(one) as Chart).data).rows;
    expect(momentsOf(view).map(([at, left]) => [at, left])).toEqual(
      [1, 2, 3, 4, 5, 6].flatMap((round) => {
        const decision = view.result.decisions.find((one) => one.round === round);
        const trained = [0, 24, 48, 72, 84, 90, 93][round];
        return decision === undefined ? [] : [[trained, decision.survivors.length]];
      }),
    );
    const looks = simulateRun({ candidates: 24, rule: { name: 'default' } });
    expect(momentsOf(buildReportView(looks)).map(([, left]) => left)).toEqual(
      looks.decisions.map(({ survivors }) => survivors.length),
    );
  });

  it('draws a box from quartiles, with whiskers inside the data', () => {
    const losses = [1, 2, 3, 4, 5, 6, 7, 8, 100];
    const run = simulateRun({
      candidates: 2,
      warmup: 9,
      rounds: 1,
      finalTrials: 0,
      loss: (_, { streams }) => losses[streams.init] ?? 0,
    });
    const [finalist] = trainingRows(buildReportView(run));
    expect(finalist?.box).toEqual({ whiskerLow: 1, q1: 3, median: 5, q3: 7, whiskerHigh: 8 });
  });
});
