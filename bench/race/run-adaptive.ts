/** @file One adaptive race from begin to end, with losses from a function. */
import type { AdaptiveRace, AdaptiveState, AdaptiveVerdict } from '../../src/questions/race/plan/index.js';

export interface AdaptiveRun {
  readonly state: AdaptiveState;
  readonly verdict: AdaptiveVerdict;
}

/** Races to the end; where `stopAt` outcomes are applied before, the race is cut there. Panel by `seed`. */
export function runAdaptive(
  race: AdaptiveRace,
  seed: string | number,
  lossOf: (candidate: number, replicate: number) => number,
  stopAt = Number.POSITIVE_INFINITY,
): AdaptiveRun {
  const state = race.begin(seed);
  // Asks ahead of the window depend on nothing that comes later, so one answered ask at a time is the whole story.
  const { evidence } = state;
  const one = new Float64Array(1);
  while (state.end === undefined && evidence.outcomes < stopAt) {
    const place = evidence.outcomes;
    one[0] = lossOf(evidence.sequence[place] as number, evidence.replicateAt[place] as number);
    race.apply(state, one);
  }
  return { state, verdict: race.verdict(state) };
}
