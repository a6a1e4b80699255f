/** @file Numbers in, numbers out: criteria, intervals, tests, corrections. */
export { compareWithValue } from './against-value.js';
export { association, type CodedColumn } from './association.js';
export { betaUpperTail } from './beta.js';
export { binomialUpperTail } from './binomial.js';
export { drawChiSquare } from './chi-square.js';
export * from './collapse.js';
export * from './comparison.js';
export { type Concordance, concordance } from './concordance.js';
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
export { type CrossedValues, crossedComponents } from './crossed/crossed-components.js';
export * from './crossed/crossed-parts.js';
export * from './crossed/crossed-rate.js';
export * from './crossed/fresh-pairs.js';
export * from './crossed/leave-outs.js';
export { crossedSpreadInterval } from './crossed/spread-interval.js';
export * from './estimate.js';
export { halve } from './halve.js';
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
export { collapsesAtMost } from './intervals/holds-under.js';
export { type HoldsUnder, INTERVAL_METHODS, type Interval, intervalBy, type NoInterval } from './intervals/interval.js';
export { meanBounds } from './intervals/mean-sequence.js';
export { type PairedShift, pairedShift } from './intervals/paired-shift.js';
export { quantileRanks } from './intervals/quantile-sequence.js';
export { drawReplicates } from './intervals/resample.js';
export { shareAtMost, shareInterval } from './intervals/share-interval.js';
export * from './intervals/spread-ratio.js';
export { jackknifeError } from './jackknife.js';
export { kendallTauB } from './kendall.js';
export { mean, standardDeviation, variance } from './moments.js';
export { normalQuantile, normalUpperTail } from './normal.js';
export * from './polygamma.js';
export { countEndings, type Endings, lossUnder, lostOf } from './population.js';
export type { BoundedFigure } from './predictions/bounded-figure.js';
export { fewestForLevel, highestLevel, labelSets, labelThreshold, residualLimits } from './predictions/conformal.js';
export { type Coverage, intervalCoverage, promisedCoverage, setCoverage } from './predictions/conformal-coverage.js';
export { labelDisagreement, numberDisagreement, targetSpread } from './predictions/disagreement.js';
export * from './predictions/lead.js';
export { meanPrediction, type Outputs } from './predictions/mean-prediction.js';
export { predictiveMultiplicity } from './predictions/multiplicity.js';
export { nearestByLabels, nearestToMean } from './predictions/nearest-to-mean.js';
export { PairMean } from './predictions/pair-mean.js';
export { pairwiseDisagreement } from './predictions/pairwise-disagreement.js';
export * from './predictions/per-example.js';
export * from './predictions/reliability.js';
export { retrainingVariance } from './predictions/retraining-variance.js';
export { setResolution } from './predictions/set-resolution.js';
export * from './predictions/slices.js';
export { interquartileRange, median, quantile, quantileOfSorted, sorted } from './quantile.js';
export { rankValues } from './ranks.js';
export * from './setting-columns.js';
export { settingPattern } from './setting-pattern.js';
export { studentTwoSidedQuantile, studentUpperTail } from './student.js';
export type { AuxiliaryFinding, AuxiliarySource } from './surrogate/auxiliary.js';
export { fitSurrogate, LEAST_TRIED } from './surrogate/fit-surrogate.js';
export * from './surrogate/places.js';
export type { SurrogatePrediction } from './surrogate/prediction.js';
export type { LearntKernel } from './surrogate/rough-process.js';
export * from './surrogate/standings.js';
export { friedmanTest } from './tests/friedman.js';
export { kolmogorovSmirnovTest } from './tests/kolmogorov-smirnov.js';
export { mannWhitneyTest, wilcoxonSignedRankTest } from './tests/rank-tests.js';
export * from './tests/sequential-share.js';
export * from './tests/spread-tests.js';
export { swapShare } from './tests/swap-share.js';
export { pairedTTest, welchTest } from './tests/t-tests.js';
export type { Alternative, TwoSampleTest } from './tests/test-result.js';
