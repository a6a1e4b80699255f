/** @file What a refit trains: the settings of the candidate, for the epochs that its trainings took, with nothing to stop it early. */
import { expect, test } from 'vitest';
import type { Candidate, JsonObject } from '../../../src/core/index.js';
import type { Dataset } from '../../../src/engine/datasets/index.js';
import { refitOf } from '../../../src/engine/network/refit.js';

const refit = (configuration: JsonObject, epochs: number): JsonObject => {
  const candidate: Candidate = { id: 'c1', label: 'one', configuration };
  return refitOf(candidate, dataset, epochs).candidate.configuration;
};
const samples = { count: 2, inputs: Float32Array.of(1, 2), targets: Float32Array.of(1, 2), features: {} };
const dataset: Dataset = {
  ...{ name: 'two', task: 'regression', inputShape: [1], targetNames: ['y'], classes: [], hash: '', simulated: true },
  ...{ pool: samples, selection: samples, final: samples },
};
const settings = { layers: [{ dense: { units: 3 } }], epochs: 40 };

test.each([
  ['as many epochs as it took', {}, 40, 40],
  ['stopped early: less its patience, which made nothing better', { earlyStopping: { patience: 4 } }, 17, 13],
  ['the last weights are kept: all of its epochs', { earlyStopping: { patience: 4, restoreBest: false } }, 17, 17],
  ['nothing stopped it: all of its epochs', { earlyStopping: { patience: 4 } }, 40, 40],
  ['at least one', { earlyStopping: { patience: 4 } }, 3, 1],
])('%s', (_, stopping, took, epochs) => {
  expect(refit({ ...settings, ...stopping }, took)).toEqual({ ...settings, epochs });
});
