/** @file What the plans and analyses of all studies share. */
export { type CriterionFigure, type Distribution, describeDistribution, LEVEL, studyBar } from './distribution.js';
export { describePool, type FinitePool } from './finite-pool.js';
export { comparedAmong, neverWorkedAmong } from './never-worked.js';
export {
  asLosses,
  batchPlan,
  type CommonSettings,
  figureOf,
  isHigherBetter,
  type NextBatch,
  requireFigure,
  requireWhole,
  type Study,
  type StudyState,
} from './study.js';
export { type BesideBaseline, besideBaselines, type StudyBaseline, unbeatenIn } from './study-baseline.js';
