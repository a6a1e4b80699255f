/** @file Collapses by cell. */
export type { CellCollapses, CollapsesAnalysis, CollapsesEffect } from './collapses-analysis.js';
