/** @file How settings, sample size and streams couple: the study's plan and its analysis. */
export type { CollapsesEffect } from './collapses.js';
export { analyseCouple, type CoupleAnalysis } from './couple-analysis.js';
export { type CoupleRequest, createCouple, designText } from './couple-plan.js';
export {
  type CoupledFactor,
  type CoupledInterval,
  type CoupledTable,
  type CrossedFactors,
  crossFactors,
} from './coupled-table.js';
export type {
  CellEffects,
  CoupledContrast,
  EffectsResponse,
  EffectsTerm,
  ResponseEffects,
} from './effects/effects-analysis.js';
export { powerDesign, powerText } from './power/design-power.js';
export type { Saving, SavingsRow } from './savings.js';
export type { SharesCrossing } from './shares.js';
