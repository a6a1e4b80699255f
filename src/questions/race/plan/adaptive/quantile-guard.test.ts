/** @file What the losses of a candidate say of its quantile. */
import { expect, test } from 'vitest';
import { betaUpperTail } from '../../../../stats/index.js';
import { applyNext, createEvidence, pushAsk } from './evidence.js';
import { createFit } from './fit.js';
import { createLoadings } from './loadings.js';
import { createQuantileGuard, type QuantileGuard } from './quantile-guard.js';

/** Of q3 of one candidate with these losses, no effects of replicates, and so much still unknown. */
function guardOf(losses: readonly number[], left = 1): QuantileGuard {
  const evidence = createEvidence(1, 20);
  for (const loss of losses) {
    pushAsk(evidence, 0);
    applyNext(evidence, loss);
  }
  const [fit, loadings, scales] = [createFit(20), createLoadings(1), new Float64Array([1])];
  return createQuantileGuard({ probability: 0.75, evidence, fit, loadings, scales, level: 0, leftAt: () => left });
}

const eight = [1, 2, 3, 4, 5, 6, 7, Number.POSITIVE_INFINITY];

test('counts the losses below a value, whatever the others are', () => {
  const expected = betaUpperTail(0.75, 5.5, 3.5) - betaUpperTail(0.75, 0.5, 8.5);
  expect(guardOf(eight).chanceBelow(0, 5.5, 0)).toBeCloseTo(expected, 12);
  expect(guardOf([...eight.slice(0, 5), 100, 200, 300]).chanceBelow(0, 5.5, 0)).toBeCloseTo(expected, 12);
});

test('says nothing for a candidate of which no loss lies below, nor before it has three', () => {
  expect(guardOf(eight).chanceBelow(0, 0.9, 0)).toBe(0);
  expect(guardOf([1, 2]).chanceBelow(0, 10, 0)).toBe(0);
  expect(guardOf([1, 2]).lowest(0, 0.01)).toBe(Number.POSITIVE_INFINITY);
});

test('lies between its values where the value is uncertain', () => {
  const guard = guardOf(eight);
  const chance = guard.chanceBelow(0, 4.5, 0.25);
  expect(chance).toBeGreaterThan(guard.chanceBelow(0, 2.5, 0));
  expect(chance).toBeLessThan(guard.chanceBelow(0, 6.5, 0));
});

test('has the lowest value that is possible at a level, which is a loss', () => {
  const guard = guardOf(eight);
  for (const level of [0.001, 0.01, 0.1]) {
    const lowest = guard.lowest(0, level);
    expect(lowest - Math.round(lowest)).toBeCloseTo(0, 5);
    expect(guard.chanceBelow(0, lowest + 1e-5, 0)).toBeGreaterThanOrEqual(level);
    expect(guard.chanceBelow(0, lowest - 1e-5, 0)).toBeLessThan(level);
  }
});

test('knows more where trials are drawn from few that there are, and adds nothing where all are known', () => {
  expect(guardOf(eight, 0.5).chanceBelow(0, 4.5, 0)).toBeLessThan(guardOf(eight).chanceBelow(0, 4.5, 0));
  expect(guardOf(eight, 0).chanceBelow(0, 4.5, 0)).toBe(0);
});
