/** @file The hash of a data set changes with everything that training could notice, and with nothing else. */
import { expect, test } from 'vitest';
import { type Dataset, hashDataset, type Samples } from './dataset.js';

const samples = (first: number): Samples => ({
  count: 2,
  inputs: Float32Array.of(first, 2, 3, 4),
  targets: Float32Array.of(5, 6),
  features: { angle: Float32Array.of(7, 8) },
});

const base: Omit<Dataset, 'hash'> = {
  name: 'one',
  task: 'regression',
  inputShape: [2],
  targetNames: ['y'],
  classes: [],
  pool: samples(1),
  selection: samples(10),
  final: samples(100),
  simulated: false,
};

const changedPool = (change: Partial<Samples>) => ({ ...base, pool: { ...base.pool, ...change } });

test.each<[string, Omit<Dataset, 'hash'>]>([
  ['an input', changedPool({ inputs: Float32Array.of(1, 2, 3, 5) })],
  ['a target', changedPool({ targets: Float32Array.of(5, 7) })],
  ['a feature', changedPool({ features: { angle: Float32Array.of(7, 9) } })],
  ["a feature's name", changedPool({ features: { angel: Float32Array.of(7, 8) } })],
  ['the place in the split', { ...base, selection: base.final, final: base.selection }],
  ['the selection set', { ...base, selection: samples(11) }],
  ['the final set', { ...base, final: samples(101) }],
  ['the shape', { ...base, inputShape: [2, 1, 1] }],
  ['the name of the target', { ...base, targetNames: ['x'] }],
  ['the classes', { ...base, classes: ['a', 'b'] }],
  ['the task', { ...base, task: 'classification' }],
])('%s changes it', (_, dataset) => {
  expect(hashDataset(dataset)).not.toBe(hashDataset(base));
});

test('the name does not, nor a copy of the values', () => {
  const copy = { ...base, name: 'another', pool: samples(1) };
  expect(hashDataset(copy)).toBe(hashDataset(base));
  expect(hashDataset(base)).toMatch(/^[0-9a-f]{64}$/);
});
