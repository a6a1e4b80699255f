/** @file The parametric baseline of calorimeter data. */
export { createBaselineInspector, createBaselineTrainer } from './baseline-trainer.js';
export { type BaselineData, isBaseline } from './configuration.js';
export { inspectWithBaseline, trainWithBaseline } from './with-baseline.js';
