/** @file The room of data: bytes to samples. */
export {
  type CategoryColumn,
  type ColumnEncoding,
  columnsInOrder,
  type DateColumn,
  embeddedColumns,
  encodedNames,
  isEmbedded,
  type NumberColumn,
  PERIODS,
  periodsOf,
  type RawColumn,
  type TableEncoding,
  YEAR_2000,
} from './columns/encoding.js';
export { unitOf } from './columns/unit-of-name.js';
export * from './dataset.js';
export { describeTable, type OtherColumns } from './describe-table.js';
export { checkTarget } from './files/check-target.js';
export { guessTargets, guessTask, leaksOf, type TargetGuess, type TaskGuess } from './files/choose-task.js';
export { type ColumnLook, lookAtTable, type TableLook, TEXT_LEFT_OUT } from './files/look-at-table.js';
export { targetMissing } from './files/missing-targets.js';
export { readNumberRows, readRawRows, readTargets, type TableRows, type TargetRows } from './files/read-rows.js';
export {
  type DataSpec,
  type DataSpecInput,
  dataFiles,
  dataSpecSchema,
  type LoadOptions,
  loadDataset,
} from './load-dataset.js';
export type { LossColumns, RecordedCandidate, RecordedLosses } from './recorded/assemble-losses.js';
export { readRecordedLosses } from './recorded/read-losses.js';
export { type DividedData, dividedData, dividedRows, requireDivisible, takeEither } from './redivide.js';
export { drawSample, type HasPool } from './sample.js';
export { takeCells, takeSamples } from './samples.js';
export { readStoredDataset, storeDataset } from './stored-dataset.js';
