/** @file The sequential test of a share against SciPy's likelihoods, roots and exact chances over all paths. */
import { readFileSync } from 'node:fs';
import { expect, it, test } from 'vitest';
import { decideShare, leastTrialsAbove, shareBounds, shareEvidence } from './sequential-share.js';

interface Paths {
  readonly true: number;
  readonly share: number;
  readonly alpha: number;
  readonly trials: number;
  readonly above: number;
  readonly below: number;
  readonly mean: number;
}

const file = new URL('../../../test/reference/stats-sequential-share.json', import.meta.url);
const { cases, bounds, paths } = JSON.parse(readFileSync(file, 'utf8')) as {
  cases: readonly { share: number; n: number; failures: number; above: number; below: number }[];
  bounds: readonly { n: number; failures: number; alpha: number; low: number; high: number }[];
  paths: readonly Paths[];
};

it.each(cases)('$failures of $n at $share', ({ share, n, failures, above, below }) => {
  const evidence = shareEvidence(n, failures, share);
  expect(Math.log(evidence.above)).toBeCloseTo(above, 8);
  expect(Math.log(evidence.below)).toBeCloseTo(below, 8);
});

it.each(bounds)('bounds of $failures of $n at $alpha', ({ n, failures, alpha, low, high }) => {
  const found = shareBounds(n, failures, alpha, alpha);
  expect(found[0]).toBeCloseTo(low, 9);
  expect(found[1]).toBeCloseTo(high, 9);
});

/** Chances at the first look that decides, and the looks that it takes, by all counts of failures that are still open. */
function answers({ true: passing, share, alpha, trials }: Paths): { above: number; below: number; mean: number } {
  const bar = { share, alphaAbove: alpha, alphaBelow: alpha };
  const found = { above: 0, below: 0, mean: 0 };
  let open = new Map([[0, 1]]);
  for (let n = 1; n <= trials; n++) {
    const following = new Map<number, number>();
    for (const [failures, chance] of open) {
      found.mean += chance;
      following.set(failures, (following.get(failures) ?? 0) + chance * passing);
      following.set(failures + 1, (following.get(failures + 1) ?? 0) + chance * (1 - passing));
    }
    open = new Map();
    for (const [failures, chance] of following) {
      const decision = decideShare(n, failures, bar);
      if (decision !== 'open') found[decision] += chance;
      else if (chance > 1e-12) open.set(failures, chance);
    }
  }
  return found;
}

it.each(paths)('answers of $trials trials of a true share $true at the bar $share', (path) => {
  const found = answers(path);
  expect(found.above).toBeCloseTo(path.above, 8);
  expect(found.below).toBeCloseTo(path.below, 8);
  expect(found.mean).toBeCloseTo(path.mean, 5);
  const [wrong, right] = path.true > path.share ? [found.below, found.above] : [found.above, found.below];
  expect(wrong).toBeLessThan(path.alpha);
  if (path.true !== path.share) expect(right).toBeGreaterThan(0.9);
});

test('a share without failures is above the bar after as many trials as is said before', () => {
  for (const share of [0.5, 0.9, 0.95, 0.99]) {
    const least = leastTrialsAbove(share, 0.05);
    const bar = { share, alphaAbove: 0.05, alphaBelow: 0.05 };
    expect(decideShare(least, 0, bar)).toBe('above');
    expect(decideShare(least - 1, 0, bar)).toBe('open');
  }
  expect(leastTrialsAbove(0.95, 0.05)).toBe(68);
  expect(leastTrialsAbove(0.95, 0.005)).toBeGreaterThan(68);
});

test('a verdict and the bounds beside it agree', () => {
  for (let failures = 0; failures <= 30; failures++) {
    const decision = decideShare(200, failures, { share: 0.95, alphaAbove: 0.05, alphaBelow: 0.02 });
    const [low, high] = shareBounds(200, failures, 0.05, 0.02);
    expect(decision).toBe(low >= 0.95 ? 'above' : high <= 0.95 ? 'below' : 'open');
  }
});

test('a bar of 0 or 1 is refused', () => {
  for (const share of [0, 1, Number.NaN]) expect(() => shareEvidence(10, 1, share)).toThrow(RangeError);
});

test('each side has an error of its own', () => {
  const decide = (failures: number, alphaAbove: number, alphaBelow: number) =>
    decideShare(68, failures, { share: 0.95, alphaAbove, alphaBelow });
  expect([decide(0, 0.05, 1e-6), decide(0, 1e-6, 0.05)]).toEqual(['above', 'open']);
  expect([decide(12, 1e-6, 0.05), decide(12, 0.05, 1e-6)]).toEqual(['below', 'open']);
});
