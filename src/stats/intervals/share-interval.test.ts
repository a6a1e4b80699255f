/** @file The interval of a share against SciPy's, and what becomes of losses that are passes and failures. */
import { readFileSync } from 'node:fs';
import { expect, it, test } from 'vitest';
import { parseCriterion } from '../criteria/criteria.js';
import { criterionInterval } from './criterion-interval.js';
import { shareAtMost, shareInterval } from './share-interval.js';

const file = new URL('../../../test/reference/stats-intervals.json', import.meta.url);
const { shares } = JSON.parse(readFileSync(file, 'utf8')) as {
  shares: readonly { passes: number; n: number; level: number; low: number; high: number }[];
};
const mean = parseCriterion('mean');

it.each(shares)('$passes of $n at $level', ({ passes, n, level, low, high }) => {
  const found = shareInterval(passes, n, level);
  expect(found[0]).toBeCloseTo(low, 10);
  expect(found[1]).toBeCloseTo(high, 10);
});

test('one-sided: where nothing was seen, the share that would be missed with the rest of the confidence', () => {
  for (const n of [1, 8, 20, 300]) expect(shareAtMost(0, n, 0.95)).toBeCloseTo(1 - 0.05 ** (1 / n), 12);
  // Each end of the two-sided interval at 90 % is the same.
  expect(shareAtMost(1, 20, 0.95)).toBe(shareInterval(1, 20, 0.9)[1]);
  expect(shareAtMost(3, 3, 0.95)).toBe(1);
});

test('a rate of passes has an interval that is one, as a loss and as a negated score', () => {
  const losses = Array.from({ length: 25 }, (_, trial) => (trial === 7 ? 1 : 0));
  const [low, high] = shareInterval(1, 25, 0.95);
  expect(criterionInterval(losses, mean)).toMatchObject({ method: 'clopper-pearson', low, high, n: 25 });
  const scores = losses.map((loss) => loss - 1);
  const [least, most] = shareInterval(24, 25, 0.95);
  expect(criterionInterval(scores, mean)).toMatchObject({ method: 'clopper-pearson', low: -most, high: -least });
});

test.each([
  ['an accuracy', [-1, 0], [-0.99, -1, -0.97, -0.6, -0.99, -1]],
  ['an error', [0, Number.POSITIVE_INFINITY], [0.01, 0, 0.03, 0.9, 0.01, 0]],
] as const)('%s: an interval ends where its figure does', (_, range, losses) => {
  const free = criterionInterval(losses, mean);
  const held = criterionInterval(losses, mean, 0.95, { range });
  if ('reason' in free || 'reason' in held) throw new Error('There is an interval.');
  expect(free.low).toBeLessThan(range[0]);
  expect(held).toEqual({ ...free, low: range[0] });
});
