/** @file What is known of each candidate at a look: its criterion, how uncertain that is, and with how many degrees of freedom. */
import type { LeftOpen } from './left-open.js';
import { createLoadings, type Loadings } from './loadings.js';
import { LOSSES, type LossScale } from './loss-scale.js';
import type { QuantileGuard } from './quantile-guard.js';
import { normalShape, type PooledShape, type ShapeOfCriterion } from './shape.js';

/** By candidate. */
export interface Estimates {
  /** The criterion on `scale`; NaN = no finite loss. */
  readonly centers: Float64Array;
  /** Variance of `centers` with the moderated scale, and its degrees of freedom. */
  readonly variances: Float64Array;
  readonly degrees: Float64Array;
  /** The same with the candidate's own scale, which moves the center as well; 0 degrees where it has too few trials. */
  readonly ownCenters: Float64Array;
  readonly ownVariances: Float64Array;
  readonly ownDegrees: Float64Array;
  /** Moderated variance of one retraining. */
  readonly scales: Float64Array;
  /** 1 where no spread was seen, because the candidate's losses are all equal so far. */
  readonly unseen: Uint8Array;
  /** How each reacts to the effects of replicates. */
  readonly loadings: Loadings;
  /** Finite losses, and infinite ones. */
  readonly finite: Int32Array;
  readonly infinite: Int32Array;
  /** 1 where an infinite loss proves an infinite criterion, or divergence is beyond doubt too frequent. */
  readonly excluded: Uint8Array;
  /** Of a quantile; undefined for other criteria. */
  guard: QuantileGuard | undefined;
  /** What few trials leave open beside all this, or in its place; undefined where that is nothing. */
  leftOpen: LeftOpen | undefined;
  shape: PooledShape;
  /** What the centers are on, from units of the loss: logarithms for a spread, else what the losses are compared on. */
  scale: LossScale;
}

/** No uncertainty below this share of the scale's variance: the model is not better known than that. */
export const LEAST_VARIANCE_SHARE = 1e-3;

export function createEstimates(candidates: number, form: ShapeOfCriterion): Estimates {
  const numbers = () => new Float64Array(candidates);
  return {
    ...{ centers: numbers(), variances: numbers(), degrees: numbers() },
    ...{ ownCenters: numbers(), ownVariances: numbers(), ownDegrees: numbers() },
    ...{ scales: numbers(), unseen: new Uint8Array(candidates) },
    loadings: createLoadings(candidates),
    finite: new Int32Array(candidates),
    infinite: new Int32Array(candidates),
    excluded: new Uint8Array(candidates),
    guard: undefined,
    leftOpen: undefined,
    shape: normalShape(form),
    scale: LOSSES,
  };
}

/** The candidate with the lowest center; -1 where none has one. */
export function lowestCenter({ centers, excluded }: Pick<Estimates, 'centers' | 'excluded'>): number {
  let lowest = -1;
  for (let i = 0; i < centers.length; i++) {
    if (excluded[i] === 1 || Number.isNaN(centers[i] as number)) continue;
    if (lowest < 0 || (centers[i] as number) < (centers[lowest] as number)) lowest = i;
  }
  return lowest;
}
