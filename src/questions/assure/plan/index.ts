/** @file Whether enough trainings of one candidate pass a bar: the question's plan and its analysis. */
export { type AssureAnalysis, analyseAssurance } from './assure-analysis.js';
export { type AssureRequest, createAssurance, decisionOf } from './assure-plan.js';
export { type BarAsked, barOf } from './bar.js';
