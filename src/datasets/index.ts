/** @file The room of data: bytes to samples. */
export * from './dataset.js';
export { checkTarget } from './files/check-target.js';
export { type DataSpec, type DataSpecInput, dataSpecSchema, type LoadOptions, loadDataset } from './load-dataset.js';
export type { LossColumns, RecordedCandidate, RecordedLosses } from './recorded/assemble-losses.js';
export { readRecordedLosses } from './recorded/read-losses.js';
export { drawSample, type HasPool } from './sample.js';
export { takeSamples } from './samples.js';
