/** @file What the plans and analyses of all studies share. */
export * from './distribution.js';
export * from './factor.js';
export { parseSizes, requireSizesWithin } from './sizes.js';
export * from './streams.js';
export * from './study.js';
