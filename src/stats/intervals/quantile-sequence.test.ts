/** @file Ranks of a quantile's confidence sequence against integrals by SciPy, and its error over all paths. */
import { readFileSync } from 'node:fs';
import { expect, it, test } from 'vitest';
import { quantileRanks } from './sequences.js';

interface Ranks {
  readonly n: number;
  readonly probability: number;
  readonly alpha: number;
  readonly low: number;
  readonly high: number;
}

const file = new URL('../../../test/reference/stats-sequences.json', import.meta.url);
const { ranks, chances } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly ranks: readonly Ranks[];
  readonly chances: readonly { probability: number; alpha: number; trials: number; chance: number }[];
};

it.each(ranks)('$n values, p $probability, alpha $alpha', ({ n, probability, alpha, low, high }) => {
  expect(quantileRanks(n, probability, alpha)).toEqual({ low, high });
});

/** Chance that the count below the quantile ever reaches the rank that rules it out. */
function chanceOfError(below: number, alpha: number, trials: number): number {
  let open = new Map([[0, 1]]);
  let wrong = 0;
  for (let n = 1; n <= trials; n++) {
    const { high } = quantileRanks(n, below, alpha);
    const following = new Map<number, number>();
    for (const [count, chance] of open) {
      following.set(count, (following.get(count) ?? 0) + chance * (1 - below));
      following.set(count + 1, (following.get(count + 1) ?? 0) + chance * below);
    }
    for (const [count, chance] of following) if (count >= high) wrong += chance;
    open = new Map([...following].filter(([count]) => count < high));
  }
  return wrong;
}

it.each(chances)('all looks together fail with at most $alpha at $probability', (expected) => {
  const { probability, alpha, trials, chance } = expected;
  const found = chanceOfError(probability, alpha, trials);
  expect(found).toBeCloseTo(chance, 10);
  expect(found).toBeLessThan(alpha);
});

test('both sides mirror each other, and no end is there before there are values for it', () => {
  for (const n of [0, 1, 7, 50]) {
    const { low, high } = quantileRanks(n, 0.25, 0.01);
    const mirrored = quantileRanks(n, 0.75, 0.01);
    expect([low, high]).toEqual([n + 1 - mirrored.high, n + 1 - mirrored.low]);
  }
  expect(quantileRanks(0, 0.5, 0.01)).toEqual({ low: 0, high: 1 });
});

test('many values give a narrow range about the quantile', () => {
  const { low, high } = quantileRanks(100_000, 0.9, 1e-7);
  expect(low).toBeGreaterThan(89_000);
  expect(high).toBeLessThan(91_000);
});
