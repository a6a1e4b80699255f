/** @file What the plans and analyses of all studies share. */
export {
  type CriterionFigure,
  type Distribution,
  describeDistribution,
  endingsOf,
  LEVEL,
  type StudyEndings,
  studiedSet,
} from './distribution.js';
export { factorValue, findFactor, replaceFactor, settingNames, withoutFactor } from './factor.js';
export { type FinitePool, finitePoolOf } from './finite-pool.js';
export { type Factor, factorAmong, levelTexts, oneLevel, requireKnown, WHOLE_CANDIDATE } from './levels.js';
export { parseSizes, requireSizesWithin } from './sizes.js';
export { cellsOf, heldStreams, heldTrial, levelsOfEach, parseStream, requireRoom, upTo } from './streams.js';
export {
  asLosses,
  batchPlan,
  type CommonSettings,
  comparedAmong,
  isHigherBetter,
  type NextBatch,
  neverWorkedAmong,
  outcomesOf,
  replicateBlocks,
  requireStudied,
  requireWhole,
  type Studied,
  type Study,
  type StudyState,
  studiedValue,
  studyBy,
  toldOfFigure,
  wholePlan,
} from './study.js';
export { type BesideBaseline, type StudyBaseline, unbeatenIn } from './study-baseline.js';
