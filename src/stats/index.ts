/** @file Numbers in, numbers out: criteria, intervals, tests, corrections. */

export { type Concordance, concordance, kendallTauB } from './agreement.js';
export { association, type CodedColumn } from './association.js';
export * from './collapse.js';
export * from './comparison.js';
export * from './corrections.js';
export * from './criteria/criteria.js';
export {
  CRITERION_KINDS,
  type Criterion,
  type CriterionKind,
  type DivergenceMeans,
  type DivergingForm,
  describeCriterion,
  type KnownCriterion,
  type NoRaceForm,
  type RaceForm,
  scoreValue,
} from './criteria/criterion.js';
export { type CustomCriterion, customCriterion } from './criteria/custom-criterion.js';
export * from './crossed/contrast-error.js';
export * from './crossed/crossed-components.js';
export * from './crossed/crossed-parts.js';
export * from './crossed/crossed-rate.js';
export * from './crossed/fresh-pairs.js';
export * from './distributions.js';
export type { SettingValues } from './importance/design.js';
export { analyseImportance, type ImportanceAnalysis } from './importance/importance.js';
export { noncentralityInterval } from './importance/noncentral-chi-square.js';
export { retrainingNoise } from './importance/retraining-noise.js';
export { criterionInterval } from './intervals/criterion-interval.js';
export {
  COMPARISON_MINIMUM_TRIALS,
  criterionDifference,
  differenceInterval,
  independentDifferenceInterval,
} from './intervals/difference-interval.js';
export {
  collapsesAtMost,
  type HoldsUnder,
  INTERVAL_METHODS,
  type Interval,
  intervalBy,
  type NoInterval,
} from './intervals/interval.js';
export { type PairedShift, pairedShift } from './intervals/paired-shift.js';
export { drawReplicates } from './intervals/resample.js';
export { meanBounds, quantileRanks } from './intervals/sequences.js';
export { shareAtMost, shareInterval } from './intervals/share-interval.js';
export * from './intervals/spread-ratio.js';
export * from './intervals/student-interval.js';
export { mean, standardDeviation, variance } from './moments.js';
export type { BoundedFigure } from './predictions/bounded-figure.js';
export {
  type Coverage,
  fewestForLevel,
  highestLevel,
  intervalCoverage,
  labelSets,
  labelThreshold,
  promisedCoverage,
  residualLimits,
  setCoverage,
  setResolution,
} from './predictions/conformal.js';
export {
  labelDisagreement,
  numberDisagreement,
  PairMean,
  pairwiseDisagreement,
  predictiveMultiplicity,
  targetSpread,
} from './predictions/disagreement.js';
export * from './predictions/lead.js';
export { meanPrediction, nearestByLabels, nearestToMean, type Outputs } from './predictions/mean-prediction.js';
export * from './predictions/new-figure.js';
export * from './predictions/per-example.js';
export * from './predictions/reliability.js';
export { retrainingVariance } from './predictions/retraining-variance.js';
export * from './predictions/slices.js';
export { interquartileRange, median, quantile, quantileOfSorted, sorted } from './quantile.js';
export { rankValues } from './ranks.js';
export * from './setting-columns.js';
export { settingPattern } from './setting-pattern.js';
export type { AuxiliaryFinding, AuxiliarySource } from './surrogate/auxiliary.js';
export { fitSurrogate, LEAST_TRIED } from './surrogate/fit-surrogate.js';
export * from './surrogate/places.js';
export type { LearntKernel } from './surrogate/rough-process.js';
export * from './surrogate/standings.js';
export { exchangeShare } from './tests/exchange-share.js';
export { type Happened, lessThanTimes, moreOften } from './tests/more-often.js';
export { friedmanTest, kolmogorovSmirnovTest, mannWhitneyTest, wilcoxonSignedRankTest } from './tests/rank-tests.js';
export * from './tests/sequential-share.js';
export { spreadPower } from './tests/spread-power.js';
export * from './tests/spread-tests.js';
export { swapShare } from './tests/swap-share.js';
export { type Alternative, pairedTTest, type TwoSampleTest, welchTest } from './tests/t-tests.js';
