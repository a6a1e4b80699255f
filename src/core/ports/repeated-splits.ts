/** @file Replicates that divide the data anew: what a race or a study asks for, with a further index in the stream `split`. */
import type { JsonObject } from '../ground/json.js';
import type { Trial } from '../ground/trial.js';
import type { Plan } from './plan.js';

/** In the settings of a question; absent where the data are divided once for all. */
export const REPEATED_SPLITS = { repeatedSplits: true } as const;

/** Whether the replicates of a question with these settings divide the data anew. */
export function areSplitsRepeated(plan: JsonObject): boolean {
  return plan.repeatedSplits === true;
}

/**
 * `next` of a plan of replicates, whose trials divide pool and selection set by the index that they have in every other
 * stream: candidates of one replicate share its division, and can be compared pair by pair.
 */
export function nextWithRepeatedSplits<State>(plan: Pick<Plan<State>, 'next'>): Plan<State>['next'] {
  return (state, pending, isCut) => {
    const step = plan.next(state, pending, isCut);
    return step.kind === 'asked' ? { ...step, asks: step.asks.map(dividedByReplicate) } : step;
  };
}

/** The same for what it may ask for soon. */
export function aheadWithRepeatedSplits<State>({ ahead }: Pick<Plan<State>, 'ahead'>): Pick<Plan<State>, 'ahead'> {
  if (ahead === undefined) return {};
  return {
    ahead: (state, pending, most) => {
      const guess = ahead(state, pending, most);
      return {
        ...guess,
        needed: guess.needed.map(dividedByReplicate),
        likely: guess.likely.map(dividedByReplicate),
      };
    },
  };
}

/** The same trial with the replicate's own division of the data. */
export function dividedByReplicate<Divided extends Pick<Trial, 'streams'>>(trial: Divided): Divided {
  return { ...trial, streams: { ...trial.streams, split: trial.streams.init } };
}
