/** @file Fits a linear model once to a sample: nothing else of a trial changes it, and with the whole pool all trials have one sample. */
import { oncePerObject } from '../../../core/index.js';
import type { Dataset } from '../../datasets/index.js';
import type { NetworkTraining, TrainingRequest } from '../network-course.js';
import { fitLinear } from './fit-linear.js';
import type { Shrinkage } from './least-squares.js';

const MOST_KEPT = 64;

/** {@link fitLinear}, which keeps the last fits of each division of the data. */
export function createOnceFitter(): (request: TrainingRequest, shrinkage: Shrinkage) => NetworkTraining {
  const fitsOf = oncePerObject((_dataset: Dataset) => new Map<string, NetworkTraining>());
  return (request, shrinkage) => {
    const { dataset, network, trial, experimentSeed } = request;
    const { sampleSize } = trial.fidelity;
    const isWhole = sampleSize === 0 || sampleSize === dataset.pool.count;
    const sample = isWhole ? 'whole' : [experimentSeed, sampleSize, trial.streams.sample];
    const { classWeights, loss, inputs, target } = network.configuration;
    const key = JSON.stringify([sample, shrinkage, classWeights, loss, inputs, target]);
    const fits = fitsOf(dataset);
    const known = fits.get(key);
    if (known !== undefined) return known;
    const found = fitLinear(request, shrinkage);
    if (fits.size >= MOST_KEPT) fits.clear();
    fits.set(key, found);
    return found;
  };
}
