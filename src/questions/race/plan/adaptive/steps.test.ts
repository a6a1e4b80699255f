/** @file A trace of noise about a few values changes no decision; losses that lie on no steps stay as they are. */
import { describe, expect, it } from 'vitest';
import { examples } from '../../../../../test/examples.js';
import { randomFrom } from '../../../../core/index.js';
import { parseCriterion } from '../../../../stats/index.js';
import { createAdaptiveRace } from './adaptive-race.js';
import { applyNext, createEvidence, pushAsk } from './evidence.js';
import { evidenceOnSteps } from './steps.js';

const K = 8;
const FIRST = 24;

/**
 * Chances after the first trainings, which any race begins with: losses of 0 and, every fourth time, 1; `trace`: of normal noise on all
 * of them.
 */
function chancesOf(criterion: string, trace: number, seed: number): readonly number[] {
  const random = randomFrom('steps', seed);
  const race = createAdaptiveRace({ candidates: K, criterion: parseCriterion(criterion), tolerance: 0.05, window: 0 });
  const state = race.begin(seed);
  for (let place = 0; place < FIRST; place++) {
    race.apply(state, [Number(place % 4 === 0) + trace * random.normal()]);
  }
  return Array.from(race.assess(state).chances ?? []);
}

describe('a trace of noise about', () => {
  it.each([
    ['two values, by the mean', 'mean'],
    ['two values, by q3', 'q3'],
  ])('%s changes no chance', (_, criterion) => {
    for (let seed = 0; seed < examples(4, 12); seed++) {
      const pure = chancesOf(criterion, 0, seed);
      expect(Math.max(...pure)).toBeGreaterThan(0);
      const traced = chancesOf(criterion, 1e-5, seed);
      for (const [i, chance] of pure.entries()) expect(traced[i]).toBeCloseTo(chance, 2);
    }
  });
});

function onSteps(losses: readonly number[], tolerance: number): number[] {
  const evidence = createEvidence(1, losses.length);
  for (const loss of losses) {
    pushAsk(evidence, 0);
    applyNext(evidence, loss);
  }
  return Array.from(evidenceOnSteps(evidence, tolerance).losses);
}

describe('losses on steps', () => {
  const traced = [0, 0.001, 1, 1.001, 0.002, 1.002, 0.5, 0.5, 0.5, Number.POSITIVE_INFINITY];

  it('each count as the mean of their step, and what diverged stays', () => {
    expect(onSteps(traced, 0.03)).toEqual(
      [0.001, 0.001, 1.001, 1.001, 0.001, 1.001, 0.5, 0.5, 0.5, Number.POSITIVE_INFINITY].map(close),
    );
  });

  it.each([
    ['differ by more than a tenth of the tolerance', traced, 0.015],
    ['lie no further apart than the tolerance', [0, 0.001, 0.5, 0.501, 0.002, 0.5], 0.6],
    ['are fewer than three a step', [0, 0.001, 1, 2, 3, 4], 0.02],
    ['have one value', [1, 1.001, 1, 1, 1.001], 0.02],
    ['have no tolerance', traced, 0],
  ])('are left alone where they %s', (_, losses, tolerance) => {
    expect(onSteps(losses, tolerance)).toEqual(losses);
  });
});

function close(value: number): unknown {
  return Number.isFinite(value) ? expect.closeTo(value, 12) : value;
}
