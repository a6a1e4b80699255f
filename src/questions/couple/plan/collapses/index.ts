/** @file Collapses by cell. */
export { analyseCollapses } from './analyse-collapses.js';
export type { CellCollapses, CollapsesAnalysis, CollapsesEffect } from './collapses-analysis.js';
