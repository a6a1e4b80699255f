/** @file The room of data: bytes to samples. */
export {
  type CategoryColumn,
  type ColumnEncoding,
  columnsInOrder,
  type DateColumn,
  embeddedColumns,
  encodedNames,
  encodedWidth,
  fewestRows,
  isEmbedded,
  type NumberColumn,
  PERIODS,
  periodsOf,
  type RawColumn,
  type ReadAs,
  readingOf,
  type TableEncoding,
  YEAR_2000,
} from './columns/encoding.js';
export { unitOf } from './columns/number-format.js';
export * from './dataset.js';
export * from './files/choose-target.js';
export { targetMissing } from './files/class-labels.js';
export { encodeColumns } from './files/encode-inputs.js';
export { leaksOf } from './files/find-leaks.js';
export { structureOf } from './files/find-structure.js';
export {
  type ColumnLook,
  checkTarget,
  IDENTIFIER,
  lookAtTable,
  type TableLook,
  TEXT_LEFT_OUT,
} from './files/look-at-table.js';
export { parseNpy } from './files/numpy-table.js';
export * from './files/read-rows.js';
export * from './load-dataset.js';
export type { LossColumns, RecordedLosses } from './recorded/assemble-losses.js';
export { readCells, readRecordedLosses } from './recorded/read-losses.js';
export * from './redivide.js';
export * from './samples.js';
export { DATA_PARTS } from './split.js';
export { readStoredDataset, storeDataset } from './stored-dataset.js';
export { dataContentsOf, unitsBesideNumbers } from './table-contents.js';
