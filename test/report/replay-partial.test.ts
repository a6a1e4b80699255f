/** @file Replays of tables that are not all there: said to be partial, and judged only as far as their trials go. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replayRules } from '../../src/app/questions/replay-question.js';
import { randomFrom } from '../../src/core/index.js';
import { parseRule } from '../../src/questions/race/plan/index.js';
import { buildReportView, formatReplayTable, type ReportView } from '../../src/report/index.js';
import { replaySection } from '../../src/report/page/replay-section.js';
import { noticesIn } from '../../src/report/shown/shown.js';
import { parseCriterion } from '../../src/stats/index.js';

type Cells = readonly (readonly (number | null)[])[];

/** A row a candidate (`a`, `b`, ...), a column a replicate; null where there is no trial. */
function viewsOf(cells: Cells, rules: readonly string[], orders = 0): readonly ReportView[] {
  const candidates = cells.map((_, index) => ({ id: String.fromCharCode(97 + index), configuration: {}, label: '' }));
  const columns = (cells[0] ?? []).map((_, replicate) =>
    Float64Array.from(cells, (row) => row[replicate] ?? Number.NaN),
  );
  const requests = rules.map((rule) => ({
    source: {
      ...{ name: 'table', candidates, columns, hash: 'ab', simulated: false },
      replicates: columns.map((_, replicate) => String(replicate)),
    },
    criterion: parseCriterion('median'),
    rule: parseRule({ name: rule }),
    ...({ warmup: 3, direction: 'minimize', orders, seed: 1, command: null } as const),
  }));
  return replayRules(requests, { areBeside: true }).map(({ input }) => buildReportView(input));
}

const noisy = (level: number, row: number): number[] =>
  Array.from({ length: 8 }, (_, replicate) => level + 0.01 * randomFrom('partial', row, replicate).normal());

/** What a race leaves: the worse, the fewer. */
const raced: Cells = [1, 1.2, 2, 3].map((level, row) =>
  noisy(level, row).map((loss, replicate) => (replicate < ([8, 8, 3, 1][row] as number) ? loss : null)),
);

const terminalOf = (views: readonly ReportView[]): string =>
  formatReplayTable(
    views.map(({ result }) => result),
    { width: 80, colors: false },
  ).replaceAll(/\s+/g, ' ');

test('a race that lacks nothing it asks for is judged, one that does is not', () => {
  const views = viewsOf(raced, ['halving', 'welch', 'default']);
  for (const { result, replay } of views) {
    expect(result.replay).toMatchObject({ trials: 20, complete: 2, best: { candidate: 'a' } });
    expect(result.trials.exhaustive).toBe(20);
    const own = replay?.rows.find(({ isOwn }) => isOwn);
    if (result.replay?.missing === 0) continue;
    expect(result.verdict).toBe('stopped');
    expect(own).toMatchObject({ cost: null, regret: null, picksBest: null });
    expect(replay?.conclusion).toMatch(/are not known: trainings that it asked for are missing/);
  }
  expect(views.some(({ result }) => (result.replay?.missing ?? 0) > 0)).toBe(true);
  expect(views[0]?.replay?.rows.at(-1)).toMatchObject({
    name: 'all trainings',
    cost: { value: 1 },
    regret: { value: 0 },
  });
  expect(terminalOf(views)).toMatch(
    /Finding With what is recorded, .* Open Partial table: 20 of 32 trainings are recorded \(63 %\); 2 of 4 candidates have all 8\. It cannot say which is the best of all: best, regret and random orders are about these 2\. Cost and regret are not known of /,
  );
});

test('random orders are those of the complete candidates, and cost what these have', () => {
  const [view] = viewsOf(raced, ['halving', 'default'], 20);
  const simulation = view?.result.replay?.simulation;
  expect(simulation?.cost.high).toBeLessThanOrEqual(1);
  expect(simulation).toMatchObject({ correct: { value: 1 }, regret: { value: 0, low: 0, high: 0 } });
  expect(view?.replay?.conclusion).toContain('of the trainings of the 2 with all trainings');
  // Both pick the best every time.
  expect(view?.replay?.picks).toBe(
    'The rules halving and default cannot be told apart: they pick the best in 100 % of the orders.',
  );
});

