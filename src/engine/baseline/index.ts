/** @file Baselines: the parametric one of calorimeter data, a candidate; the trivial and the simple one, beside every race. */
export { createBaselineInspector, createBaselineTrainer } from './baseline-trainer.js';
export { type BaselineRequest, measureBaselines } from './baselines.js';
export { isBaseline } from './configuration.js';
export { inspectWithBaseline, trainWithBaseline } from './with-baseline.js';
