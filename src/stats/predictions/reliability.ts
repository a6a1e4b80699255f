/**
 * @file Whether probabilities mean what they say: the reliability curve, and the expected calibration error (Naeini, Cooper and Hauskrecht 2015,
 * doi 10.1609/aaai.v29i1.9602; Guo, Pleiss, Sun and Weinberger 2017, arXiv 1706.04599) with an interval.
 */
import { labelsOf, type Random } from '../../core/index.js';
import { quantile } from '../quantile.js';
import { type BoundedFigure, boundedFigure } from './bounded-figure.js';
import { requireRows } from './disagreement.js';
import type { Outputs } from './mean-prediction.js';

/** The number of bins of the metric `calibrationError`. */
const BINS = 15;

/** The examples whose chosen class has a probability above `low` and up to `high`. */
export interface ReliabilityBin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
  /** Mean probability of the chosen class; null in an empty bin. */
  readonly confidence: number | null;
  /** How often the chosen class is right; null likewise. */
  readonly accuracy: number | null;
}

/** Probabilities of several classes beside the truth. */
interface JudgedProbabilities {
  /** Row-major [examples x classes]. */
  readonly probabilities: Outputs;
  readonly classes: number;
  /** The true class of each example, 0, 1, 2, .... */
  readonly truth: ArrayLike<number>;
}

/**
 * In bins of equal width from 0 to 1, open at their lower and closed at their upper end. @throws RangeError where lengths differ.
 *
 * @example reliabilityCurve({ probabilities: [0.9, 0.1, 0.4, 0.6], classes: 2, truth: [0, 0] }, 2) // second bin: count 2, confidence 0.75, accuracy 0.5
 */
export function reliabilityCurve(judged: JudgedProbabilities, bins = BINS): readonly ReliabilityBin[] {
  const { bin, surplus, chance } = chosenChances(judged, bins);
  const counts = new Int32Array(bins);
  const chances = new Float64Array(bins);
  const surpluses = new Float64Array(bins);
  for (let example = 0; example < bin.length; example++) {
    const place = bin[example] as number;
    counts[place] = (counts[place] as number) + 1;
    chances[place] = (chances[place] as number) + (chance[example] as number);
    surpluses[place] = (surpluses[place] as number) + (surplus[example] as number);
  }
  return Array.from(counts, (count, place) => ({
    low: place / bins,
    high: (place + 1) / bins,
    count,
    confidence: count === 0 ? null : (chances[place] as number) / count,
    accuracy: count === 0 ? null : ((chances[place] as number) + (surpluses[place] as number)) / count,
  }));
}

/** The mean distance of accuracy from confidence over the bins, weighted by their examples: 0 ... 1. */
export function expectedCalibrationError(curve: readonly ReliabilityBin[]): number {
  const filled = curve.flatMap(({ count, confidence, accuracy }) =>
    confidence === null || accuracy === null ? [] : [{ count, gap: Math.abs(accuracy - confidence) }],
  );
  const examples = filled.reduce((sum, { count }) => sum + count, 0);
  return filled.reduce((sum, { count, gap }) => sum + count * gap, 0) / examples;
}

interface ExampleDraws {
  /** Of the interval, e.g. 0.95. */
  readonly level: number;
  /** Draws of as many examples with replacement; some hundreds. */
  readonly resamples: number;
  /** From names of its own, so that equal predictions give equal intervals. */
  readonly random: Random;
}

/**
 * The expected calibration error with an interval for further examples. It is a sum of absolute values, so that chance alone makes it larger than it
 * is, and resampling once more so: a percentile interval of a well calibrated model never holds the truth. So the ends differ. Upper: the
 * quantile of the error of resamples, which errs on the side of too large. Lower: the error less the quantile of what resampling adds to the
 * bins by itself, since no noise lifts it by more (the triangle inequality); 0 where that is all. At 0.95, 400 simulations each of 200 and
 * 1,000 examples in 15 bins, truly 0, 0.02 and 0.06: it holds the truth in 0.96 or more; a percentile interval in 0.00 to 0.94.
 */
export function calibrationErrorInterval(
  judged: JudgedProbabilities,
  { level, resamples, random }: ExampleDraws,
  bins = BINS,
): BoundedFigure {
  const { bin, surplus } = chosenChances(judged, bins);
  const examples = bin.length;
  const seen = new Float64Array(bins);
  for (let example = 0; example < examples; example++) {
    const place = bin[example] as number;
    seen[place] = (seen[place] as number) + (surplus[example] as number);
  }
  const errors = new Float64Array(resamples);
  const noise = new Float64Array(resamples);
  const drawn = new Float64Array(bins);
  for (let resample = 0; resample < resamples; resample++) {
    drawn.fill(0);
    for (let draw = 0; draw < examples; draw++) {
      const example = random.below(examples);
      const place = bin[example] as number;
      drawn[place] = (drawn[place] as number) + (surplus[example] as number);
    }
    errors[resample] = absoluteSum(drawn) / examples;
    noise[resample] = absoluteSum(drawn.map((sum, place) => sum - (seen[place] as number))) / examples;
  }
  const value = absoluteSum(seen) / examples;
  const tail = (1 + level) / 2;
  return boundedFigure(value, [value - quantile(noise, tail), quantile(errors, tail)], level, [0, 1]);
}

/** By example: its bin, the probability of the class that is chosen, and by how much being right is more than that. */
function chosenChances({ probabilities, classes, truth }: JudgedProbabilities, bins: number) {
  const examples = requireRows(probabilities.length, classes);
  if (truth.length !== examples) throw new RangeError(`${truth.length} true classes for ${examples} examples`);
  const chosen = labelsOf(probabilities, classes);
  const chance = Float64Array.from(chosen, (place, example) => probabilities[example * classes + place] as number);
  const bin = Int32Array.from(chance, (one) => Math.max(0, Math.min(bins - 1, Math.ceil(one * bins) - 1)));
  const surplus = chance.map((one, example) => (chosen[example] === truth[example] ? 1 : 0) - one);
  return { bin, surplus, chance };
}

function absoluteSum(values: Float64Array): number {
  return values.reduce((sum, one) => sum + Math.abs(one), 0);
}
