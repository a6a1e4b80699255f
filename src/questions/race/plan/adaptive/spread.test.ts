/** @file By a spread, losses count as they are: what a replicate does to all is part of how much each of them varies. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../../core/index.js';
import { normalQuantile, parseCriterion, standardDeviation } from '../../../../stats/index.js';
import { createAdaptiveRace } from './adaptive-race.js';
import { rowOfLosses } from './evidence.js';
import { logVarianceMoments } from './fit.js';

const CANDIDATES = 10;
const STEADIEST = 5;

/** Drives a race to its end; losses come from one effect for each replicate and noise of each candidate's own. */
function raceBy(criterion: string, seed: number, reactionOf: (candidate: number) => number) {
  const race = createAdaptiveRace({ candidates: CANDIDATES, criterion: parseCriterion(criterion), seed });
  const random = randomFrom('spread.test', seed);
  const effects = Array.from({ length: 20 }, () => random.normal());
  const state = race.begin();
  while (state.end === undefined) {
    const { sequence, replicateAt, outcomes } = state.evidence;
    const candidate = sequence[outcomes] as number;
    const shared = reactionOf(candidate) * (effects[replicateAt[outcomes] as number] as number);
    race.apply(state, [shared + 0.032 * random.normal()]);
  }
  return { state, ...race.assess(state) };
}

describe.each(['std', 'iqr'])('by %s', (criterion) => {
  it('finds the candidate that ignores the sample which moves all others', () => {
    for (let seed = 0; seed < 10; seed++) {
      const { verdict } = raceBy(criterion, seed, (candidate) => (candidate === STEADIEST ? 0 : 0.095));
      expect(verdict.leader).toBe(STEADIEST);
      // Quartiles of twenty losses say less than all of them.
      expect(verdict.set.length).toBeLessThanOrEqual(criterion === 'std' ? 1 : CANDIDATES / 2);
    }
  });
});

it("by std, estimates are of each candidate's own losses, whatever they share", () => {
  fc.assert(
    fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, reaction) => {
      const { state, estimates } = raceBy('std', seed, (candidate) => reaction * (candidate % 3));
      const { losses, replicates, applied } = state.evidence;
      for (let i = 0; i < CANDIDATES; i++) {
        const count = applied[i] as number;
        const own = standardDeviation(losses.subarray(i * replicates, i * replicates + count));
        const { bias } = logVarianceMoments(count - 1);
        expect(estimates.centers[i]).toBeCloseTo(Math.log(own) - bias / 2, 2);
      }
    }),
    { numRuns: 20 },
  );
});

describe('by iqr', () => {
  const criterion = parseCriterion('iqr');

  it("estimates are of each candidate's own quartiles, without their bias in small samples", () => {
    const random = randomFrom('spread.test moments');
    const { state, estimates } = raceBy('iqr', 1, (candidate) => 0.1 * (candidate % 3));
    const { evidence } = state;
    for (const i of [0, 1, 2, 9]) {
      const losses = rowOfLosses(evidence, i);
      const logs = Array.from({ length: 4000 }, () => {
        const value = criterion.evaluate(losses.map(() => random.normal()));
        return Math.log(value / (2 * normalQuantile(0.75)));
      });
      const bias = logs.reduce((sum, log) => sum + log, 0) / logs.length;
      const error = Math.sqrt(logs.reduce((sum, log) => sum + (log - bias) ** 2, 0) / logs.length);
      expect(Math.abs((estimates.centers[i] as number) - Math.log(criterion.evaluate(losses)) + bias)).toBeLessThan(
        error / 5,
      );
      expect(Math.sqrt(estimates.variances[i] as number) / error).toBeCloseTo(1, 0);
    }
  });

  it('keeps a candidate whose quartiles are close and whose tails are long', () => {
    const kept = Array.from({ length: 30 }, (_, seed) => {
      const random = randomFrom('spread.test lognormal', seed);
      const race = createAdaptiveRace({ candidates: 10, criterion, tolerance: 0.02, seed });
      const state = race.begin();
      while (state.end === undefined) {
        const candidate = state.evidence.sequence[state.evidence.outcomes] as number;
        // The interquartile range of a lognormal(1) is 1.453, of these normal losses 0.135: seven tenths of it.
        const loss = candidate === STEADIEST ? 0.065 * Math.exp(random.normal()) : 0.1 * random.normal();
        race.apply(state, [loss]);
      }
      return race.verdict(state).set.includes(STEADIEST);
    });
    // By their deviations, a third was lost.
    expect(kept.filter((isKept) => !isKept).length).toBeLessThanOrEqual(4);
  });

  it('takes candidates whose quartiles are equal by how their losses vary', () => {
    const random = randomFrom('spread.test steps');
    const race = createAdaptiveRace({ candidates: 3, criterion, tolerance: 0.1 });
    const state = race.begin();
    while (state.end === undefined)
      race.apply(state, [random.uniform() < 0.15 ? 1 : 0.5 * Math.round(random.uniform() / 5)]);
    for (const center of race.assess(state).estimates.centers) expect(center).toBeGreaterThan(-5);
  });
});
