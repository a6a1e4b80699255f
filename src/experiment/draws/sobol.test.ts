/** @file Sobol points: those of SciPy, and as even after scrambling as before. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { randomFrom } from '../../core/index.js';
import { SOBOL_DIMENSIONS, scrambledSobol, sobolAt, sobolDirections } from './draw-points.js';

interface Reference {
  readonly first: readonly (readonly number[])[];
  readonly far: { readonly from: number; readonly points: readonly (readonly number[])[] };
}
const { first, far } = JSON.parse(readFileSync('test/reference/sobol.json', 'utf8')) as Reference;

const directions = Array.from({ length: SOBOL_DIMENSIONS }, (_, dimension) => sobolDirections(dimension));
const pointAt = (index: number) => directions.map((own) => sobolAt(own, index));

test('plain points are those of SciPy, in every dimension', () => {
  expect(first.map((_, index) => pointAt(index))).toEqual(first);
  expect(far.points.map((_, index) => pointAt(far.from + index))).toEqual(far.points);
});

test('of 2^k scrambled points each dimension has one in each of 2^k equal parts, the first two together one in each box', () => {
  const coordinates = directions.map((_, dimension) => scrambledSobol(dimension, randomFrom('test', dimension)));
  const upTo = Array.from({ length: 64 }, (_, index) => index);
  for (const at of coordinates) {
    expect(new Set(upTo.map((index) => Math.floor(at(index) * 64))).size).toBe(64);
    expect(upTo.every((index) => at(index) > 0 && at(index) < 1)).toBe(true);
  }
  const [x, y] = coordinates as [(index: number) => number, (index: number) => number];
  for (const columns of [2, 4, 8, 16, 32]) {
    const boxes = upTo.map((index) => `${Math.floor(x(index) * columns)},${Math.floor(y(index) * (64 / columns))}`);
    expect(new Set(boxes).size).toBe(64);
  }
});

test('another stream scrambles otherwise', () => {
  const [one, other] = ['a', 'b'].map((name) => scrambledSobol(3, randomFrom(name)));
  expect(Array.from({ length: 20 }, (_, index) => one?.(index))).not.toEqual(
    Array.from({ length: 20 }, (_, index) => other?.(index)),
  );
});
