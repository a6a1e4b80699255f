/** @file What data may not hold: a column that would be taken for a figure of the input. */
import { expect, test } from 'vitest';
import type { Dataset } from '../datasets/index.js';
import { checkData } from './data-checks.js';

const withFeature = (name: string): Dataset => {
  const samples = {
    count: 1,
    inputs: Float32Array.of(1),
    targets: Float32Array.of(1),
    features: { [name]: Float32Array.of(1) },
  };
  return { task: 'regression', pool: samples, selection: samples, final: samples } as unknown as Dataset;
};

test('a feature has a name of its own', () => {
  expect(() => checkData(withFeature('age'))).not.toThrow();
  for (const name of ['sum', 'barycentre-x', 'barycentre-y'])
    expect(() => checkData(withFeature(name))).toThrow(`data.features: the column "${name}" has the name of a figure`);
});
