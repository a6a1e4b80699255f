/** @file A change that gains nothing is kept at most as often as is said: what looks spend, and what keeps at one of them. */
import { describe, expect, test } from 'vitest';
import { parseCriterion } from '../../../stats/index.js';
import { judgeVersions, lookAt } from './keep-rule.js';

describe.each([false, true])('asked carefully: %s', (careful) => {
  test('all looks together spend the error, and not more', () => {
    const shares = Array.from({ length: 60 }, (_, index) => lookAt(index, careful).share);
    const spent = shares.reduce((sum, share) => sum + share, 0);
    expect(spent).toBeLessThanOrEqual(1 + 1e-12);
    expect(spent).toBeGreaterThan(0.95);
    const pairs = shares.map((_, index) => lookAt(index, careful).pairs);
    expect(pairs).toEqual([...new Set(pairs)].sort((a, b) => a - b));
  });
});

test('however large a gain is, both tests have to agree on it', () => {
  const index = Array.from({ length: 20 }, (_, at) => lookAt(at, false).pairs).indexOf(4);
  const old = Float64Array.of(10, 10.1, 10.3, 10.2, 9.9, 10.05);
  const fresh = Float64Array.of(1, 1.15, 0.9, 1.05);
  const terms = { criterion: parseCriterion('mean'), error: 0.05, careful: false, seed: 1 };
  const { pValue } = judgeVersions({ old, fresh, isWhole: true }, index, terms);
  // Of the 210 ways to deal ten trainings to two versions one is as good as this.
  expect(pValue).toBeGreaterThanOrEqual(1 / 211);
});
