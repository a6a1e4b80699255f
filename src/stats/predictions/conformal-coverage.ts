/**
 * @file How often conformal intervals and sets hold the truth on examples that are new to them, and how often they should: for given calibration
 * examples the share is no longer the level itself but beta distributed about it (Vovk 2012, arXiv 1209.2673), and on so many examples beta-binomial.
 */
import { shareInterval } from '../intervals/share-interval.js';
import { type BoundedFigure, boundedFigure } from './bounded-figure.js';
import { conformalRank } from './conformal.js';
import { requireRows } from './disagreement.js';
import type { Outputs } from './mean-prediction.js';

/** The share that is covered, 0 ... 1, with the interval of Clopper and Pearson. */
export interface Coverage extends BoundedFigure {
  readonly hits: number;
  readonly examples: number;
}

/** Of one output's intervals; `level` is the confidence of the share's interval, not that of the prediction's. */
export function intervalCoverage(low: Outputs, high: Outputs, targets: Outputs, level: number): Coverage {
  const examples = targets.length;
  let hits = 0;
  for (let example = 0; example < examples; example++) {
    const target = targets[example] as number;
    hits += target >= (low[example] as number) && target <= (high[example] as number) ? 1 : 0;
  }
  return coverageOf(hits, examples, level);
}

interface SetCoverage extends Coverage {
  /** Classes in a set, on average. */
  readonly meanSize: number;
  /** Share of the sets that hold one class alone, 0 ... 1. */
  readonly single: number;
}

/** Of sets [examples x classes] as `labelSets` gives them. */
export function setCoverage(sets: Uint8Array, classes: number, truth: ArrayLike<number>, level: number): SetCoverage {
  const examples = requireRows(sets.length, classes);
  let [hits, members, single] = [0, 0, 0];
  for (let example = 0; example < examples; example++) {
    const row = example * classes;
    const size = sets.subarray(row, row + classes).reduce((sum, one) => sum + one, 0);
    hits += sets[row + (truth[example] as number)] as number;
    members += size;
    single += size === 1 ? 1 : 0;
  }
  return { ...coverageOf(hits, examples, level), meanSize: members / examples, single: single / examples };
}

function coverageOf(hits: number, examples: number, level: number): Coverage {
  return { ...boundedFigure(hits / examples, shareInterval(hits, examples, level), level), hits, examples };
}

/**
 * Between which shares the coverage on `examples` new examples lies with the chance `mass` where all is as it should be: a share below says that these
 * examples are of another kind than the calibration examples. Null where these are too few for the level. Scores without ties are taken
 * for granted; with ties, and with sets that always hold the most likely class, more is covered.
 *
 * @example promisedCoverage(99, 0.9, 1000, 0.95) // [0.832, 0.951]
 */
export function promisedCoverage(
  calibration: number,
  level: number,
  examples: number,
  mass: number,
): readonly [low: number, high: number] | null {
  const chances = coverageChances(calibration, level, examples);
  if (chances === null) return null;
  const tail = (1 - mass) / 2;
  let [below, low] = [0, 0];
  while (below + (chances[low] as number) <= tail) below += chances[low++] as number;
  let [above, high] = [0, examples];
  while (above + (chances[high] as number) <= tail) above += chances[high--] as number;
  return [low / examples, high / examples];
}

/** The chance of 0, 1, ... `examples` hits: beta-binomial with the rank k and n + 1 - k. Null where the level cannot be given. */
export function coverageChances(calibration: number, level: number, examples: number): Float64Array | null {
  const rank = conformalRank(calibration, level);
  if (rank === null) return null;
  const rest = calibration + 1 - rank;
  // By the ratio of neighbours, as logarithms: the smallest have no double.
  const logs = new Float64Array(examples + 1);
  for (let hits = 0; hits < examples; hits++) {
    const ratio = ((examples - hits) * (hits + rank)) / ((hits + 1) * (examples - hits - 1 + rest));
    logs[hits + 1] = (logs[hits] as number) + Math.log(ratio);
  }
  const largest = logs.reduce((most, one) => Math.max(most, one), Number.NEGATIVE_INFINITY);
  const weights = logs.map((one) => Math.exp(one - largest));
  const total = weights.reduce((sum, one) => sum + one, 0);
  return weights.map((weight) => weight / total);
}
