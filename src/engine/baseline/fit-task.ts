/** @file Declares what is asked of a fit without a network, and what it gives. */
import type { Dataset, Samples } from '../datasets/index.js';
import type { Loss } from '../network/losses/index.js';

/** Gives a model's outputs for samples, `width` for each example. */
export type Fitted = (samples: Samples) => Float32Array;

/** What a fit needs to know of the race's loss. */
export interface FitTask {
  readonly dataset: Dataset;
  readonly loss: Pick<Loss, 'bestConstant'>;
  /** Values that a network gives for an example. */
  readonly width: number;
  /** Of a logistic model, at most. */
  readonly steps: number;
}

/** From examples of the pool. */
export type Fit = (rows: Int32Array) => Fitted;

export interface NamedFit {
  readonly name: string;
  readonly fit: Fit;
}
