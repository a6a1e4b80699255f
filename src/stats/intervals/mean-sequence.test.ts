/** @file A mean's confidence sequence against capitals multiplied out by NumPy, and its error over simulated runs. */
import { readFileSync } from 'node:fs';
import { expect, it, test } from 'vitest';
import { randomFrom } from '../../core/index.js';
import { meanBounds } from './sequences.js';

const file = new URL('../../../test/reference/stats-sequences.json', import.meta.url);
const { means } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly means: readonly { values: readonly number[]; alpha: number; low: number; high: number }[];
};

it.each(means)('$values.length values, alpha $alpha', ({ values, alpha, low, high }) => {
  const found = meanBounds(values, [0, 1], alpha);
  expect(found[0]).toBeCloseTo(low, 10);
  expect(found[1]).toBeCloseTo(high, 10);
});

test('bounds of any place and width are only another unit', () => {
  const values = [0.2, 0.7, 0.4, 0.4, 0.1, 0.3, 0.3, 0.2, 0.35, 0.3];
  const [low, high] = meanBounds(values, [0, 1], 0.025);
  const moved = meanBounds(
    values.map((value) => 10 * value - 4),
    [-4, 6],
    0.025,
  );
  expect(moved[0]).toBeCloseTo(10 * low - 4, 10);
  expect(moved[1]).toBeCloseTo(10 * high - 4, 10);
});

test('a value outside the bounds is refused', () => {
  for (const value of [-0.1, 1.1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => meanBounds([0.5, value], [0, 1], 0.05)).toThrow(RangeError);
  }
});

test('rare large losses are not missed: the mean lies below the upper end at every count', () => {
  const alpha = 0.05;
  let missed = 0;
  const runs = 400;
  for (let run = 0; run < runs; run++) {
    const random = randomFrom('test/mean-sequence', run);
    // 5 % lose all, the others nearly nothing: the mean is 0.069.
    const values = Array.from({ length: 120 }, () => (random.uniform() < 0.05 ? 1 : 0.02));
    const counts = [1, 2, 4, 8, 16, 32, 64, 120];
    if (counts.some((count) => meanBounds(values.slice(0, count), [0, 1], alpha)[1] < 0.069)) missed++;
  }
  expect(missed / runs).toBeLessThan(alpha);
});