test('where one candidate alone is complete nobody is the best, and no figure is drawn', () => {
  const alone = raced.map((row, index) => (index === 1 ? row.with(7, null) : row));
  const [view] = viewsOf(alone, ['halving', 'default'], 20);
  expect(view?.result.replay).toMatchObject({ complete: 1, best: null, regret: null, simulation: null });
  const section = view === undefined ? null : replaySection(view);
  expect(section?.figures).toEqual([]);
  expect(section?.content.text).toContain('none to measure a regret by');
  expect(view === undefined ? [] : noticesIn(view.answer.shown).map(({ kind }) => kind)).toContain('partial');
  expect(terminalOf(viewsOf(alone, ['halving', 'default']))).toContain(
    'It cannot say which is the best, what a rule misses, or what random orders give',
  );
});

test('one trial that is left out for a better candidate does not make a worse one the best of all', () => {
  const better = noisy(0.5, 9).map((loss, replicate) => (replicate === 4 ? null : loss));
  const cells = [...[1, 1.2, 2].map(noisy), better];
  const views = viewsOf(cells, ['default', 'halving']);
  expect(views[0]?.result.replay).toMatchObject({ complete: 3, best: { candidate: 'a' }, regret: null });
  expect(terminalOf(views)).toContain('than a, the best of the 3 with all trainings by median');
});

test('a full table is judged as ever', () => {
  const [view] = viewsOf([1, 1.2, 2].map(noisy), ['default', 'halving'], 10);
  expect(view?.result.replay).toMatchObject({ trials: 24, complete: 3, missing: 0, best: { candidate: 'a' } });
  expect(view?.result.trials.exhaustive).toBe(24);
  expect(view === undefined ? [] : noticesIn(view.answer.shown).map(({ kind }) => kind)).not.toContain('partial');
  expect(view?.replay?.conclusion).toMatch(/of all trainings and picks the best in/);
});

test('whatever is missing: no share below 0, no cost above what there is, no best that is not complete', () => {
  const made = fc.record({
    candidates: fc.integer({ min: 2, max: 4 }),
    lost: fc.constantFrom(0, 0.05, 0.4),
    step: fc.constantFrom(0, 0.02, 1),
    seed: fc.nat(999),
  });
  fc.assert(
    fc.property(made, ({ candidates, lost, step, seed }) => {
      const cells = Array.from({ length: candidates }, (_, row) =>
        Array.from({ length: 6 }, (__, replicate) => {
          const random = randomFrom('lost', seed, row, replicate);
          return random.uniform() < lost ? null : 1 + step * row + 0.05 * random.normal();
        }),
      );
      const complete = cells.filter((row) => row.every((loss) => loss !== null)).length;
      const views = viewsOf(cells, ['default', 'halving'], 6);
      for (const { result, replay, answer } of views) {
        expect(result.replay?.complete).toBe(complete);
        expect(result.replay?.best === null).toBe(complete < 2);
        expect(noticesIn(answer.shown).some(({ kind }) => kind === 'partial')).toBe(complete < candidates);
        expect(result.trials.race).toBeLessThanOrEqual(result.trials.exhaustive);
        if ((result.replay?.regret ?? 0) < 0) throw new Error('a regret below 0');
        for (const { cost, regret, correct } of replay?.rows ?? []) {
          for (const share of [cost, correct]) {
            if (share === null) continue;
            expect(share.low).toBeGreaterThanOrEqual(0);
            expect(share.high).toBeLessThanOrEqual(1);
          }
          expect(regret?.low ?? 0).toBeGreaterThanOrEqual(0);
        }
        const shares = (replay?.rows ?? []).flatMap(({ correct }) => (correct === null ? [] : [correct.value]));
        if (new Set(shares).size === 1) expect(replay?.picks ?? '').not.toContain('most often');
      }
    }),
    { numRuns: 20 },
  );
});
