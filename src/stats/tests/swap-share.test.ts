/** @file Shares of swaps against SciPy's paired permutation test, and what becomes of infinite losses. */
import { readFileSync } from 'node:fs';
import { expect, it, test } from 'vitest';
import { randomFrom } from '../../core/index.js';
import { createResampling } from '../comparison.js';
import { parseCriterion } from '../criteria/criteria.js';
import { swapShare } from './swap-share.js';

const file = new URL('../../../test/reference/stats-swap-share.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as {
  cases: readonly { criterion: string; first: number[]; second: number[]; share: number }[];
};
const swapsOf = (n: number) => createResampling(n, 999, randomFrom('swaps', n)).swaps;

it(`is that of SciPy where all swaps are tried (${cases.length} cases)`, () => {
  for (const { criterion, first, second, share } of cases) {
    expect(swapShare(first, second, parseCriterion(criterion), swapsOf(first.length))).toBeCloseTo(share, 10);
  }
});

test('one infinite loss of twenty shows nothing, and is no NaN', () => {
  const first = Array.from({ length: 20 }, (_, pair) => (pair === 3 ? Number.POSITIVE_INFINITY : 1));
  const second = first.map(() => 1);
  const share = swapShare(first, second, parseCriterion('mean'), swapsOf(20));
  expect(share).toBeGreaterThan(0.4);
  expect(share).toBeLessThan(0.6);
});

test('of some swaps the pattern that was seen counts, so that no share is 0', () => {
  const first = Array.from({ length: 40 }, (_, pair) => 10 + pair / 100);
  const second = first.map((loss) => loss - 5);
  const swaps = swapsOf(40);
  expect(swapShare(first, second, parseCriterion('mean'), swaps)).toBe(1 / (1 + swaps.length));
  expect(swapShare(second, first, parseCriterion('mean'), swaps)).toBe(1);
});
