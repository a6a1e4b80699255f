/**
 * @file The door for the script that runs in pages: what it must do exactly as whoever made the page, and what it is given.
 * Nothing here may import what a browser lacks.
 */

export { type Cell, csvLine } from './csv-line.js';
export { columnFormat, formatCount, formatQuantity, formatValue } from './number-text.js';
export { unpackCurve } from './view/curve-levels.js';
export { FOREST_SIZE, type ForestAxis, forestMarks, forestTicks, isOpenStatus } from './view/forest.js';
export type { TableColumn, TablePayload, TrialsPayload } from './view/table-shape.js';
export { boundOf, cellFormat, isDifference, isDrawnBeside, joinedText, unpackColumns } from './view/table-shape.js';
