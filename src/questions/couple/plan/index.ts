/** @file How settings, sample size and streams couple: the study's plan and its analysis. */
export { analyseCouple, type CoupleAnalysis } from './couple-analysis.js';
export { type CoupleStudy, createCouple } from './couple-plan.js';
export type { CoupleRequest, CoupleSettings } from './couple-settings.js';
export type { CoupledFactor, CoupledInterval } from './coupled-table.js';
export { type CrossedFactors, crossFactors } from './crossing.js';
export { designText } from './design-text.js';
