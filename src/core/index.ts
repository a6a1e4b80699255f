/** @file Everything the rooms share, under one name. */
export * from './byte-tail.js';
export * from './candidate.js';
export * from './candidate-inspector.js';
export * from './code.js';
export * from './custom-part.js';
export * from './decision.js';
export * from './errors.js';
export * from './executor.js';
export * from './json.js';
export * from './nearest-name.js';
export * from './once-per-object.js';
export * from './outcome.js';
export * from './plan.js';
export * from './random.js';
export * from './store.js';
export * from './trainer.js';
export * from './trial.js';
