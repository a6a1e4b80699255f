/** @file Cheaper evidence beside the trials that count: used as far as it tells them, left aside where it does not, and never confused with them. */
import { expect, test } from 'vitest';
import { randomFrom } from '../../core/index.js';
import type { AuxiliarySource } from './auxiliary.js';
import { fitSurrogate, type TriedLosses } from './fit-surrogate.js';
import { placesOf, rowsOf } from './places.js';

const ROWS = 96;
const every = Array.from({ length: ROWS }, (_, row) => row);
const digit = (row: number, step: number): number => Math.floor(row / step) % 4;
const places = placesOf([
  { name: 'a', values: every.map((row) => digit(row, 1)) },
  { name: 'b', values: every.map((row) => digit(row, 4)) },
  { name: 'c', values: every.map((row) => digit(row, 16)) },
  { name: 'd', values: every.map((row) => 'xyz'.charAt(digit(row, 64))) },
]);
/** Settings tell half of it; the other half is each candidate's own, with the standard deviation 1. */
const random = randomFrom('auxiliary');
const truth = every.map((row) => 0.6 * (digit(row, 1) - 2) ** 2 + random.normal());
const other = every.map((row) => 0.6 * (digit(row, 4) - 2) ** 2 + random.normal());

/** Trains every third candidate; of `source` in another unit, `share` goes with the truth and the rest with something else. */
function world(share: number, rows = every): { tried: TriedLosses; source: AuxiliarySource } {
  const noise = randomFrom('noise', share);
  const tried = every.filter((row) => row % 3 === 0);
  const value = (row: number): number =>
    share * (truth[row] as number) + Math.sqrt(1 - share ** 2) * (other[row] as number);
  return {
    tried: {
      places: rowsOf(places, tried),
      losses: tried.map((row) => [0, 1].map(() => (truth[row] as number) + 0.3 * noise.normal())),
      collapses: tried.map(() => 0),
      panel: tried.map(() => 1),
    },
    source: {
      name: 'short',
      places: rowsOf(places, rows),
      values: rows.map((row) => [100 + 20 * (value(row) + 0.3 * noise.normal())]),
    },
  };
}

const untried = every.filter((row) => row % 3 !== 0);
const errorOf = (means: Float64Array): number =>
  Math.sqrt(
    untried.reduce((sum, row, place) => sum + ((truth[row] as number) - (means[place] as number)) ** 2, 0) /
      untried.length,
  );
const predict = (tried: TriedLosses, sources: readonly AuxiliarySource[]) => {
  const surrogate = fitSurrogate({ ...tried, sources }, 'test');
  const { means, variances } = surrogate.predict(rowsOf(places, untried));
  return { finding: surrogate.sources[0], error: errorOf(means), variances };
};

test('a source that goes with the losses tells of candidates without any, in its own unit', () => {
  const { tried, source } = world(0.95);
  const [plain, told] = [predict(tried, []), predict(tried, [source])];
  expect(told.error).toBeLessThan(0.7 * plain.error);
  expect(told.finding).toMatchObject({ name: 'short', both: 32, used: true });
  expect(told.finding?.weight).toBeGreaterThan(0.02);
  expect(told.finding?.weight).toBeLessThan(0.08);
});

test.each([
  ['has nothing to do with them', 0],
  ['goes against them', -0.9],
])('a source that %s changes no bit', (_, share) => {
  const { tried, source } = world(share);
  const [plain, told] = [fitSurrogate(tried, 'test'), fitSurrogate({ ...tried, sources: [source] }, 'test')];
  expect(told.sources).toMatchObject([{ both: 32, used: false, weight: 0 }]);
  expect(told.sources[0]?.tau).toBeLessThan(0.2);
  expect(told.tried).toEqual(plain.tried);
  expect(told.predict(places)).toEqual(plain.predict(places));
});

test('of several the one that goes best with the losses counts, whatever their order', () => {
  const { tried, source } = world(0.95);
  const idle = { ...world(0).source, name: 'idle' };
  const found = fitSurrogate({ ...tried, sources: [idle, source] }, 'test').sources;
  expect(found.map(({ name, used }) => [name, used])).toEqual([
    ['idle', false],
    ['short', true],
  ]);
});

test('who has no value in the source itself is predicted with less certainty', () => {
  const rows = every.filter((row) => row % 3 !== 1);
  const { tried, source } = world(0.95, rows);
  const { variances } = predict(tried, [source]);
  const among = (wanted: number): number => {
    const all = [...variances].filter((_, place) => (untried[place] as number) % 3 === wanted);
    return all.reduce((sum, variance) => sum + variance, 0) / all.length;
  };
  expect(among(1)).toBeGreaterThan(1.5 * among(2));
});

test('a source of too few candidates is not used, and is told of', () => {
  const { tried, source } = world(0.95, [0, 3, 6, 7, 9, 12, 15]);
  expect(fitSurrogate({ ...tried, sources: [source] }, 'test').sources).toEqual([
    { name: 'short', both: 6, tau: expect.closeTo(0.6, 3), interval: null, used: false, weight: 0 },
  ]);
});
