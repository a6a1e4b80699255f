/** @file Makes races that search by their number: over all of a space or some that were drawn from it, to the end or to a budget. */
import { randomFrom } from '../../src/core/index.js';
import type { ReportInput } from '../../src/report/index.js';
import { simulateRun } from '../report/simulated-run.js';
import { type Draw, drawing, type MadeRun } from './drawing.js';

/** The same number makes the same race. */
export function makeSearch(number: number): MadeRun {
  const { draw, recipe } = drawing('search', 'reading-search', number);
  const candidates = draw('candidates', [6, 16, 32]);
  const isFull = draw('full', [true, false, true]);
  const apart = draw('apart', [0, 0.02, 0.3]);
  const noise = draw('noise', [0.1, 0.1, 0.1, 0]);
  const budget = draw<number | undefined>('budget', [undefined, undefined, 1.2, 4]);
  const finalTrials = draw('fresh', [0, 4]);
  // Of a budget it keeps what fresh trials take.
  const raced = Math.ceil((budget ?? 0) * candidates);
  const trials = raced + Math.min(finalTrials, Math.ceil(raced / 2));
  const input = simulateRun({
    candidates,
    rule: { name: 'default', tolerance: draw<number | string>('tolerance', ['auto', 0.05, 0]) },
    ...{ criterion: draw('criterion', ['q3', 'mean']), finalTrials, maxReplicates: 8 },
    search: {
      prior: isFull ? 'full' : 'guarded',
      isDrawn: draw('drawn', [false, true]),
      audit: isFull ? draw('audit', [0, 3, 6]) : 0,
    },
    ...(budget === undefined ? {} : { trials }),
    loss: (candidate, { streams: { init } }) =>
      1 + apart * (candidate % 4) + noise * randomFrom('reading-search-loss', number, candidate, init).normal(),
    changes: { final: null, modelFile: null },
  });
  return { recipe: recipe(), input: withPrior(input, draw) };
}

type Known = readonly [rows: number, tau: number | undefined, used: boolean];
const KNOWN: readonly (Known | undefined)[] = [
  ...[undefined, undefined, [300, 0.6123, true] as const, [40, 0.0512, false] as const],
  ...[[12, Number.NaN, true] as const, [5, Number.NaN, false] as const, [9, undefined, false] as const],
];

/** Something known before: of use, given up, too small, or not looked at yet. */
function withPrior(input: ReportInput, draw: Draw): ReportInput {
  const known = draw<Known | undefined>('known', [undefined, ...KNOWN]);
  const { answer } = input;
  if (known === undefined || answer?.search === undefined) return input;
  const [rows, tau, used] = known;
  const interval = tau === undefined || Number.isNaN(tau) ? null : ([tau - 0.21, tau + 0.19] as const);
  const before = { source: 'old.csv', configurations: rows };
  const finding =
    tau === undefined
      ? { ...before, both: 0, tau: null, interval: null, used: null }
      : { ...before, both: 17, tau: Number.isNaN(tau) ? null : tau, interval, used };
  return { ...input, answer: { ...answer, search: { ...answer.search, from: [finding] } } };
}
