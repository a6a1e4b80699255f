/**
 * @file The models of a surrogate behind one face: a Gaussian process, trees, and the two together, weighed by how well each
 * predicts candidates that it has not seen.
 */
import { permutation, randomFrom } from '../../core/index.js';
import { mean, standardDeviation } from '../moments.js';
import { growForest } from './forest.js';
import { fitProcess, type Predicted } from './gaussian-process.js';
import { learnKernel, type ProcessKernel } from './learn-kernel.js';
import { rowsOf, type SettingPlaces } from './places.js';

/** Rows on which a kernel is learnt, drawn at random. */
const LEARNT_ROWS = 200;
/** What settings leave open, in variances of one trial: by it trees weigh many trials against few. */
const OPEN_SHARE = 0.2;

/** What is known of candidates, by row. */
export interface KnownValues {
  readonly places: SettingPlaces;
  readonly values: Float64Array;
  /** Trials that each value is the mean of; 1 or more. */
  readonly trials: Float64Array;
  /** Variance of one trial. */
  readonly noises: Float64Array;
}

/** Variances are right up to a factor, which first trials tell. */
export interface ValueModel {
  /** Of each known row by the others. */
  readonly leftOut: Predicted;
  predict(places: SettingPlaces): Predicted;
}

/** A kernel for values from which `center` is taken, and which are divided by `scale`. */
export interface LearntKernel {
  readonly center: number;
  readonly scale: number;
  readonly kernel: ProcessKernel;
}

/** @param leastOwn  variance of a candidate's own part, at least */
export function learnFrom(known: KnownValues, leastOwn: number): LearntKernel {
  const { places, values, noises, trials } = known;
  const center = mean(values);
  const scale = standardDeviation(values) || 1;
  const shown = values.map((value) => (value - center) / scale);
  const shownNoises = noises.map((noise, row) => noise / (scale ** 2 * (trials[row] as number)));
  return { center, scale, kernel: learnKernel(places, shown, shownNoises, leastOwn / scale ** 2) };
}

export function processModel({ places, values, noises, trials }: KnownValues, learnt: LearntKernel): ValueModel {
  const { center, scale, kernel } = learnt;
  const process = fitProcess(
    places,
    values.map((value) => (value - center) / scale),
    noises.map((noise, row) => noise / (scale ** 2 * (trials[row] as number))),
    kernel,
  );
  const inUnits = ({ means, variances }: Predicted): Predicted => ({
    means: means.map((value) => center + scale * value),
    variances: variances.map((variance) => scale ** 2 * variance),
  });
  return { leftOut: inUnits(process.leftOut), predict: (others) => inUnits(process.predict(others)) };
}

/** @param typicalNoise  variance of one trial near the top */
export function treesModel(
  { places, values, trials, noises }: KnownValues,
  typicalNoise: number,
  ...names: readonly (string | number)[]
): ValueModel {
  const open = OPEN_SHARE * typicalNoise;
  const weights = noises.map((noise, row) => 1 / (1 + noise / (open * (trials[row] as number))));
  const forest = growForest(places, values, weights, ...names);
  const withOnes = (means: Float64Array): Predicted => ({ means, variances: new Float64Array(means.length).fill(1) });
  return { leftOut: withOnes(forest.outOfBag), predict: (others) => withOnes(forest.predict(others)) };
}

/**
 * The mix of means that is nearest to values that neither model had seen (stacking; Wolpert 1992, doi 10.1016/S0893-6080(05)80023-1).
 * Variances are the first model's.
 */
export function mixOf(first: ValueModel, second: ValueModel, { values, noises, trials }: KnownValues): ValueModel {
  const [a, b] = [first.leftOut.means, second.leftOut.means];
  let [shared, squares] = [0, 0];
  values.forEach((value, row) => {
    const apart = (a[row] as number) - (b[row] as number);
    const weight = 1 / ((first.leftOut.variances[row] as number) + (noises[row] as number) / (trials[row] as number));
    shared += weight * apart * (value - (b[row] as number));
    squares += weight * apart * apart;
  });
  const share = squares > 0 ? Math.min(1, Math.max(0, shared / squares)) : 1;
  const mix = (one: Predicted, other: Predicted): Predicted => ({
    means: one.means.map((value, row) => share * value + (1 - share) * (other.means[row] as number)),
    variances: one.variances,
  });
  return {
    leftOut: mix(first.leftOut, second.leftOut),
    predict: (places) => mix(first.predict(places), second.predict(places)),
  };
}

export function drawSome(rows: number, ...names: readonly (string | number)[]): Int32Array {
  return permutation(rows, randomFrom('stats/surrogate/some', ...names)).subarray(0, LEARNT_ROWS);
}

export function someOf({ places, values, trials, noises }: KnownValues, rows: Int32Array): KnownValues {
  const pick = (all: Float64Array): Float64Array => Float64Array.from(rows, (row) => all[row] as number);
  return { places: rowsOf(places, rows), values: pick(values), trials: pick(trials), noises: pick(noises) };
}
