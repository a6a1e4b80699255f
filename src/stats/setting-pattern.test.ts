/** @file Settings that say the same of candidates, and continuous ones that only seem to. */
import { expect, test } from 'vitest';
import { placesOf, settingPlacer } from './surrogate/places.js';

const axesOf = (settings: Readonly<Record<string, readonly (number | string | null)[]>>): string[] =>
  placesOf(Object.entries(settings).map(([name, values]) => ({ name, values }))).axes.map(({ name }) => name);
const drawn = (factor: number): number[] => Array.from({ length: 12 }, (_, place) => (place * factor) % 13);

test('several ranges of which every candidate has its own value are each an axis', () => {
  expect(axesOf({ rate: drawn(1), decay: drawn(5), dropout: drawn(7) })).toEqual(['rate', 'decay', 'dropout']);
});

test('what changes with another is none: listed values that part alike, amounts in the same order or its reverse', () => {
  const rate = drawn(5);
  expect(axesOf({ rate, twice: rate.map((value) => 2 * value), less: rate.map((value) => -value) })).toEqual(['rate']);
  expect(axesOf({ name: ['a', 'b', 'a', 'b'], width: [8, 4, 8, 4] })).toEqual(['name']);
});

test('an amount that is new has a place, however far beyond the ends it lies', () => {
  const values = Array.from({ length: 20 }, (_, power) => 10 ** -power);
  const { values: places } = settingPlacer([{ name: 'rate', values }]).place([
    { name: 'rate', values: [1, 10, 0, -1, 1e300] },
  ]);
  expect(Array.from(places).slice(1)).toEqual([expect.closeTo(4 + 4 / 19), -4, -4, 8]);
  expect(places[0]).toBeCloseTo(4);
});

test('draws from a linear range near 0 are no powers', () => {
  const place = (values: readonly number[], value: number): number => {
    const { values: places } = settingPlacer([{ name: 'x', values }]).place([{ name: 'x', values: [value] }]);
    return places[0] as number;
  };
  const shares = Array.from({ length: 101 }, (_, step) => step / 100);
  expect(
    place(
      shares.map((share) => 0.003 + 6 * share),
      3.003,
    ),
  ).toBeCloseTo(2);
  expect(
    place(
      shares.map((share) => 10 ** (-4 * share)),
      0.01,
    ),
  ).toBeCloseTo(2);
});
