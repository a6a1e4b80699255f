/** @file The type of the made-up trainer. */
import type { TrainFunction } from '../../src/app/index.js';

declare const field: TrainFunction;
export default field;
