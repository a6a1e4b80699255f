/** @file Counts what the race cost: who was left as it went on, and trials so far beside training everybody every time. */
import type { Result } from '../result/result-schema.js';
import type { ShownStanding } from '../standing.js';

export interface EffortStep {
  /** Replicate, from 1. */
  readonly round: number;
  /** Candidates that were trained in it. */
  readonly trained: number;
  /** Trials up to and with it. */
  readonly used: number;
}

/** Candidates left at a step of the race. */
export interface LeftStep {
  readonly at: number;
  readonly left: number;
}

export interface EffortView {
  readonly steps: readonly EffortStep[];
  /** `replicates`: who was trained in each. `looks`: who might be the best after each, where nobody leaves for good. */
  readonly leftBy: 'replicates' | 'looks';
  readonly left: readonly LeftStep[];
  readonly candidates: number;
  /** Trials of the alternative: every candidate in every replicate. */
  readonly exhaustive: number;
  /** Replicates of the alternative. */
  readonly exhaustiveRounds: number;
}

/** Of the trials of the race; what follows it is no part of its cost. */
export function viewEffort(standings: readonly ShownStanding[], result: Result): EffortView {
  const { trials, candidates, decisions } = result;
  const trainedAt: number[] = [];
  for (const { outcomes } of standings) {
    for (const index of outcomes.keys()) trainedAt[index] = (trainedAt[index] ?? 0) + 1;
  }
  let used = 0;
  const steps = trainedAt.map((trained, index) => {
    used += trained;
    return { round: index + 1, trained, used };
  });
  const byLooks = decisions.some(({ idle }) => idle !== undefined);
  // Until somebody can lead, anybody may be the best.
  const open = Array.from({ length: (decisions[0]?.round ?? 1) - 1 }, (_, index) => ({
    at: index + 1,
    left: candidates.length,
  }));
  return {
    steps,
    leftBy: byLooks ? 'looks' : 'replicates',
    left: byLooks
      ? [...open, ...decisions.map(({ round, survivors }) => ({ at: round, left: survivors.length }))]
      : steps.map(({ round, trained }) => ({ at: round, left: trained })),
    candidates: candidates.length,
    exhaustive: trials.exhaustive,
    exhaustiveRounds: candidates.length === 0 ? 0 : trials.exhaustive / candidates.length,
  };
}
