/** @file The table of all candidates says what result.json says, cell by cell, and travels to the page's script unchanged. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/core/index.js';
import type { TableColumn } from '../../src/report/in-page.js';
import { unpackColumns, unpackCurve } from '../../src/report/in-page.js';
import { buildReportView, type ReportInput } from '../../src/report/index.js';
import { renderReport } from '../../src/report/pages.js';
import { curveScale, packCurve } from '../../src/report/view/curve-levels.js';
import { packColumns } from '../../src/report/view/table-shape.js';
import { viewTableTrials } from '../../src/report/view/table-trials.js';
import { simulatedLoss, simulateRun } from './simulated-run.js';

const loss = (candidate: number, trial: Outcome['trial']): number | null =>
  (candidate * 7 + trial.streams.init) % 23 === 3 ? null : simulatedLoss(candidate, trial);

const runs: Readonly<Record<string, ReportInput>> = {
  'in rounds': simulateRun({ candidates: 40, loss }),
  adaptive: simulateRun({ candidates: 30, rule: { name: 'default' }, loss }),
  'cut before every candidate had a trial': simulateRun({ candidates: 12, rule: { name: 'default' }, trials: 9 }),
  'of scores': simulateRun({
    candidates: 12,
    loss: (candidate, trial) => simulatedLoss(candidate, trial) - 1,
    changes: { direction: 'maximize' },
  }),
  'before anything': simulateRun({ candidates: 3, rounds: 0, changes: { final: null, modelFile: null } }),
};

describe.each(Object.entries(runs))('a race %s', (_, run) => {
  const view = buildReportView(run);
  const { result } = view;
  const table = view.table();
  const cells = (id: string): TableColumn['cells'] | undefined =>
    table.columns.find((column) => column.id === id)?.cells;

  /** The winner, then all others as the answer orders them. */
  const order = [
    ...(view.answer.winner === null ? [] : [view.answer.winner.id]),
    ...view.answer.rivals.map(({ id }) => id),
  ];
  const candidates = order.map(
    (id) => result.candidates.find((one) => one.id === id) as (typeof result.candidates)[number],
  );

  test('has a row for every candidate with the figures of the result', () => {
    expect([...order].sort()).toEqual(result.candidates.map(({ id }) => id).sort());
    expect(cells('rank')).toEqual(candidates.map(({ rank }) => rank));
    expect(cells('criterion')).toEqual(candidates.map(({ criterion }) => criterion));
    expect(cells('trials')).toEqual(candidates.map(({ trials }) => trials));
    expect(cells('status')).toEqual(order.map((id) => view.answer.statuses.get(id)));
    const none = candidates.map(() => 0);
    expect(cells('diverged') ?? none).toEqual(candidates.map(({ divergedRate }) => divergedRate));
    expect(cells('failed') ?? none).toEqual(candidates.map(({ failedRate }) => failedRate));
    expect(cells('fresh') ?? none).toEqual(candidates.map(({ fresh }) => fresh));
    expect(cells('candidate')).toEqual(candidates.map(({ id }) => view.names.get(id)?.short));
  });

  test('shows of the winner what the result says of it, and of its rivals how much worse they are', () => {
    const row = table.winner;
    expect(row === null ? null : cells('id')?.[row]).toBe(result.winner?.candidate ?? null);
    const member = result.members.find(({ standing }) => standing === 'winner');
    if (row !== null && member?.race) {
      const { median, iqr, worst } = member.race;
      expect([cells('median')?.[row], cells('iqr')?.[row], cells('worst')?.[row]]).toEqual([median, iqr, worst]);
      expect(cells('difference')?.[row] ?? null).toBeNull();
    }
    for (const { candidate, difference, n } of result.tieSet?.rivals ?? []) {
      const rivalRow = order.indexOf(candidate);
      const worse = Number.isFinite(difference)
        ? result.direction === 'maximize'
          ? 0 - difference
          : difference
        : null;
      expect([cells('difference')?.[rivalRow], cells('common')?.[rivalRow]]).toEqual([worse, n]);
    }
  });

  test('leads from a row to all of its trials', () => {
    const { trials } = table;
    expect(trials.counts).toEqual(candidates.map(({ trials: own, fresh }) => own + fresh));
    const failed = run.outcomes.filter(({ failure }) => failure !== undefined);
    expect(trials.failures.filter((place) => place !== 0)).toHaveLength(failed.length);
    expect(trials.losses.length + trials.omittedTrials).toBe(result.trials.used);
  });

  test('survives the way into the page', () => {
    const columns = table.columns.map((column) => column.cells);
    expect(unpackColumns(JSON.parse(JSON.stringify(packColumns(columns))))).toEqual(columns);
  });
});

