/** @file The log by candidate: outcomes in replicate order, and their losses as the race counts them. */
import { jointMeaning, type Outcome, STREAM_NAMES, type Trial } from '../core/index.js';

interface CandidateLosses {
  readonly candidate: string;
  /** Every outcome, in replicate order. */
  readonly outcomes: readonly Outcome[];
  /** In replicate order; Infinity for whatever did not end with a finite loss, for whatever reason. */
  readonly losses: readonly number[];
}

/** Groups outcomes by candidate, in the candidates' order; the order of arrival leaves no trace. */
export function groupLosses(
  candidates: readonly string[],
  outcomes: readonly Outcome[],
  replicateOrder?: readonly number[],
): ReadonlyMap<string, CandidateLosses> {
  const groups = new Map<string, Outcome[]>(candidates.map((candidate) => [candidate, []]));
  for (const outcome of outcomes) groups.get(outcome.trial.candidate)?.push(outcome);
  const compare = trialComparison(replicateOrder);
  const sorted = new Map<string, CandidateLosses>();
  for (const [candidate, unordered] of groups) {
    const ordered = unordered.toSorted((a, b) => compare(a.trial, b.trial));
    sorted.set(candidate, { candidate, outcomes: ordered, losses: ordered.map(({ loss }) => loss) });
  }
  return sorted;
}

/** By replicate as it was used (the place in `replicateOrder`, else the index itself), then by the other streams and the repeat. */
export function trialComparison(replicateOrder?: readonly number[]): (a: Trial, b: Trial) => number {
  const places = replicateOrder && new Map(replicateOrder.map((index, place) => [index, place]));
  const placeOf = (index: number): number => places?.get(index) ?? index;
  return (a, b) => {
    for (const stream of STREAM_NAMES) {
      const difference = placeOf(a.streams[stream] ?? 0) - placeOf(b.streams[stream] ?? 0);
      if (difference !== 0) return difference;
    }
    return a.repeat - b.repeat;
  };
}

/** The trial that stands for a candidate: the smallest loss, ties by replicate, never by order of arrival. */
export function bestTrialOf(candidate: string, outcomes: readonly Outcome[]): Outcome | undefined {
  return outcomes
    .filter(({ trial, status }) => trial.candidate === candidate && status === 'completed')
    .sort(
      (a, b) => a.loss - b.loss || a.trial.streams.init - b.trial.streams.init || a.trial.repeat - b.trial.repeat,
    )[0];
}

/** Each by what it has itself: where a race is about a figure that trainings have together, that is its own loss. */
export function judgedAlone(outcomes: readonly Outcome[], metric: string | undefined): readonly Outcome[] {
  if (jointMeaning(metric) === undefined) return outcomes;
  return outcomes.map((outcome) => ({ ...outcome, loss: outcome.metrics.loss ?? outcome.loss }));
}
