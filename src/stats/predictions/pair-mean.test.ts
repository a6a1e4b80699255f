/** @file The mean over pairs and its jackknife, against their definitions and by simulation. */
import { expect, test } from 'vitest';
import { randomFrom } from '../../core/ground/random.js';
import { PairMean } from './disagreement.js';

/** Symmetric distances between so many members. */
function distancesOf(size: number): number[][] {
  const random = randomFrom('pair-mean', size);
  const all: number[][] = [];
  for (let i = 0; i < size; i++) all.push(Array.from({ length: i }, () => random.uniform()));
  return all;
}

function grown(distances: readonly (readonly number[])[]): PairMean {
  const mean = new PairMean();
  for (const row of distances) mean.add(row);
  return mean;
}

/** From scratch, without one member where that is asked for. */
function meanOf(distances: readonly (readonly number[])[], without = -1): number {
  const pairs = distances.flatMap((row, i) => row.filter((_, j) => i !== without && j !== without));
  return pairs.reduce((sum, distance) => sum + distance, 0) / pairs.length;
}

test.each([3, 4, 9])('pseudo-values of %i members are those of the jackknife by its definition', (size) => {
  const distances = distancesOf(size);
  const mean = grown(distances);
  expect(mean.value).toBeCloseTo(meanOf(distances), 12);
  const expected = distances.map((_, i) => size * meanOf(distances) - (size - 1) * meanOf(distances, i));
  for (const [i, value] of mean.pseudoValues().entries()) expect(value).toBeCloseTo(expected[i] as number, 10);
});

test('one member has no value, and two have one between them', () => {
  expect([...grown([[]]).pseudoValues()]).toEqual([Number.NaN]);
  expect([...grown([[], [0.1]]).pseudoValues()]).toEqual([0.1, Number.NaN]);
});

test('the example of its documentation', () => {
  const values = grown([[], [0.1], [0.3, 0.2]]).pseudoValues();
  expect(values.map((value) => Math.round(1e9 * value) / 1e9)).toEqual(Float64Array.of(0.2, 0, 0.4));
});

test('its error is that of the mean over fresh samples, where that of the distances themselves is half of it', () => {
  const random = randomFrom('pair-mean', 'error');
  const [samples, size] = [2000, 12];
  const found = Array.from({ length: samples }, () => {
    const points = Array.from({ length: size }, () => random.normal());
    const mean = grown(points.map((one, i) => points.slice(0, i).map((other) => Math.abs(one - other))));
    const toOthers = points.map((one) => points.reduce((sum, other) => sum + Math.abs(one - other), 0) / (size - 1));
    return { value: mean.value, jackknife: varianceOf(mean.pseudoValues()) / size, naive: varianceOf(toOthers) / size };
  });
  const truth = varianceOf(found.map(({ value }) => value));
  const average = (of: 'jackknife' | 'naive') => found.reduce((sum, one) => sum + one[of], 0) / samples;
  expect(average('jackknife') / truth).toBeGreaterThan(0.95);
  expect(average('jackknife') / truth).toBeLessThan(1.35);
  expect(average('naive') / truth).toBeLessThan(0.4);
});

function varianceOf(values: ArrayLike<number>): number {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  return all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (all.length - 1);
}
