/** @file Exact tests of two samples, and of counts, against SciPy. */
import { readFileSync } from 'node:fs';
import { expect, it, test } from 'vitest';
import { randomFrom } from '../../core/index.js';
import { exchangeShare } from './exchange-share.js';
import { lessThanTimes, moreOften } from './more-often.js';

const { exchange, counts } = JSON.parse(
  readFileSync(new URL('../../../test/reference/stats-keep.json', import.meta.url), 'utf8'),
) as {
  exchange: readonly { first: number[]; second: number[]; p: number }[];
  counts: readonly { first: [number, number]; second: [number, number]; more: number; twice: number }[];
};
const happened = ([events, n]: [number, number]) => ({ events, n });

it(`is SciPy's permutation test where all deals are tried (${exchange.length} cases)`, () => {
  for (const { first, second, p } of exchange)
    expect(exchangeShare(first, second, randomFrom('deals'))).toBeCloseTo(p, 10);
});

test('of some deals the one that was seen counts, so that no share is 0', () => {
  const first = Array.from({ length: 20 }, (_, place) => 10 + place / 100);
  const second = Array.from({ length: 8 }, (_, place) => place / 100);
  expect(exchangeShare(first, second, randomFrom('deals'))).toBe(1 / 2000);
  expect(exchangeShare(second, first, randomFrom('deals'))).toBe(1);
});

it(`counts as SciPy's exact test and its Poisson law do (${counts.length} cases)`, () => {
  for (const { first, second, more, twice } of counts) {
    expect(moreOften(happened(first), happened(second))).toBeCloseTo(more, 10);
    expect(lessThanTimes(happened(first), happened(second), 2)).toBeCloseTo(twice, 10);
  }
});
