/** @file What the plans and analyses of all studies share. */
export { type CriterionFigure, type Distribution, describeDistribution, LEVEL, studyBar } from './distribution.js';
export { type FinitePool, finitePoolOf } from './finite-pool.js';
export { comparedAmong, neverWorkedAmong } from './never-worked.js';
export {
  asLosses,
  batchPlan,
  type CommonSettings,
  isHigherBetter,
  type NextBatch,
  requireStudied,
  requireWhole,
  type Study,
  type StudyState,
  studiedValue,
} from './study.js';
export { type BesideBaseline, besideBaselines, type StudyBaseline, unbeatenIn } from './study-baseline.js';
