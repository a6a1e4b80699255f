/** @file Tests of two sides with laws of their own against SciPy, and on losses that are hard for them. */
import { readFileSync } from 'node:fs';
import { expect, it, test } from 'vitest';
import { randomFrom } from '../../core/index.js';
import { meanShiftTail, quantileShiftTail } from '../comparison.js';

const file = new URL('../../../test/reference/stats-unlike.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as {
  cases: readonly { first: number[]; second: number[]; mean: number; quantiles: Record<string, number> }[];
};

it(`are what SciPy makes of the same formulas (${cases.length} cases)`, () => {
  for (const { first, second, mean, quantiles } of cases) {
    expect(meanShiftTail(first, second) / mean).toBeCloseTo(1, 9);
    for (const [probability, tail] of Object.entries(quantiles))
      expect(quantileShiftTail(first, second, Number(probability)) / tail, probability).toBeCloseTo(1, 9);
  }
});

test('equal sides, and constant differences', () => {
  expect(meanShiftTail([1, 2, 3, 4], [1, 2, 3, 4])).toBe(0.5);
  expect(quantileShiftTail([1, 2, 3, 4], [1, 2, 3, 4], 0.5)).toBe(0.5);
  expect(meanShiftTail([2, 3, 4, 5], [1, 2, 3, 4])).toBe(0);
  expect(meanShiftTail([1, 2, 3, 4], [2, 3, 4, 5])).toBe(1);
});

test('infinite losses are the largest, and no NaN', () => {
  const finite = Array.from({ length: 20 }, (_, pair) => pair / 20);
  const infinite = finite.map(() => Number.POSITIVE_INFINITY);
  expect(quantileShiftTail(infinite, finite, 0.75)).toBeLessThan(0.006);
  expect(quantileShiftTail(finite, infinite, 0.75)).toBe(0.5);
  expect(quantileShiftTail(infinite, infinite, 0.75)).toBe(0.5);
});

/** Of 22 pairs, at the error of that look. */
test('sides that are alike by the criterion alone are rarely told apart', () => {
  const random = randomFrom('unlike');
  const narrow = () => 0.1 * random.normal();
  const skewed = () => Math.exp(random.normal());
  const sides = (draw: () => number) => Array.from({ length: 22 }, draw);
  let [byMean, byQuantile] = [0, 0];
  for (let run = 0; run < 1000; run++) {
    const [mean, third] = [Math.exp(0.5), Math.exp(0.6744897501960817)];
    // The skewed one seems smaller where its tail is missed.
    if (
      meanShiftTail(
        sides(narrow),
        sides(() => skewed() - mean),
      ) <= 0.01
    )
      byMean++;
    const basins = () => random.normal() + (random.uniform() < 0.25 ? 8 : 0);
    // Its quantile lies where no loss does: 3.33, between the basins.
    if (
      quantileShiftTail(
        sides(narrow),
        sides(() => basins() - 3.33),
        0.75,
      ) <= 0.01
    )
      byQuantile++;
    if (
      quantileShiftTail(
        sides(narrow).map((loss) => loss + 0.0674),
        sides(() => skewed() - third + 0.0674),
        0.75,
      ) <= 0.01
    )
      byQuantile++;
  }
  expect(byMean).toBeLessThan(40);
  expect(byQuantile).toBeLessThan(50);
});
