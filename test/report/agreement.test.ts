/**
 * @file No report says of a candidate what another part of it denies: headline, ties, forest, tables, statements, notices and
 * the terminal's table, over races of any kind, cut anywhere, with losses of any size.
 */
import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { randomFrom, type Trial } from '../../src/core/index.js';
import { buildReportView, formatFinalTable, type ReportView } from '../../src/report/index.js';
import { renderReport } from '../../src/report/pages.js';
import { examples } from '../examples.js';
import { type SimulatedOptions, simulateRun } from './simulated-run.js';

interface Made {
  readonly candidates: number;
  /** Standard deviations from one candidate to the next. */
  readonly step: number;
  readonly scale: number;
  /** Digits that losses are rounded to: few of them make losses equal. */
  readonly digits: number;
  readonly diverging: number;
  readonly seed: number;
  readonly rule: SimulatedOptions['rule'];
  readonly criterion: string;
  readonly warmup: number;
  readonly finalTrials: number;
  readonly trials: number | undefined;
  readonly direction: 'minimize' | 'maximize';
}

const made: fc.Arbitrary<Made> = fc.record({
  candidates: fc.integer({ min: 2, max: 9 }),
  step: fc.constantFrom(0, 0.3, 2, 20),
  scale: fc.constantFrom(1e-300, 1e-8, 1, 1e6, 1e300),
  digits: fc.constantFrom(1, 2, 15),
  diverging: fc.constantFrom(0, 0, 0.2, 1),
  seed: fc.integer({ min: 0, max: 1000 }),
  rule: fc.constantFrom<SimulatedOptions['rule'][]>(
    { name: 'default' },
    { name: 'default', tolerance: 0 },
    { name: 'fast' },
    { name: 'halving', minimumSurvivors: 1 },
    { name: 'halving', minimumSurvivors: 3 },
    { name: 'welch' },
  ),
  criterion: fc.constantFrom('q3', 'mean', 'median'),
  warmup: fc.constantFrom(3, 9),
  finalTrials: fc.constantFrom(0, 12),
  trials: fc.constantFrom(undefined, undefined, 20, 0),
  direction: fc.constantFrom('minimize', 'maximize'),
});

function viewOf({
  step,
  scale,
  digits,
  diverging,
  seed,
  direction,
  rule,
  warmup,
  trials,
  ...options
}: Made): ReportView {
  const loss = (candidate: number, { streams: { init } }: Trial): number => {
    const random = randomFrom('agreement', seed, candidate, init);
    if (random.uniform() < (candidate % 2) * diverging) return Number.POSITIVE_INFINITY;
    const own = 20 + step * candidate + random.normal();
    return scale * Number(own.toPrecision(digits));
  };
  const isAdaptive = rule?.name === 'default' || rule?.name === 'fast';
  return buildReportView(
    simulateRun({
      ...options,
      loss,
      ...(rule === undefined ? {} : { rule }),
      ...(isAdaptive ? {} : { warmup: Math.min(warmup, 9) }),
      ...(trials === undefined ? {} : { trials }),
      changes: { direction, final: null, modelFile: null },
    }),
  );
}

/** What each part of a report says of each candidate. */
function agree(view: ReportView): void {
  const { result, answer, finalists, headline, telling } = view;
  const { winner, tieSet, verdict, tolerance, members } = result;
  expect(winner === null).toBe(answer.winner === null);
  if (winner === null) {
    expect(headline).toMatch(/Nothing is chosen|failed/);
    expect(verdict).toBeNull();
    return;
  }
  // One standing for each, everywhere.
  for (const { id, status, isChoice } of finalists.flatMap(({ rows }) => rows)) {
    expect(status).toBe(answer.statuses.get(id));
    expect(isChoice).toBe(id === winner.candidate);
  }
  const told = (tieSet?.rivals ?? []).filter(({ standing }) => standing === 'behind').map(({ candidate }) => candidate);
  expect(tieSet?.behind).toEqual(expect.arrayContaining(told));
  for (const { standing, interval, n } of tieSet?.rivals ?? []) {
    if (n < 3) expect(standing).not.toBe('worse');
    if ('reason' in interval) continue;
    // A candidate that may be better is not shown to be worse, and the other way round under a rule that states a tolerance.
    const worst = telling.better === 'high' ? 0 - interval.high : interval.low;
    if (standing !== 'worse') expect(worst).toBeLessThanOrEqual(0);
    else if (tolerance !== null) expect(worst).toBeGreaterThanOrEqual(0);
  }
  // As sure as the verdict, and no surer.
  const { claim } = answer;
  if (claim.kind === 'decided') expect([verdict, tieSet?.tied]).toEqual(['decided', []]);
  if (claim.kind === 'tied') expect([verdict, claim.level]).toEqual(['tied', tolerance?.confidence]);
  // A candidate that looks better than the winner is said to.
  const isBetter = (one: number, other: number): boolean => (telling.better === 'high' ? one > other : one < other);
  const said = view.answer.details.map(({ text }) => text).join(' ');
  for (const { candidate, fresh } of members) {
    if (winner.criterion.from !== 'fresh' || fresh === null || fresh.criterion === null) continue;
    if (isBetter(fresh.criterion, winner.criterion.value)) expect(said).toContain(telling.nameOf(candidate));
  }
  // Rows that stand beside the winner's figure have the winner's on the same replicates.
  for (const { race, standing } of members) {
    if (race === null) continue;
    if (standing === 'winner') expect(race.winner).toBe(race.criterion);
    else expect(race.winner === null).toBe(race.criterion === null);
  }
}

test('parts of a report agree, whatever has been raced', () => {
  fc.assert(
    fc.property(made, (run) => agree(viewOf(run))),
    { numRuns: examples(20, 60) },
  );
});

test('page and terminal can be drawn of anything, and say what the view says', () => {
  fc.assert(
    fc.property(made, (run) => {
      const view = viewOf(run);
      const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');
      const page = renderReport(view);
      expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/);
      const { document } = parseHTML(page) as unknown as { document: { body: { textContent: string } } };
      const body = flat(document.body.textContent);
      const terminal = flat(formatFinalTable(view, { width: 300, colors: false, long: true }));
      expect(terminal).not.toMatch(/NaN|undefined|Infinity/);
      const { claim, details } = view.answer;
      const said = [claim.sentence, ...details.map(({ text }) => text)];
      for (const part of said) {
        expect(terminal).toContain(flat(part));
      }
      for (const part of said) expect(body).toContain(flat(part));
      for (const rival of view.answer.rivals.slice(0, 12)) {
        expect(body).toContain(flat(view.names.get(rival.id)?.short ?? rival.id));
      }
    }),
    { numRuns: 8 },
  );
});
