/** @file Which candidates and settings differ: the study's plan and its analysis. */
export * from './compare-analysis.js';
export { type CompareSettings, createComparison } from './compare-plan.js';
export { ALPHA } from './factor-verdict.js';
