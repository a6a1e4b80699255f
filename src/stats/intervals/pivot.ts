/**
 * @file A criterion as an estimate with a scale: what one sample says, and by what its distance from the truth is measured.
 * For the spread criteria the distance is that of the logarithms.
 */
import type { Statistic } from '../criterion.js';
import { type Linear, orderWeights, sparseWeights } from './order-weights.js';
import { formRoot, ownError, type QuadraticForm, resamplingForm } from './standard-error.js';

export interface Measured {
  /** The criterion, by type-7 quantiles and Acerbi and Tasche's weights. */
  readonly estimate: number;
  /** Of the estimate's distance from the truth, or of its logarithm's; 0 where the sample does not vary. */
  readonly scale: number;
}

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

/** Quantiles beyond the quartiles rest on one to three spacings, as the expected shortfall does. */
export function isTail(probability: number): boolean {
  return probability > 0.75 || probability < 0.25;
}

/** The pivot of a statistic at `n` losses. Making one takes milliseconds; keep it. */
export function createPivot(statistic: Statistic, n: number): Pivot {
  if (statistic.of === 'std') return { logarithmic: true, mixed: false, measure: measureDeviation };
  if (statistic.of === 'mean') return { logarithmic: false, mixed: false, measure: measureMean };
  const { ranks, weights } = sparseWeights(orderWeights(statistic, n));
  const errorOf = createError(statistic, n);
  const estimateOf = (ordered: Float64Array): number => {
    let total = 0;
    for (let place = 0; place < ranks.length; place++) {
      total += (weights[place] as number) * (ordered[ranks[place] as number] as number);
    }
    return total;
  };
  if (statistic.of === 'iqr') {
    return {
      logarithmic: true,
      mixed: false,
      measure: (ordered) => {
        const estimate = estimateOf(ordered);
        return { estimate, scale: estimate > 0 ? errorOf(ordered) / estimate : 0 };
      },
    };
  }
  const mixed = statistic.of === 'shortfall' || (statistic.of === 'quantile' && isTail(statistic.probability));
  return {
    logarithmic: false,
    mixed,
    measure: (ordered) => {
      const error = errorOf(ordered);
      const scale = mixed ? Math.sqrt(error * Math.sqrt(momentsAbout(ordered).squares / (n - 1))) : error;
      return { estimate: estimateOf(ordered), scale };
    },
  };
}

const knownForms = new Map<string, QuadraticForm>();

/** The bootstrap standard error of a weighted sum of `n` ordered losses, as unbiased as a sample's variance is. */
export function createError(statistic: Linear, n: number): (ordered: Float64Array) => number {
  if (n > FORM_LIMIT) return (ordered) => ownError(statistic, ordered);
  const key = JSON.stringify([statistic, n]);
  const form = knownForms.get(key) ?? resamplingForm(statistic, n);
  knownForms.set(key, form);
  return (ordered) => formRoot(form, ordered);
}

function measureMean(ordered: Float64Array): Measured {
  const n = ordered.length;
  const { center, squares } = momentsAbout(ordered);
  return { estimate: center, scale: Math.sqrt(squares / ((n - 1) * n)) };
}

/** The standard error of a standard deviation's logarithm, by the sample's own kurtosis (Bonett 2006, doi 10.1016/j.csda.2004.10.003). */
function measureDeviation(ordered: Float64Array): Measured {
  const n = ordered.length;
  const { squares, fourths } = momentsAbout(ordered);
  if (squares === 0) return { estimate: 0, scale: 0 };
  const kurtosis = (n * fourths) / squares ** 2;
  const excess = Math.max(kurtosis - (n - 3) / n, 0.001);
  return { estimate: Math.sqrt(squares / (n - 1)), scale: Math.sqrt(excess / (n - 1)) / 2 };
}

/** Sums of powers of the distances from the mean; plain sums, because a calibration takes millions. */
function momentsAbout(ordered: Float64Array): { center: number; squares: number; fourths: number } {
  const n = ordered.length;
  const first = ordered[0] as number;
  let shift = 0;
  for (let index = 0; index < n; index++) shift += (ordered[index] as number) - first;
  shift /= n;
  let squares = 0;
  let fourths = 0;
  for (let index = 0; index < n; index++) {
    const square = ((ordered[index] as number) - first - shift) ** 2;
    squares += square;
    fourths += square * square;
  }
  return { center: first + shift, squares, fourths };
}
