/** @file Counts what the race cost: who was left as it went on, and trials so far beside training everybody every time. */
import type { Result } from '../result/result-schema.js';
import type { ShownStanding } from '../standing.js';

interface EffortStep {
  /** Replicate, from 1. */
  readonly round: number;
  /** Candidates that were trained in it. */
  readonly trained: number;
  /** Trials up to and with it. */
  readonly used: number;
}

/** Candidates left at a step of the race. */
interface LeftStep {
  readonly at: number;
  readonly left: number;
}

/** What one candidate cost in the race, or the mean of several neighbours by rank. */
export interface CandidateCost {
  /** From 1; both the same where it is one candidate. */
  readonly firstRank: number;
  readonly lastRank: number;
  /** Null where it is the mean of several. */
  readonly candidate: string | null;
  readonly trials: number;
  readonly seconds: number;
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
  /** By rank. */
  readonly costs: readonly CandidateCost[];
  /** Of training, in all trials of the race. */
  readonly seconds: number;
  /** So many of the first by rank had half of the trials. */
  readonly halfOfTrials: number;
}

/** Candidates that are shown one by one; behind them neighbours are taken together, more and more of them. */
const SINGLE_COSTS = 60;
const COST_GROWTH = 1.06;

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
    costs: costsOf(standings),
    seconds: standings.reduce((sum, standing) => sum + secondsOf(standing), 0),
    halfOfTrials: halfOf(standings),
  };
}

function costsOf(standings: readonly ShownStanding[]): CandidateCost[] {
  const costs: CandidateCost[] = [];
  for (let first = 0; first < standings.length; ) {
    const width = first < SINGLE_COSTS ? 1 : Math.max(1, Math.floor(first * (COST_GROWTH - 1)));
    const group = standings.slice(first, first + width);
    const sum = (of: (standing: ShownStanding) => number): number => group.reduce((total, one) => total + of(one), 0);
    costs.push({
      firstRank: first + 1,
      lastRank: first + group.length,
      candidate: group.length === 1 ? (group[0]?.id ?? null) : null,
      trials: sum(({ outcomes }) => outcomes.length) / group.length,
      seconds: sum(secondsOf) / group.length,
    });
    first += group.length;
  }
  return costs;
}

function secondsOf({ outcomes }: ShownStanding): number {
  return outcomes.reduce((sum, { seconds }) => sum + seconds, 0);
}

function halfOf(standings: readonly ShownStanding[]): number {
  const half = standings.reduce((sum, { outcomes }) => sum + outcomes.length, 0) / 2;
  let sum = 0;
  const last = standings.findIndex(({ outcomes }) => {
    sum += outcomes.length;
    return sum >= half;
  });
  return last + 1;
}
