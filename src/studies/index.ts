/** @file Questions about robustness as plans over the same loop, and their analysis. */
export {
  analyseComparison,
  type CompareAnalysis,
  type FactorAnalysis,
  type PairAnalysis,
} from './compare/compare-analysis.js';
export { type CompareSettings, type CompareStudy, createComparison } from './compare/compare-plan.js';
export { findFactor, replaceFactor } from './compare/factor.js';
export { ALPHA, type FactorVerdict, type PairReach } from './compare/factor-verdict.js';
export { type Factor, factorAmong, type Level, requireKnown, WHOLE_CANDIDATE } from './compare/levels.js';
export { analyseCurve, type CurveAnalysis, type CurveOfCandidate } from './curve/curve-analysis.js';
export { type CurveStudy, createCurve } from './curve/curve-plan.js';
export type { CurveRequest, CurveSettings } from './curve/curve-settings.js';
export { parseSizes, SIZE_PRESETS } from './curve/sizes.js';
export type { CriterionFigure, Distribution } from './distribution.js';
export type { FinitePool } from './finite-pool.js';
export {
  type ArmAnalysis,
  analyseMeasure,
  type DecompositionAnalysis,
  type MeasureAnalysis,
  type MeasuredCandidate,
} from './measure/measure-analysis.js';
export { createMeasure, type MeasureStudy } from './measure/measure-plan.js';
export { armName, type MeasureRequest, type MeasureSettings } from './measure/measure-settings.js';
export { neverWorkedAmong } from './never-worked.js';
export {
  asLosses,
  type CommonSettings,
  figureOf,
  isHigherBetter,
  requireFigure,
  type Study,
  type StudyState,
  worstValue,
} from './study.js';
export { type BesideBaseline, type StudyBaseline, unbeatenIn } from './study-baseline.js';
export type { Component, Decomposition } from './variance/decompose.js';
