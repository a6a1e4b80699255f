/** @file Runs at the edge of what there can be: their pages, figures as files, and comparisons hold no number that is none. */
import { describe, expect, test } from 'vitest';
import {
  buildCompareView,
  buildReportView,
  buildResult,
  compareTables,
  formatTables,
  stringifyRecord,
} from '../../src/report/index.js';
import { chartFile, figuresOfRace, renderReport, tableCsv } from '../../src/report/pages.js';
import { type SimulatedOptions, simulateRun } from '../report/simulated-run.js';
import { xmlFault } from '../well-formed.js';

const rule = { name: 'default' };
const NO_MODEL = { final: null, modelFile: null };
const name = (text: string): string => text.repeat(Math.ceil(10_000 / text.length));

const odd: Readonly<Record<string, SimulatedOptions>> = {
  'nothing trained': { candidates: 3, rule, trials: 0, changes: NO_MODEL },
  'failures only': { candidates: 4, rule, loss: () => null, changes: NO_MODEL },
  'all diverged': { candidates: 4, rule, loss: () => Number.POSITIVE_INFINITY, changes: NO_MODEL },
  'all equal': { candidates: 4, rule, loss: () => 0.5 },
  'losses of 1e-300': {
    candidates: 4,
    rule,
    loss: (candidate, { streams }) => 1e-300 * (1 + candidate + streams.init / 9),
  },
  'losses of 1e300': {
    candidates: 4,
    rule,
    loss: (candidate, { streams }) => 1e300 * (1 + candidate + streams.init / 9),
  },
  'losses from 1e-300 to infinity': {
    candidates: 4,
    rule,
    loss: (candidate) => [1e-300, 1, 1e300, Number.POSITIVE_INFINITY][candidate] as number,
  },
  'names of 10,000 characters': {
    candidates: 4,
    rule,
    id: (index) => `${index}${name('<b>مرحبا 🙂&')}`,
    label: () => name('"x'),
  },
};

const other = simulateRun({ candidates: 4, rule });
const beside = { name: 'other', input: other, view: buildReportView(other) };

describe.each(Object.entries(odd))('%s', (_, options) => {
  const input = simulateRun(options);
  const view = buildReportView(input);

  test('page, figures and comparison', () => {
    const page = renderReport(view);
    expect(page).not.toMatch(/<b>م|\bNaN\b|\bundefined\b|\[object/);
    for (const figure of figuresOfRace(view)) {
      const svg = chartFile(figure);
      expect(svg, figure.data.id).not.toMatch(/\bNaN\b|\bundefined\b|var\(/);
      expect(xmlFault(svg), figure.data.id).toBeUndefined();
      expect(tableCsv(figure.data), figure.data.id).not.toMatch(/\bNaN\b|\bundefined\b/);
    }
    const compared = buildCompareView([{ name: 'odd', input, view }, { name: 'odd again', input, view }, beside]);
    expect(formatTables(compareTables(compared), 'markdown')).not.toMatch(/\bNaN\b|\bundefined\b|\[object/);
    expect(() => stringifyRecord(compared)).not.toThrow();
  });
});

test('a clock that was set back between two stretches puts no end before its beginning', () => {
  const stretch = (startedAt: string, seconds: number) => ({ startedAt, seconds, workers: 1, environment: {} });
  const input = simulateRun({ candidates: 3, rule });
  const { startedAt, finishedAt, seconds } = buildResult({
    ...input,
    stretches: [stretch('2026-03-01T10:00:00.000Z', 60), stretch('2026-03-01T08:00:00.000Z', 30)],
  });
  expect([startedAt, finishedAt, seconds]).toEqual(['2026-03-01T10:00:00.000Z', '2026-03-01T10:01:30.000Z', 90]);
});
