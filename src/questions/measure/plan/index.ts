/** @file Which sources of randomness the spread of losses comes from: the study's plan and its analysis. */

export type { EnoughToTell } from './leading-source.js';
export * from './measure-analysis.js';
export { createMeasure, type MeasureRequest } from './measure-plan.js';
export type { Component } from './variance/decompose.js';
