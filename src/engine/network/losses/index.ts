/** @file Every loss a configuration can name. */
import { binaryCrossEntropy, crossEntropy } from './cross-entropy.js';
import {
  huber,
  meanAbsoluteError,
  meanSquaredError,
  quantileLoss,
  relativeRootMeanSquaredError,
  relativeSquaredError,
  rootMeanSquaredError,
} from './errors.js';
import type { LossKind } from './loss.js';

export type { Loss, LossGraph, LossKind, TargetUnit } from './loss.js';
export { batchLoss, coefficientTable } from './loss.js';

/** The first of a task is its default. */
export const LOSS_KINDS: readonly LossKind[] = [
  crossEntropy,
  binaryCrossEntropy,
  rootMeanSquaredError,
  meanSquaredError,
  meanAbsoluteError,
  huber,
  quantileLoss,
  relativeRootMeanSquaredError,
  relativeSquaredError,
];
