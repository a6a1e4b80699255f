/** @file How a candidate reacts to what a replicate does to all is its own. */
import { expect, test } from 'vitest';
import { randomFrom } from '../../../../core/index.js';
import { applyNext, createEvidence, pushAsk } from './evidence.js';
import { createFit, refit } from './fit.js';
import { createLoadings, estimateLoadings, type Loadings } from './loadings.js';

const [CANDIDATES, REPLICATES] = [10, 20];

/** Of candidates with so many trials each, which react by these loadings to effects of this size beside their own noise of 1. */
function loadingsOf(loadingAt: (candidate: number) => number, trials: number, effectSize = 1): Loadings {
  const random = randomFrom('test/loadings', trials);
  const evidence = createEvidence(CANDIDATES, REPLICATES);
  const effects = Float64Array.from({ length: REPLICATES }, () => effectSize * random.normal());
  for (let replicate = 0; replicate < trials; replicate++) {
    for (let candidate = 0; candidate < CANDIDATES; candidate++) {
      pushAsk(evidence, candidate);
      applyNext(evidence, candidate + loadingAt(candidate) * (effects[replicate] as number) + random.normal());
    }
  }
  const [fit, inPanel] = [createFit(REPLICATES), new Uint8Array(CANDIDATES).fill(1)];
  refit(fit, evidence, inPanel, true);
  const loadings = createLoadings(CANDIDATES);
  estimateLoadings(loadings, evidence, fit, inPanel);
  return loadings;
}

test('are about 1, and surely, where all react alike', () => {
  const { means, variances } = loadingsOf(() => 1, 20);
  for (const mean of means) expect(Math.abs(mean - 1)).toBeLessThan(0.3);
  for (const variance of variances) expect(variance).toBeLessThan(0.05);
});

test.each([0, -1])('find one that reacts by %d among others, and nearer where the field lends it nothing', (own) => {
  const { means, openMeans } = loadingsOf((candidate) => (candidate === 4 ? own : 1), 20, 2);
  expect(Math.abs((means[4] as number) - own)).toBeLessThan(0.5);
  expect(Math.abs((openMeans[4] as number) - own)).toBeLessThanOrEqual(Math.abs((means[4] as number) - own));
  expect(means[0]).toBeGreaterThan(0.6);
});

test('are 1 with what is unknown of them before a candidate has three trials, and without effects', () => {
  const few = loadingsOf(() => 1, 2);
  expect(new Set(few.means)).toEqual(new Set([1]));
  expect(few.variances[0]).toBeGreaterThan(0.1);
  expect(few.openVariances[0]).toBe(1);
});
