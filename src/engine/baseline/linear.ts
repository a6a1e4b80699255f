/** @file Fits a linear model, or a logistic one, to be beside networks: the one that `trainer: linear` has with little or no penalty. */
import { type Dataset, type Samples, takeSamples } from '../datasets/index.js';
import { predictLinear, solveLinear } from '../network/linear/fit-linear.js';
import type { Loss } from '../network/losses/index.js';
import { buildNetwork } from '../network/network.js';

/** Gives a model's outputs for samples, `width` for each example. */
export type Fitted = (samples: Samples) => Float32Array;

/** What a fit needs to know of the race's loss. */
export interface FitTask {
  readonly dataset: Dataset;
  readonly lossName: string;
  readonly loss: Pick<Loss, 'bestConstant' | 'evaluate'>;
  /** Values that a network gives for an example. */
  readonly width: number;
  /** Of a logistic model, at most. */
  readonly steps: number;
}

export interface NamedFit {
  readonly name: string;
  /** From examples of the pool. */
  readonly fit: (rows: Int32Array) => Fitted;
}

/** Slopes of classes have scikit-learn's default penalty: where classes can be separated they would grow for ever. */
export function fitSimple({ dataset, lossName, steps }: FitTask): NamedFit {
  const { pool, task } = dataset;
  const isOfClasses = task === 'classification';
  // What targets it has is judged elsewhere: a loss without a value is none.
  const data = { ...dataset, pool: { features: pool.features } };
  const network = buildNetwork({ penalty: 0, loss: lossName }, data);
  return {
    name: isOfClasses ? 'logistic' : 'linear',
    fit: (rows) => {
      const shrinkage = { penalty: isOfClasses ? 1 / rows.length : 0, mix: 0 };
      const weights = solveLinear(network, takeSamples(pool, rows), shrinkage, steps);
      return (samples) => predictLinear(network, weights, samples);
    },
  };
}
