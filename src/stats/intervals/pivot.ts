/**
 * @file A criterion as an estimate with a scale: what one sample says, and by what its distance from the truth is measured.
 * For the spread criteria the distance is that of the logarithms.
 */
import type { Measured, Statistic } from '../criteria/criterion.js';
import { momentsAbout } from '../moments.js';
import { sparseWeights } from './order-weights.js';
import { formRoot, ownError, type QuadraticForm, resamplingForm, type WeightedSum } from './standard-error.js';

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
