/** @file A drawn sample is uniform, distinct and reproducible. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomFrom } from '../../core/index.js';
import type { Dataset, Samples } from './dataset.js';
import { drawSample } from './samples.js';

function datasetOf(count: number): Dataset {
  const samples: Samples = {
    count,
    inputs: new Float32Array(count),
    targets: new Float32Array(count),
    features: {},
  };
  return {
    name: 'test',
    task: 'regression',
    inputShape: [1],
    targetNames: ['y'],
    classes: [],
    pool: samples,
    selection: samples,
    final: samples,
    hash: '',
    simulated: true,
  };
}

test('a sample is distinct, within the pool, of the size asked, and a function of its randomness', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), fc.nat(), (count, wish, seed) => {
      const size = wish % (count + 1);
      const drawn = drawSample(datasetOf(count), size, randomFrom('test', seed));
      const expected = size === 0 ? count : size;
      expect(drawn.length).toBe(expected);
      expect(new Set(drawn).size).toBe(expected);
      expect(drawn.every((index) => index >= 0 && index < count)).toBe(true);
      expect(drawSample(datasetOf(count), size, randomFrom('test', seed))).toEqual(drawn);
    }),
  );
});

test.each([0, 100])('size %i of 100 is the whole pool in order', (size) => {
  expect([...drawSample(datasetOf(100), size, randomFrom('test'))]).toEqual(Array.from({ length: 100 }, (_, i) => i));
});

test.each([
  ['small', 3, 40],
  ['large', 10, 20],
])('every example is drawn equally often in every position (%s sample)', (_, size, count) => {
  const random = randomFrom('test', 'uniform');
  const draws = 20_000;
  const first = new Float64Array(count);
  const any = new Float64Array(count);
  for (let draw = 0; draw < draws; draw++) {
    const drawn = drawSample(datasetOf(count), size, random);
    first[drawn[0] as number] = (first[drawn[0] as number] as number) + 1;
    for (const index of drawn) any[index] = (any[index] as number) + 1;
  }
  for (const [counts, share] of [
    [first, 1 / count],
    [any, size / count],
  ] as const) {
    const deviation = Math.sqrt(draws * share * (1 - share));
    for (const value of counts) expect(Math.abs(value - draws * share)).toBeLessThan(4.5 * deviation);
  }
});

test.each([-1, 101, 2.5, Number.NaN])('size %d of 100 is refused', (size) => {
  expect(() => drawSample(datasetOf(100), size, randomFrom('test'))).toThrow(/pool of 100/);
});

test.each([40, 1000])('nested samples of a pool of %i: each begins a larger one of the same index', (count) => {
  const nested = { ...datasetOf(count), samples: 'nested' } as const;
  const draw = (size: number, index: number) => [...drawSample(nested, size, randomFrom('test', index))];
  for (const index of [0, 1, 2]) {
    const largest = draw(count - 1, index);
    expect(new Set(largest).size).toBe(count - 1);
    for (const size of [1, 3, 10, 20]) expect(draw(size, index)).toEqual(largest.slice(0, size));
  }
  expect(draw(10, 0)).not.toEqual(draw(10, 1));
});

test('nested samples are samples: every example is drawn equally often', () => {
  const random = randomFrom('test', 'nested');
  const [draws, size, count] = [20_000, 3, 40];
  const times = new Float64Array(count);
  for (let draw = 0; draw < draws; draw++) {
    for (const index of drawSample({ ...datasetOf(count), samples: 'nested' }, size, random)) {
      times[index] = (times[index] as number) + 1;
    }
  }
  const share = size / count;
  const deviation = Math.sqrt(draws * share * (1 - share));
  for (const value of times) expect(Math.abs(value - draws * share)).toBeLessThan(4.5 * deviation);
});
