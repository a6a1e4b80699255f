/** @file Races that search, by the plan itself. */
import { permutation, randomFrom } from '../../src/core/index.js';
import type { AskedLoss } from '../../src/questions/race/plan/adaptive/evidence.js';
import { createSearchRace } from '../../src/questions/race/plan/search/search-race.js';
import { type SearchPrior, searchCriterionOf } from '../../src/questions/race/plan/search/settings.js';
import { parseCriterion, type SettingPlaces } from '../../src/stats/index.js';
import { ownTime, type SearchMode } from './mode.js';

/** Half of the standard deviation of one training. */
const TOLERANCE = { kind: 'retraining', share: 0.5 } as const;
const DELTA = 0.05;

interface SearchModeOptions {
  readonly prior: SearchPrior;
  /** Candidates drawn at random that are tried whatever their settings say. */
  readonly audit: number;
  /** The same race with nothing to learn from. */
  readonly hideSettings?: boolean;
}

export function searchMode(name: string, { prior, audit, hideSettings = false }: SearchModeOptions): SearchMode {
  return {
    name,
    race: (field, criterion, seed, until) => {
      const { candidates, replicates } = field;
      const nothing: SettingPlaces = { axes: [], rows: candidates, values: new Float64Array() };
      const drawn = permutation(candidates, randomFrom('bench/search/audit', seed)).subarray(0, audit);
      const search = {
        prior,
        audit: [...drawn],
        places: hideSettings ? nothing : field.places,
        isDrawn: false,
      };
      const race = createSearchRace({
        ...{ candidates, search, seed, tolerance: TOLERANCE, delta: DELTA, maxReplicates: replicates },
        criterion: searchCriterionOf(parseCriterion(criterion)),
      });
      const state = race.begin();
      const asks: AskedLoss[] = [];
      let applied = 0;
      const { evidence } = state;
      const own = ownTime();
      const outcomes = (): number => evidence.outcomes;
      while (!until()) {
        const found = own.spend(() => race.next(state, asks.length), outcomes);
        if (found.kind === 'finished') break;
        if (found.kind === 'asked') {
          asks.push(...found.asks);
          continue;
        }
        const losses = asks
          .slice(applied, applied + found.outcomes)
          .map(({ candidate, replicate }) => field.lossOf(candidate, replicate));
        applied += losses.length;
        own.spend(() => race.apply(state, losses), outcomes);
      }
      const { leader, contested, tolerance } = race.standing(state);
      const open = Array.from(contested.keys()).filter((i) => contested[i] === 1 && i !== leader);
      const outcome = {
        ...{ trainings: evidence.outcomes, pick: leader, tolerance: tolerance.value },
        ...{ ownMs: own.ms, ownMsAt: own.at },
        set: leader < 0 ? open : [leader, ...open],
        untried: evidence.applied.filter((count) => count === 0).length,
      };
      if (state.end !== undefined) return { ...outcome, ended: true };
      const left = open.reduce((sum, i) => sum + replicates - (evidence.applied[i] as number), 0);
      return { ...outcome, ended: false, atMost: evidence.outcomes + left };
    },
  };
}
