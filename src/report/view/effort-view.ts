/** @file Counts what the race cost: candidates trained in each replicate, and trials so far beside training all of them. */
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

export interface EffortView {
  readonly steps: readonly EffortStep[];
  readonly candidates: number;
  /** Trials of the alternative: every candidate in every replicate. */
  readonly exhaustive: number;
  /** Replicates of the alternative. */
  readonly exhaustiveRounds: number;
}

export function viewEffort(standings: readonly ShownStanding[], { trials, candidates }: Result): EffortView {
  const trainedAt: number[] = [];
  for (const { outcomes } of standings) {
    for (const index of outcomes.keys()) trainedAt[index] = (trainedAt[index] ?? 0) + 1;
  }
  let used = 0;
  const steps = trainedAt.map((trained, index) => {
    used += trained;
    return { round: index + 1, trained, used };
  });
  return {
    steps,
    candidates: candidates.length,
    exhaustive: trials.exhaustive,
    exhaustiveRounds: candidates.length === 0 ? 0 : trials.exhaustive / candidates.length,
  };
}
