/** @file Every loss a configuration can name. */
import { binaryCrossEntropy, crossEntropy } from './cross-entropy.js';
import { huber, meanAbsoluteError, meanSquaredError, relativeSquaredError } from './errors.js';
import type { LossKind } from './loss.js';

export type { Loss, LossKind, Predictions } from './loss.js';

/** The first of a task is its default. */
export const LOSS_KINDS: readonly LossKind[] = [
  crossEntropy,
  binaryCrossEntropy,
  meanSquaredError,
  meanAbsoluteError,
  huber,
  relativeSquaredError,
];
