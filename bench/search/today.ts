/** @file The race of lists as it stands. */
import { createAdaptiveRace } from '../../src/questions/race/plan/index.js';
import { parseCriterion } from '../../src/stats/index.js';
import { ownTime, type SearchMode } from './mode.js';

/** Outcomes between two looks at the clock. */
const SLICE = 64;

export const TODAY: SearchMode = {
  name: 'today',
  race: (field, criterion, seed, until) => {
    const { candidates, replicates, recorded, lossOf } = field;
    const race = createAdaptiveRace({
      ...{ candidates, recorded, seed, criterion: parseCriterion(criterion), maxReplicates: replicates },
    });
    const state = race.begin();
    const { evidence } = state;
    const one = new Float64Array(1);
    const own = ownTime();
    while (state.end === undefined && !until()) {
      for (let step = 0; step < SLICE && state.end === undefined; step++) {
        const place = evidence.outcomes;
        one[0] = lossOf(evidence.sequence[place] as number, evidence.replicateAt[place] as number);
        own.spend(
          () => race.apply(state, one),
          () => evidence.outcomes,
        );
      }
    }
    const { leader, set, tolerance, outcomes } = race.verdict(state);
    const untried = evidence.applied.filter((count) => count === 0).length;
    const shared = { trainings: outcomes, pick: leader, set, tolerance, untried, ownMs: own.ms, ownMsAt: own.at };
    if (state.end !== undefined) return { ...shared, ended: true };
    const left = state.contested.reduce(
      (sum, flag, i) => sum + (flag === 1 ? replicates - (evidence.applied[i] as number) : 0),
      0,
    );
    return { ...shared, ended: false, atMost: outcomes + left };
  },
};
