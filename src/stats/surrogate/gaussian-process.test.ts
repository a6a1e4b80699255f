/** @file The Gaussian process against scikit-learn's, with the kernel written out, in and without each candidate's own row. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fitProcess } from './gaussian-process.js';
import { learnKernel } from './learn-kernel.js';
import type { SettingAxis, SettingPlaces } from './places.js';

interface Case {
  readonly axes: readonly SettingAxis['kind'][];
  readonly known: readonly (number | null)[];
  readonly values: readonly number[];
  readonly noises: readonly number[];
  readonly kernel: Record<'common' | 'settings' | 'pairs' | 'all' | 'own', number> & { readonly relevance: number[] };
  readonly others: readonly (number | null)[];
  readonly means: readonly number[];
  readonly variances: readonly number[];
  readonly leftOutMeans: readonly number[];
  readonly leftOutVariances: readonly number[];
}

const cases = JSON.parse(readFileSync('test/reference/surrogate-process.json', 'utf8')) as readonly Case[];

function placesFrom(kinds: Case['axes'], values: readonly (number | null)[]): SettingPlaces {
  const axes = kinds.map((kind, index) => ({ name: String(index), kind }));
  return { axes, rows: values.length / axes.length, values: Float64Array.from(values, (value) => value ?? Number.NaN) };
}

function expectNear(found: ArrayLike<number>, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, index) => {
    expect(Math.abs((found[index] as number) - value)).toBeLessThan(1e-9 * Math.max(1, Math.abs(value)));
  });
}

test.each(cases)('$axes', (one) => {
  const kernel = { ...one.kernel, relevance: Float64Array.from(one.kernel.relevance) };
  const known = placesFrom(one.axes, one.known);
  const process = fitProcess(known, Float64Array.from(one.values), Float64Array.from(one.noises), kernel);
  const found = process.predict(placesFrom(one.axes, one.others));
  expectNear(found.means, one.means);
  expectNear(found.variances, one.variances);
  expectNear(process.leftOut.means, one.leftOutMeans);
  expectNear(process.leftOut.variances, one.leftOutVariances);
});

test('a setting that does nothing is learnt to matter little, and one that does to matter', () => {
  const rows = 60;
  const axes: readonly SettingAxis[] = ['tells', 'idle', 'other'].map((name) => ({ name, kind: 'ordered' }));
  const values = Float64Array.from({ length: 3 * rows }, (_, at) => (at % 3 === 0 ? (at / 3) % 5 : (at * 7919) % 4));
  const places = { axes, rows, values };
  const shown = Float64Array.from({ length: rows }, (_, row) => ((row % 5) - 2) / Math.SQRT2);
  const { relevance } = learnKernel(places, shown, new Float64Array(rows).fill(0.01), 1e-4);
  expect(relevance[0]).toBeGreaterThan(0.5);
  expect(relevance[1]).toBeLessThan(0.2);
});
