/** @file The room of data: bytes to samples. */
export * from './dataset.js';
export { type DataSpec, dataSpecSchema, type LoadOptions, loadDataset } from './load-dataset.js';
export { drawSample } from './sample.js';
export { takeSamples } from './samples.js';
