/** @file Effects of settings and of the sample size on location and spread, and what couples them. */
export { analyseEffects } from './analyse-effects.js';
export type {
  CellEffects,
  CoupledContrast,
  EffectsAnalysis,
  EffectsResponse,
  EffectsTerm,
  ResponseEffects,
} from './effects-analysis.js';
