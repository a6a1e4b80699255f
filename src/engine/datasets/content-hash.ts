/** @file The identity of a data set: a hash over its values and its split. */
import { createHash, type Hash } from 'node:crypto';
import { canonicalJson, type JsonObject } from '../../core/index.js';
import type { Dataset, Samples } from './dataset.js';
import { DATA_PARTS } from './split.js';

/**
 * SHA-256, 64 lower-case hexadecimal digits: differs when any value, the order of the examples, their place in the
 * split, the shape, the names of targets, classes or features, or the task differs. The data set's name does not enter.
 */
export function hashDataset(dataset: Omit<Dataset, 'hash'>): string {
  const hash = createHash('sha256');
  const { task, inputShape, targetNames, classes, encoding } = dataset;
  const encoded = encoding === undefined ? {} : { encoding: JSON.parse(JSON.stringify(encoding)) as JsonObject };
  hash.update(canonicalJson({ version: 1, task, inputShape, targetNames, classes, ...encoded }));
  for (const part of DATA_PARTS) {
    const samples = dataset[part];
    if (samples !== undefined) addSamples(hash, samples);
  }
  return hash.digest('hex');
}

function addSamples(hash: Hash, samples: Samples): void {
  const names = Object.keys(samples.features).sort();
  const weighted = samples.weights === undefined ? {} : { weighted: true };
  hash.update(canonicalJson({ count: samples.count, features: names, ...weighted }));
  hash.update(samples.inputs);
  hash.update(samples.targets);
  if (samples.weights !== undefined) hash.update(samples.weights);
  for (const name of names) hash.update(samples.features[name] as Float32Array);
}
