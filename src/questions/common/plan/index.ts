/** @file What the plans and analyses of all studies share. */
export * from './distribution.js';
export * from './factor.js';
export { type FinitePool, finitePoolOf } from './finite-pool.js';
export * from './levels.js';
export { parseSizes, requireSizesWithin } from './sizes.js';
export * from './streams.js';
export * from './study.js';
export { type BesideBaseline, type StudyBaseline, unbeatenIn } from './study-baseline.js';
