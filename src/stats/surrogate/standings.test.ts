/** @file Standings by settings and own trials: known cases of normal theory, defiers, spreads and collapses. */
import { expect, test } from 'vitest';
import { normalUpperTail, studentUpperTail } from '../distributions.js';
import { chancesAhead, defierChanceOf, type SurrogatePrediction, standingsOf } from './standings.js';

const of = (...values: number[]): Float64Array => Float64Array.from(values);

function prediction(means: number[], variances: number[], noise = 1): SurrogatePrediction {
  const all = (value: number): Float64Array => new Float64Array(means.length).fill(value);
  return {
    means: of(...means),
    variances: of(...variances),
    noises: all(noise),
    collapseRates: all(0),
    collapseTrials: all(10),
  };
}
function own(
  n: number[],
  means: number[],
  squares = n.map((count) => Math.max(0, count - 1)),
  collapses = n.map(() => 0),
) {
  return { n, means, squares, collapses };
}
const MEAN = { offset: () => 0 };

test('precisions add up; an untried one is what its settings say', () => {
  const { centers, variances, ownVariances, noises, defiers } = standingsOf(
    prediction([2, 2, 2], [1, 1, Number.POSITIVE_INFINITY]),
    own([0, 4, 4], [0, 4, 4]),
    MEAN,
    0,
  );
  expect([...centers]).toEqual([2, (2 + 4 * 4) / 5, 4]);
  expect([...variances]).toEqual([1, 1 / 5, 1 / 4]);
  expect([...ownVariances]).toEqual([Number.POSITIVE_INFINITY, 1 / 4, 1 / 4]);
  expect([...noises]).toEqual([1, 1, 1]);
  expect([...defiers]).toEqual([0, 0, 0]);
});

test('own squares count as degrees beside four of the level', () => {
  expect(standingsOf(prediction([0], [1]), own([5], [0], [20]), MEAN, 0).noises[0]).toBe((4 * 1 + 20) / 8);
});

test('who is far from what its settings say is a defier, who is near is none', () => {
  const { defiers } = standingsOf(prediction([0, 0, 0], [1, 1, 1]), own([8, 8, 0], [0.2, 9, 0]), MEAN, 0.05);
  expect(defiers[0]).toBeLessThan(0.1);
  expect(defiers[1]).toBeGreaterThan(0.999);
  expect(defiers[2]).toBe(0);
  const { defiers: one } = standingsOf(prediction([0], [1]), own([4], [3]), MEAN, 0.05);
  const even = 0.05 / (6 * Math.sqrt(1 / 4));
  const bySettings = (0.95 * Math.exp(-(3 ** 2) / (2 * 1.25))) / Math.sqrt(2 * Math.PI * 1.25);
  expect(one[0]).toBeCloseTo(even / (even + bySettings), 12);
  expect(defierChanceOf(20)).toBe(0.05);
  expect(defierChanceOf(600)).toBe(0.005);
  expect(defierChanceOf(6912)).toBe(0.002);
});

test('a defier stays contested by its own trials where a trusted prior would rule it out', () => {
  const given = [prediction([10, 0], [0.1, 0.1]), own([8, 8], [-3, 0])] as const;
  expect(chancesAhead(standingsOf(...given, MEAN, 0), 1, 0.5)[0]).toBeLessThan(1e-6);
  expect(chancesAhead(standingsOf(...given, MEAN, 0.05), 1, 0.5)[0]).toBeGreaterThan(0.9);
});

test('where variances have degrees of freedom, a chance is the tail of Student with those of the difference', () => {
  const known = standingsOf(prediction([0, 0], [1e9, 1e9]), own([2, 8], [1, 0]), MEAN, 0);
  const [a, b] = known.variances as unknown as [number, number];
  const all = [5, 11];
  const deviate = (1 + 0.5) / Math.sqrt(a + b);
  expect(chancesAhead(known, 1, 0.5)[0]).toBeCloseTo(normalUpperTail(deviate), 9);
  const [chance] = chancesAhead({ ...known, degrees: { all, own: all } }, 1, 0.5) as unknown as [number];
  const exact = studentUpperTail(deviate, (a + b) ** 2 / (a ** 2 / 5 + b ** 2 / 11));
  expect(Math.abs(chance / exact - 1)).toBeLessThan(0.01);
  const certain = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  expect(chancesAhead({ ...known, degrees: { all: certain, own: certain } }, 1, 0.5)[0]).toBe(
    chancesAhead(known, 1, 0.5)[0],
  );
});

test('a quantile lies its number of spreads above, and is less certain by them', () => {
  const z = 0.6744897501960817;
  const found = standingsOf(prediction([0], [1]), own([4], [0], [3]), { offset: () => z }, 0);
  expect(found.centers[0]).toBeCloseTo(z, 12);
  expect(found.variances[0]).toBeCloseTo(1 / 5 + z ** 2 / 14, 12);
});

test('collapses count by their size in a mean, and make a quantile infinite from its share on', () => {
  const often = own([5], [1], [4], [5]);
  const byMean = standingsOf(prediction([1], [1]), often, { offset: () => 0, collapsed: 11 }, 0);
  expect(byMean.centers[0]).toBeCloseTo(1 * (1 - 0.25) + 0.25 * 11, 12);
  const offset = (rate: number): number => (rate >= 0.25 ? Number.POSITIVE_INFINITY : 0);
  const byQuantile = standingsOf(prediction([1, 0], [1, 1]), own([5, 9], [1, 0], [4, 8], [5, 0]), { offset }, 0);
  expect([...byQuantile.centers]).toEqual([Number.POSITIVE_INFINITY, 0]);
  expect([...chancesAhead(byQuantile, 1, 0)]).toEqual([0, 0]);
});
