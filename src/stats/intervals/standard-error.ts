/**
 * @file The bootstrap standard error of a criterion as a quadratic form in the ordered losses (Hutson and Ernst 2000,
 * doi 10.1111/1467-9868.00221; Maritz and Jarrett 1978, doi 10.1080/01621459.1978.10480027, for one order statistic): the
 * matrix belongs to the criterion and the count alone, so all samples share it.
 */
import { type Random, randomFrom } from '../../core/index.js';
import type { Measured, Statistic, WeightedStatistic } from '../criteria/criterion.js';
import { momentsAbout, standardDeviation } from '../moments.js';
import { passWeights, sparseWeights, weightedSum } from './resample.js';

/** A statistic that is a weighted sum of the ordered losses. */
export type WeightedSum = Pick<WeightedStatistic, 'id' | 'weights'>;

/** Symmetric; only the ranks that a resampled criterion can touch. */
interface QuadraticForm {
  /** Of the rows and columns. */
  readonly ranks: Int32Array;
  /** Lower triangle row by row, entries beside the diagonal doubled. */
  readonly entries: Float64Array;
}

/** The error of a standard error from so many draws is 0.7 %, the same for all and part of the calibration. */
const DRAWS = 10_000;
/** And where each sample is resampled by itself. */
const OWN_DRAWS = 1000;

/** `n / (n - 1)` times the covariance of the weights that resampling `n` losses gives to each rank. */
export function resamplingForm({ id, weights }: WeightedSum, n: number): QuadraticForm {
  const sparse = sparseWeights(weights(n));
  const random = randomFrom('standard-error', id, n);
  const sums = new Float64Array(n);
  const products = new Float64Array(n * n);
  const counts = new Int32Array(n);
  const given = new Float64Array(n);
  const touched = new Int32Array(n);
  for (let draw = 0; draw < DRAWS; draw++) {
    drawCounts(counts, random);
    const size = passWeights(counts, sparse, given, touched);
    for (let row = 0; row < size; row++) {
      const left = touched[row] as number;
      const weight = given[left] as number;
      sums[left] = (sums[left] as number) + weight;
      for (let column = 0; column <= row; column++) {
        const right = touched[column] as number;
        products[left * n + right] = (products[left * n + right] as number) + weight * (given[right] as number);
      }
    }
    for (let row = 0; row < size; row++) given[touched[row] as number] = 0;
  }
  const present = Int32Array.from(sums.keys()).filter((rank) => products[rank * n + rank] !== 0);
  return { ranks: present, entries: covariances(present, sums, products, n) };
}

/** Fills `counts` with how often each of as many losses is drawn, as many draws with replacement. */
function drawCounts(counts: Int32Array, random: Random): void {
  counts.fill(0);
  for (let place = 0; place < counts.length; place++) {
    const index = random.below(counts.length);
    counts[index] = (counts[index] as number) + 1;
  }
}

function covariances(ranks: Int32Array, sums: Float64Array, products: Float64Array, n: number): Float64Array {
  const entries: number[] = [];
  for (let row = 0; row < ranks.length; row++) {
    const left = ranks[row] as number;
    for (let column = 0; column <= row; column++) {
      const right = ranks[column] as number;
      const together = (products[left * n + right] as number) / DRAWS;
      const apart = ((sums[left] as number) / DRAWS) * ((sums[right] as number) / DRAWS);
      entries.push((n / (n - 1)) * (together - apart) * (row === column ? 1 : 2));
    }
  }
  return Float64Array.from(entries);
}

/** The square root of the form at ordered finite losses; 0 where they are all equal. */
export function formRoot({ ranks, entries }: QuadraticForm, ordered: Float64Array): number {
  const first = ordered[0] as number;
  let total = 0;
  let entry = 0;
  for (let row = 0; row < ranks.length; row++) {
    const distance = (ordered[ranks[row] as number] as number) - first;
    let line = 0;
    for (let column = 0; column <= row; column++) {
      line += (entries[entry++] as number) * ((ordered[ranks[column] as number] as number) - first);
    }
    total += distance * line;
  }
  return Math.sqrt(Math.max(0, total));
}

/** The same standard error from the sample itself, for counts whose matrix would be large. */
export function ownError({ id, weights }: WeightedSum, ordered: Float64Array): number {
  const n = ordered.length;
  const sparse = sparseWeights(weights(n));
  const random = randomFrom('own-standard-error', id, n);
  const counts = new Int32Array(n);
  const given = new Float64Array(n);
  const touched = new Int32Array(n);
  const resampled = Float64Array.from({ length: OWN_DRAWS }, () => {
    drawCounts(counts, random);
    return weightedSum(ordered, given, touched, passWeights(counts, sparse, given, touched));
  });
  return Math.sqrt(n / (n - 1)) * standardDeviation(resampled);
}

// A criterion as an estimate with a scale: what one sample says, and by what its distance from the truth is measured.
// For the spread criteria the distance is that of the logarithms.

export interface Pivot {
  /** True where estimate and truth are compared as logarithms. */
  readonly logarithmic: boolean;
  /** True where the scale is the geometric mean of the standard error and the sample's own standard deviation. */
  readonly mixed: boolean;
  /** Of finite losses in ascending order, as many as the pivot was made for. */
  measure(ordered: Float64Array): Measured;
}

/** Up to here a criterion's standard error is a form that all samples share. */
export const FORM_LIMIT = 100;

/** The pivot of a statistic at `n` losses. Making one takes milliseconds; keep it. */
export function createPivot(statistic: Statistic, n: number): Pivot {
  const { scale: by, measure } = statistic.pivot;
  const [logarithmic, mixed] = [by === 'logarithms', by === 'mixed'];
  if (measure !== undefined) return { logarithmic, mixed, measure };
  if (statistic.weights === undefined) return { logarithmic, mixed, measure: statistic.pivot.measure };
  const { ranks, weights } = sparseWeights(statistic.weights(n));
  const errorOf = createError(statistic, n);
  return {
    logarithmic,
    mixed,
    measure: (ordered) => {
      let estimate = 0;
      for (let place = 0; place < ranks.length; place++) {
        estimate += (weights[place] as number) * (ordered[ranks[place] as number] as number);
      }
      const error = errorOf(ordered);
      if (logarithmic) return { estimate, scale: estimate > 0 ? error / estimate : 0 };
      const scale = mixed ? Math.sqrt(error * Math.sqrt(momentsAbout(ordered).squares / (n - 1))) : error;
      return { estimate, scale };
    },
  };
}

const knownForms = new Map<string, QuadraticForm>();

/** The bootstrap standard error of a weighted sum of `n` ordered losses, as unbiased as a sample's variance is. */
export function createError(statistic: WeightedSum, n: number): (ordered: Float64Array) => number {
  if (n > FORM_LIMIT) return (ordered) => ownError(statistic, ordered);
  const key = `${statistic.id} of ${n}`;
  const form = knownForms.get(key) ?? resamplingForm(statistic, n);
  knownForms.set(key, form);
  return (ordered) => formRoot(form, ordered);
}
