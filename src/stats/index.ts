/** @file Numbers in, numbers out: criteria, intervals, tests, corrections. */
export { type BootstrapInterval, bootstrapInterval, type ResampledFigure } from './bootstrap.js';
export { CRITERION_NAMES, type Criterion, type CriterionKind, parseCriterion } from './criterion.js';
export {
  BOOTSTRAP_MINIMUM_TRIALS,
  criterionInterval,
  type Interval,
  type IntervalOptions,
  type NoInterval,
} from './criterion-interval.js';
export { mean, standardDeviation, sum, variance } from './moments.js';
export { interquartileRange, median, quantile, quantileOfSorted, sorted } from './quantile.js';
