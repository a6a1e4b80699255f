/** @file Several races side by side, for who has their views. */
export { formatCompareTable } from './compare-table.js';
export { buildCompareView, type CompareView } from './compare-view.js';
export type { ComparedRun } from './run-settings.js';
