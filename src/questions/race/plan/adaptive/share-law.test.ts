/** @file Chances and margins between two shares against quadrature in SciPy (scripts/reference/selection-shares.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shareInterval } from '../../../../stats/index.js';
import { chanceBelow, ENDLESS, leastMargin, recordedShares } from './share-law.js';

type Pair = readonly [count: number, n: number, otherCount: number, otherN: number];
const reference = JSON.parse(
  readFileSync(new URL('../../../../../test/reference/selection-shares.json', import.meta.url), 'utf8'),
) as {
  chances: [...Pair, margin: number, chance: number][];
  margins: [...Pair, rivals: number, level: number, margin: number][];
  recorded: [...Pair, margin: number, chance: number][];
};

/** Of the grid: no share is known to less than some thousandths. */
const STEP = 0.004;

describe('two shares', () => {
  it('have the chances of their posteriors', () => {
    for (const [count, n, otherCount, otherN, margin, chance] of reference.chances) {
      const [a, b] = [ENDLESS.weigh(count, n, 'middle'), ENDLESS.weigh(otherCount, otherN, 'middle')];
      const found = chanceBelow(ENDLESS.shares, a, b, margin);
      expect(Math.abs(found - chance), `${count}/${n} ${otherCount}/${otherN} ${margin}`).toBeLessThan(
        2e-4 + 0.05 * chance,
      );
    }
  });

  it('differ by no more than the exact laws leave open', () => {
    for (const [count, n, otherCount, otherN, rivals, level, margin] of reference.margins) {
      const [a, b] = [ENDLESS.weigh(count, n, 'low'), ENDLESS.weigh(otherCount, otherN, 'high')];
      const found = leastMargin(ENDLESS.shares, a, b, rivals, level);
      expect(Math.abs(found - margin), `${count}/${n} ${otherCount}/${otherN} ${rivals}`).toBeLessThan(STEP);
    }
  });

  it('have the chances of the rest of a recorded row, and none once it is whole', () => {
    const grid = recordedShares(20);
    for (const [count, n, otherCount, otherN, margin, chance] of reference.recorded) {
      const [a, b] = [grid.weigh(count, n, 'middle'), grid.weigh(otherCount, otherN, 'middle')];
      expect(chanceBelow(grid.shares, a, b, margin)).toBeCloseTo(chance, 10);
    }
    expect(grid.weigh(3, 20, 'high')[3]).toBe(1);
  });

  it('has the bounds of Clopper and Pearson for its own share', () => {
    for (const [count, n] of [
      [0, 20],
      [3, 20],
      [58, 60],
      [20, 20],
    ] as const) {
      const [low, high] = shareInterval(count, n, 0.9);
      expect(Math.abs(quantileOf(ENDLESS.weigh(count, n, 'low'), 0.05) - low)).toBeLessThan(STEP);
      expect(Math.abs(quantileOf(ENDLESS.weigh(count, n, 'high'), 0.95) - high)).toBeLessThan(STEP);
    }
  });
});

function quantileOf(weights: Float64Array, probability: number): number {
  let sum = 0;
  for (const [place, weight] of weights.entries()) {
    sum += weight;
    if (sum >= probability) return ENDLESS.shares[place] as number;
  }
  return 1;
}
