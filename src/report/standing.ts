/** @file Candidates where they stand in the race, with their labels, and the log by candidate: outcomes and losses as the race counts them. */
import { type Direction, jointMeaning, type Outcome, STREAM_NAMES, type Trial, turned } from '../core/index.js';
import { isFresh, type Standing } from '../questions/race/plan/index.js';
import type { Criterion } from '../stats/index.js';
import type { ReportInput } from './input.js';

/** A standing as the selection room gives it, with what people look at beside it. */
export interface ShownStanding
  extends Omit<Standing, 'candidate' | 'losses' | 'replicates' | 'fresh' | 'freshReplicates'> {
  readonly id: string;
  readonly label: string;
  /** Every trial of the race, in replicate order, whether it counts or not. */
  readonly outcomes: readonly Outcome[];
  /** Those that count, in replicate order: as costs, for statistics, and as they are shown. */
  readonly losses: readonly number[];
  readonly values: readonly number[];
  /** By loss. */
  readonly replicates: readonly number[];
  readonly fresh: FreshStanding;
}

/** The same of the trials after the race. */
export interface FreshStanding extends Pick<ShownStanding, 'outcomes' | 'losses' | 'values' | 'replicates'> {}

/** All candidates, best first. */
export function showStandings({
  standings,
  header,
  outcomes,
  replicateOrder,
  direction,
}: ReportInput): readonly ShownStanding[] {
  const groups = groupLosses(
    standings.map(({ candidate }) => candidate),
    outcomes,
    replicateOrder,
  );
  const labels = new Map(header.candidates.map(({ id, label }) => [id, label]));
  return standings.map(({ candidate, criterion, eliminatedAt, replicates, fresh, freshReplicates, ...standing }) => {
    const all = groups.get(candidate)?.outcomes ?? [];
    const losses = Array.from(standing.losses);
    return {
      id: candidate,
      label: labels.get(candidate) ?? '',
      ...{ criterion, eliminatedAt },
      outcomes: all.filter(({ trial }) => !isFresh(trial)),
      losses,
      values: shownValues(losses, direction),
      replicates: Array.from(replicates),
      fresh: {
        outcomes: all.filter(({ trial }) => isFresh(trial)),
        losses: Array.from(fresh),
        values: shownValues(fresh, direction),
        replicates: Array.from(freshReplicates),
      },
    };
  });
}

function shownValues(losses: ArrayLike<number>, direction: Direction): readonly number[] {
  return Array.from(losses, (loss) => turned(loss, direction));
}

/** The criterion of losses, or null where it is undefined for so few. */
export function evaluateCriterion(criterion: Criterion, losses: readonly number[]): number | null {
  return losses.length < criterion.minimumTrials ? null : criterion.evaluate(losses);
}

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
function trialComparison(replicateOrder?: readonly number[]): (a: Trial, b: Trial) => number {
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
