/**
 * @file The models of a surrogate behind one face: a Gaussian process, trees, and the two together, weighed by how well each
 * predicts candidates that it has not seen.
 */
import { growForest } from './forest.js';
import { fitProcess, joinRows, type KnownValues, type Predicted, someOf } from './gaussian-process.js';
import { rowsOf, type SettingPlaces } from './places.js';
import { onScale, type RoughProcess } from './rough-process.js';

/** What settings leave open, in variances of one trial: by it trees weigh many trials against few. */
const OPEN_SHARE = 0.2;

/** Variances are right up to a factor, which first trials tell. */
export interface ValueModel {
  /** Of each known row by the others. */
  readonly leftOut: Predicted;
  predict(places: SettingPlaces): Predicted;
}

/**
 * Means are those of the exact process of all rows. Variances of that would take the square of the number of rows for each
 * candidate, so they are those of the rough process: larger, which the factor takes back.
 */
export function processModel(known: KnownValues, rough: RoughProcess): ValueModel {
  const { center, scale, learnt } = rough;
  const { values, noises } = onScale(known, rough);
  const process = fitProcess(known.places, values, noises, learnt.kernel);
  const back = (means: Float64Array): Float64Array => means.map((value) => center + scale * value);
  return {
    leftOut: { means: back(process.leftOut.means), variances: rough.leftOutVariances() },
    predict: (others) => ({ means: back(process.predictMeans(others)), variances: rough.variances(others) }),
  };
}

/**
 * Its variance is the same everywhere: what settings left open of candidates that trees had not seen.
 *
 * @param typicalNoise  variance of one trial near the top
 */
export function treesModel(
  { places, values, trials, noises }: KnownValues,
  typicalNoise: number,
  ...names: readonly (string | number)[]
): ValueModel {
  const open = OPEN_SHARE * typicalNoise;
  const weights = noises.map((noise, row) => 1 / (1 + noise / (open * (trials[row] as number))));
  const forest = growForest(places, values, weights, ...names);
  const squares = forest.outOfBag.map((mean, row) => {
    const square = ((values[row] as number) - mean) ** 2;
    return square - (noises[row] as number) / (trials[row] as number);
  });
  const variance = Math.max(open, squares.reduce((sum, square) => sum + square, 0) / places.rows);
  const withVariance = (means: Float64Array): Predicted => ({
    means,
    variances: new Float64Array(means.length).fill(variance),
  });
  return { leftOut: withVariance(forest.outOfBag), predict: (others) => withVariance(forest.predict(others)) };
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

// The model where settings have ranges: an exact process alone, as trees have steps and know nothing between them. Of more rows than
// it can take it knows those that settings say are best, whatever their own luck.

/** @param most  rows at most */
export function smoothModel(known: KnownValues, rough: RoughProcess, most: number): ValueModel {
  const { center, scale, learnt, levels } = rough;
  const order = Int32Array.from(levels.keys());
  if (order.length > most) order.sort((a, b) => (levels[a] as number) - (levels[b] as number) || a - b);
  const [taken, others] = [order.subarray(0, most), order.subarray(most)];
  const some = someOf(known, taken);
  const { values, noises } = onScale(some, rough);
  const process = fitProcess(some.places, values, noises, learnt.kernel);
  const inUnits = ({ means, variances }: Predicted): Predicted => ({
    means: means.map((value) => center + scale * value),
    variances: variances.map((variance) => scale ** 2 * variance),
  });
  const ofTaken = inUnits(process.leftOut);
  const ofOthers = inUnits(process.predict(rowsOf(known.places, others)));
  const join = (part: keyof Predicted): Float64Array =>
    joinRows(order.length, [
      [taken, ofTaken[part]],
      [others, ofOthers[part]],
    ]);
  const leftOut = { means: join('means'), variances: join('variances') };
  return { leftOut, predict: (places) => inUnits(process.predict(places)) };
}