test('any cells come back as they were', () => {
  const cell = fc.oneof(
    fc.double({ noNaN: true }).map((value) => value + 0),
    fc.string(),
    fc.constant(null),
  );
  const table = fc.integer({ min: 0, max: 20 }).chain((rows) => {
    return fc.array(fc.array(cell, { minLength: rows, maxLength: rows }), { minLength: 1, maxLength: 4 });
  });
  fc.assert(
    fc.property(table, (columns) => {
      const exact = columns.map((column) => column.map((value) => (Object.is(value, -0) ? 0 : value)));
      expect(unpackColumns(JSON.parse(JSON.stringify(packColumns(exact))))).toEqual(exact);
    }),
  );
});

test('a curve comes back to half a level of its range, gaps and last value included', () => {
  const curve = fc.array(fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(Number.NaN)), {
    minLength: 2,
    maxLength: 300,
  });
  fc.assert(
    fc.property(curve, fc.integer({ min: 2, max: 64 }), (values, points) => {
      const scale = curveScale([values]);
      const levels = unpackCurve(packCurve(values, scale, points));
      if (scale === null) {
        expect(levels).toEqual([]);
        return;
      }
      expect(levels.length).toBe(Math.min(points, values.length));
      const [least, largest, isLog] = scale;
      if (isLog === 1 || !(largest > least)) return;
      const value = values.at(-1) as number;
      const last = levels.at(-1) ?? null;
      if (Number.isNaN(value)) expect(last).toBeNull();
      else {
        // Half of a 250th, and the ends of a scale have six digits.
        const precision = (largest - least) / 490 + 1e-5 * Math.max(Math.abs(least), Math.abs(largest));
        expect(Math.abs(least + (last ?? 0) * (largest - least) - value)).toBeLessThanOrEqual(precision);
      }
    }),
  );
});

describe('what there is no room for', () => {
  const message = (trial: number): string => `${'x'.repeat(3000)} ${trial} é`;
  const base = simulateRun({ candidates: 30, warmup: 10, rule: { name: 'halving' }, finalTrials: 0, rounds: 1 });
  const outcomes = base.outcomes.map(
    (outcome, place): Outcome => ({
      ...outcome,
      status: 'failed',
      loss: Number.POSITIVE_INFINITY,
      failure: { kind: 'exit-code', message: message(place) },
    }),
  );
  const run = { ...base, outcomes, final: null, modelFile: null };

  test('texts of failures end after the newest ones that fit, each with its last 2 kB', () => {
    const { trials } = buildReportView(run).table();
    const bytes = trials.failureTexts.reduce((sum, text) => sum + new TextEncoder().encode(text).length, 0);
    expect(bytes).toBeLessThan(450_000);
    expect(trials.failureTexts.length + trials.omittedFailures).toBe(outcomes.length);
    expect(trials.omittedFailures).toBeGreaterThan(0);
    expect(trials.failureTexts[0]).toMatch(/^exit-code: …x{2000,} \d+ é$/);
    expect(trials.newestFailures.map(({ text }) => text)).toEqual(trials.failureTexts.slice(0, 3));
  });

  test('without a script the newest three stand on the page', () => {
    const page = renderReport(buildReportView(run));
    expect(page).toContain(`The newest of ${outcomes.length} failed trainings`);
    expect(page.match(/<pre tabindex="0">exit-code: …x/g)).toHaveLength(3);
  });

  test('trials of the last rows are counted where there are too many', () => {
    const many = { ...base, outcomes: [] };
    const outcome = base.outcomes[0] as Outcome;
    const standing = { outcomes: new Array<Outcome>(40_000).fill(outcome), fresh: { outcomes: [] } };
    const trials = viewTableTrials(many, [standing, standing] as never, new Map());
    expect([trials.counts, trials.omittedTrials]).toEqual([[40_000, 0], 40_000]);
  });
});
