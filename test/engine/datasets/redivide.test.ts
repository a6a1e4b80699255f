/** @file Data divided anew: the same examples in other places, by the rules that they were divided by. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomFrom } from '../../../src/core/index.js';
import {
  type Dataset,
  dividedData,
  dividedRows,
  type Samples,
  takeEither,
  wholeDataset,
} from '../../../src/engine/datasets/index.js';

/** Examples that say which they are: input, target, weight and feature of example n are n, class n % 3, n + 1 and -n. */
function samplesOf(first: number, count: number): Samples {
  const numbers = Float32Array.from({ length: count }, (_, index) => first + index);
  return {
    count,
    inputs: Float32Array.from([...numbers].flatMap((number) => [number, number])),
    targets: numbers.map((number) => number % 3),
    weights: numbers.map((number) => number + 1),
    features: { minus: numbers.map((number) => -number) },
  };
}

const datasetOf = (pool: number, selection: number, division?: Dataset['division']): Dataset => ({
  name: 'numbered',
  task: 'classification',
  inputShape: [2],
  targetNames: ['rest'],
  classes: ['0', '1', '2'],
  pool: samplesOf(0, pool),
  selection: samplesOf(pool, selection),
  final: samplesOf(1000, 5),
  ...(division === undefined ? {} : { division }),
  hash: '',
  simulated: true,
});

const namesOf = ({ inputs }: Samples): number[] => [...inputs].filter((_, place) => place % 2 === 0);
const sorted = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);

test('the whole is pool, selection set and final set in one, with all that belongs to an example', () => {
  const { pool, selection, final } = wholeDataset(datasetOf(7, 4));
  expect(pool).toEqual({
    ...samplesOf(0, 11),
    count: 16,
    inputs: Float32Array.of(...samplesOf(0, 11).inputs, ...samplesOf(1000, 5).inputs),
    targets: Float32Array.of(...samplesOf(0, 11).targets, ...samplesOf(1000, 5).targets),
    weights: Float32Array.of(...(samplesOf(0, 11).weights ?? []), ...(samplesOf(1000, 5).weights ?? [])),
    features: {
      minus: Float32Array.of(...(samplesOf(0, 11).features.minus ?? []), ...(samplesOf(1000, 5).features.minus ?? [])),
    },
  });
  expect([selection.count, final.count]).toEqual([4, 5]);
});

test('every example is in one part, whole, classes in proportion; the final set and the sizes stay', () => {
  fc.assert(
    fc.property(fc.integer({ min: 6, max: 60 }), fc.integer({ min: 3, max: 30 }), fc.nat(), (count, judging, split) => {
      const dataset = datasetOf(count, judging);
      const divided = dividedData(dataset)({ split }, 7);
      const names = [divided.pool, divided.selection].map(namesOf);
      expect(sorted(names.flat())).toEqual([...Array(count + judging).keys()]);
      expect([divided.pool.count, divided.selection.count]).toEqual([count, judging]);
      expect(divided.final).toBe(dataset.final);
      for (const part of [divided.pool, divided.selection]) {
        const own = Float32Array.from(namesOf(part));
        const { targets, weights, features } = part;
        expect({ targets, weights, features }).toEqual({
          targets: own.map((name) => name % 3),
          weights: own.map((name) => name + 1),
          features: { minus: own.map((name) => -name) },
        });
        for (const label of [0, 1, 2]) {
          expect(Math.abs(own.filter((name) => name % 3 === label).length - part.count / 3)).toBeLessThan(3);
        }
      }
    }),
  );
});

test('an index is one division, whoever asks and in whatever order; without one the data are as they were loaded', () => {
  const dataset = datasetOf(40, 20);
  const [first, second] = [dividedData(dataset), dividedData(dataset)];
  const poolOf = (split: number, by = first, seed = 7) => namesOf(by({ split }, seed).pool);
  const wanted = [0, 1, 2, 3].map((split) => poolOf(split));
  expect([3, 1, 2, 0].map((split) => poolOf(split, second))).toEqual([3, 1, 2, 0].map((split) => wanted[split]));
  expect(new Set([...wanted, poolOf(0, first, 8), namesOf(dataset.pool)].map(String)).size).toBe(6);
  expect(first({}, 7)).toBe(dataset);
});

test('groups stay whole, and each of a size that the selection set has room for is sometimes in it', () => {
  // One group as large as the whole selection set, and larger ones.
  const sizes = [30, 20, 20, 9, 7, 6, 5, 4, 3, 2, 2, 1];
  const groups = Int32Array.from(sizes.flatMap((size, group) => Array<number>(size).fill(group)));
  const judging = 20;
  const dataset = datasetOf(groups.length - judging, judging, { kind: 'groups', groups });
  const judgedBy = new Set<number>();
  for (let index = 0; index < 200; index++) {
    const { pool, selection } = dividedRows(dataset, randomFrom('test', index));
    expect(sorted([...pool, ...selection])).toEqual([...groups.keys()]);
    const homes = [pool, selection].map((rows) => new Set(Array.from(rows, (row) => groups[row] as number)));
    expect([...(homes[0] as Set<number>)].filter((group) => homes[1]?.has(group))).toEqual([]);
    expect(selection.length).toBeGreaterThan(0);
    expect(pool.length).toBeGreaterThanOrEqual(dataset.pool.count);
    for (const group of homes[1] as Set<number>) judgedBy.add(group);
  }
  expect([...judgedBy].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  const { pool } = dividedRows(dataset, randomFrom('test'));
  expect(namesOf(takeEither(dataset, pool))).toEqual([...pool]);
});
