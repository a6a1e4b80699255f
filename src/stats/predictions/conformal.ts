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
import { sorted } from '../quantile.js';
import { requireRows } from './disagreement.js';
import type { Outputs } from './mean-prediction.js';

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
export function conformalRank(calibration: number, level: number): number | null {
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
