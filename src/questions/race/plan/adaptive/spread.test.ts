/** @file By a spread, losses count as they are: what a replicate does to all is part of how much each of them varies. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../../core/index.js';
import { parseCriterion, standardDeviation } from '../../../../stats/index.js';
import { createAdaptiveRace } from './adaptive-race.js';
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
      expect(verdict).toMatchObject({ leader: STEADIEST, set: [STEADIEST] });
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
