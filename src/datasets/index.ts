/** @file The room of data: bytes to samples. */
export * from './dataset.js';
export { checkSampleSize, drawSample } from './sample.js';
