/** @file Whether enough trainings of one candidate pass a bar: the question's plan and its analysis. */
export { type AssureAnalysis, analyseAssurance } from './assure-analysis.js';
export { type AssureRequest, type BarAsked, barOf, createAssurance, decisionOf } from './assure-plan.js';
