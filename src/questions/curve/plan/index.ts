/** @file How the loss changes with the number of examples: the study's plan and its analysis. */
export * from './curve-analysis.js';
export { type CurveRequest, createCurve } from './curve-plan.js';
