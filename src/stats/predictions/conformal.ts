/**
 * @file Split conformal prediction: intervals and sets that hold the truth of a new example with at least the asked chance, whatever the model
 * (Vovk, Gammerman and Shafer 2005, doi 10.1007/b106715; Lei and others 2018, doi 10.1080/01621459.2017.1307116). The chance is one over
 * calibration examples and the new one together, both of one kind; the calibration examples have to be ones that nothing was trained, ranked or chosen on.
 *
 * Numbers: the absolute residual. Classes: the least ambiguous sets (LAC; Sadinle, Lei and Wasserman 2019,
 * doi 10.1080/01621459.2017.1395341), every class whose probability reaches a threshold. Against adaptive sets (APS; Romano, Sesia and Candès
 * 2020, arXiv 2006.02544) they are the smallest on average, one comparison in the model's graph, and exact without random numbers. Their
 * price: hard examples may be covered less often than easy ones, where adaptive sets try to treat all alike.
 */
import { labelsOf } from '../../core/index.js';
import { normalQuantile } from '../distributions.js';
import { shareInterval } from '../intervals/share-interval.js';
import { mean, standardDeviation } from '../moments.js';
import { sorted } from '../quantile.js';
import { type BoundedFigure, boundedFigure } from './bounded-figure.js';
import { requireRows } from './disagreement.js';
import { type Outputs, requireAlike } from './mean-prediction.js';

/** The largest level that so many calibration examples can give; above it the interval would be without end. */
export function highestLevel(calibration: number): number {
  return calibration / (calibration + 1);
}

/** The fewest calibration examples that can give a level, 0 < level < 1: 19 for 0.95. */
export function fewestForLevel(level: number): number {
  let calibration = Math.max(1, Math.floor(level / (1 - level)) - 1);
  while (conformalRank(calibration, level) === null) calibration++;
  return calibration;
}

/**
 * The rank, from 1, of the limit among the ordered scores of `calibration` examples: the smallest rank k with k / (n + 1) >= level. Null where
 * the examples are too few for this level.
 *
 * @example conformalRank(99, 0.9) // 90
 */
function conformalRank(calibration: number, level: number): number | null {
  const rank = Math.max(1, Math.ceil(withoutRounding((calibration + 1) * level)));
  return rank > calibration ? null : rank;
}

/**
 * By output half the width of the interval, prediction minus and plus it: one of the absolute residuals itself. Each output has its interval at this
 * level; together several hold less often. Null where the calibration examples are too few.
 *
 * @param predictions and `targets` of the calibration examples, row-major [examples x outputs].
 * @example residualLimits([1, 2, 3], [1.5, 2.1, 2.8], 1, 0.5) // [0.2]
 */
export function residualLimits(
  predictions: Outputs,
  targets: Outputs,
  outputs: number,
  level: number,
): Float64Array | null {
  const examples = requireRows(predictions.length, outputs);
  if (targets.length !== predictions.length) {
    throw new RangeError(`${targets.length} targets for ${predictions.length} predictions`);
  }
  const rank = conformalRank(examples, level);
  if (rank === null) return null;
  return Float64Array.from({ length: outputs }, (_, output) => {
    const residuals = Float64Array.from({ length: examples }, (_row, row) => {
      const entry = row * outputs + output;
      return Math.abs((predictions[entry] as number) - (targets[entry] as number));
    });
    return sorted(residuals)[rank - 1] as number;
  });
}

/**
 * The probability from which on a class belongs to the set: one of the calibration examples' own, so that it is exact in the precision that
 * these have. Null where the examples are too few for this level.
 *
 * @param truth the true class of each calibration example.
 * @example labelThreshold([0.9, 0.1, 0.4, 0.6, 0.7, 0.3], 2, [0, 0, 0], 0.75) // 0.4
 */
export function labelThreshold(
  probabilities: Outputs,
  classes: number,
  truth: ArrayLike<number>,
  level: number,
): number | null {
  const examples = requireRows(probabilities.length, classes);
  if (truth.length !== examples) throw new RangeError(`${truth.length} true classes for ${examples} examples`);
  const rank = conformalRank(examples, level);
  if (rank === null) return null;
  const ofTruth = Float64Array.from(
    { length: examples },
    (_, example) => probabilities[example * classes + (truth[example] as number)] as number,
  );
  return sorted(ofTruth)[examples - rank] as number;
}

/**
 * The set of each example, [examples x classes]: 1 where the class belongs to it. The most likely class always does: a set without any would tell
 * nobody anything, and a model that is right more often than the level asks for would have many. It then holds the truth more often than asked.
 */
export function labelSets(probabilities: Outputs, classes: number, threshold: number): Uint8Array {
  const sets = Uint8Array.from(probabilities, (probability) => (probability >= threshold ? 1 : 0));
  labelsOf(probabilities, classes).forEach((label, example) => {
    sets[example * classes + label] = 1;
  });
  return sets;
}

/** 0.9 * 10 may miss 9 by a rounding error, which must not ask for one example more. */
function withoutRounding(value: number): number {
  const whole = Math.round(value);
  return Math.abs(value - whole) <= 8 * Number.EPSILON * value ? whole : value;
}

// How often conformal intervals and sets hold the truth on examples that are new to them, and how often they should: for given calibration
// examples the share is no longer the level itself but beta distributed about it (Vovk 2012, arXiv 1209.2673), and on so many examples beta-binomial.

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

// What difference a set of examples can tell between two candidates, and how many examples would tell theirs. More trainings do not help
// where the set is the limit: both candidates are judged on the same examples, and others would rank them otherwise.

interface SetResolution {
  readonly examples: number;
  /** Mean of the first minus mean of the second. */
  readonly difference: number;
  /** Standard error of it, of the examples alone: those of both are the same, so that it is the error of pairs. */
  readonly error: number;
  /** The smallest difference that a set of this size shows with the chance `power`, at this level. */
  readonly tells: number;
  /** Examples that would show a difference as large as this one, with that chance; Infinity where there is none. */
  readonly needed: number;
}

/**
 * @param first and `second`: [retraining][example] of what their loss is the mean of, on the same examples in the same order.
 * @param level two-sided, e.g. 0.95. `power` the chance to see a difference that is there.
 * @throws RangeError where lengths differ.
 */
export function setResolution(
  first: readonly ArrayLike<number>[],
  second: readonly ArrayLike<number>[],
  level: number,
  power = 0.8,
): SetResolution {
  const examples = requireAlike([...first, ...second]);
  const meanAt = (values: readonly ArrayLike<number>[], example: number): number =>
    values.reduce((sum, own) => sum + (own[example] as number), 0) / values.length;
  const differences = Float64Array.from(
    { length: examples },
    (_, example) => meanAt(first, example) - meanAt(second, example),
  );
  const spread = standardDeviation(differences);
  const reach = normalQuantile((1 + level) / 2) + normalQuantile(power);
  const difference = mean(differences);
  const error = spread / Math.sqrt(examples);
  const needed = difference === 0 ? Number.POSITIVE_INFINITY : Math.ceil(((reach * spread) / difference) ** 2);
  return { examples, difference, error, tells: reach * error, needed };
}
