/** @file Which sources of randomness the spread of losses comes from: the study's plan and its analysis. */

export type { EnoughToTell } from './enough-trials.js';
export {
  analyseMeasure,
  type DecompositionAnalysis,
  type MeasureAnalysis,
  type MeasuredCandidate,
} from './measure-analysis.js';
export { armName, createMeasure, type MeasureRequest, type MeasureSettings } from './measure-plan.js';
export type { Component, Decomposition } from './variance/decompose.js';
