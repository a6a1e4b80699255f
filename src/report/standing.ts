/** @file Where every candidate stands at the end of the log: its criterion, its rank, and who is still in the race. */
import type { Outcome, Trial } from '../core/index.js';
import { type Criterion, criterionInterval, type Interval, type NoInterval } from '../stats/index.js';
import { type CandidateLosses, groupLosses } from './candidate-losses.js';
import type { ReportInput } from './input.js';

export interface Standing {
  readonly id: string;
  readonly label: string;
  readonly outcomes: readonly Outcome[];
  /** In replicate order. */
  readonly losses: readonly number[];
  /** Of the losses; null where there are too few for it. */
  readonly criterion: number | null;
  /** Round of the decision that dropped it, null while it is in the race. */
  readonly eliminatedAt: number | null;
}

/**
 * All candidates, best first: those still racing by their criterion (ties by id), then the others, last dropped first.
 * Candidates that are compared have seen the same replicates: while several race, trials of an unfinished round are left
 * out of their losses.
 */
export function rankCandidates(input: ReportInput): readonly Standing[] {
  const ids = input.header.candidates.map(({ id }) => id);
  const groups = groupLosses(ids, input.outcomes, input.replicateOrder);
  const labels = new Map(input.header.candidates.map(({ id, label }) => [id, label]));
  const { criterion } = input;
  const dropped = input.decisions.toReversed().flatMap((decision) => {
    return decision.eliminated.map((id) => ({ id, eliminatedAt: decision.round }));
  });
  const survivors = input.decisions.at(-1)?.survivors ?? ids;
  const isCompared = comparedTrials(input, survivors, groups);
  const stand = (id: string, eliminatedAt: number | null): Standing => {
    const { outcomes, losses } = groups.get(id) as CandidateLosses;
    const isTaken = (index: number): boolean =>
      eliminatedAt !== null || isCompared((outcomes[index] as Outcome).trial, index);
    const taken = outcomes.flatMap((outcome, index) =>
      isTaken(index) ? [{ outcome, loss: losses[index] as number }] : [],
    );
    const counted = taken.filter(({ outcome }) => input.isExcluded?.(outcome) !== true);
    // Excluded trials count as the worst after all where too few others are left, as in the race.
    const compared = (counted.length < criterion.minimumTrials ? taken : counted).map(({ loss }) => loss);
    const label = labels.get(id) ?? '';
    return { id, label, outcomes, losses: compared, criterion: evaluateCriterion(criterion, compared), eliminatedAt };
  };
  return [
    ...survivors.map((id) => stand(id, null)).sort(byCriterion),
    ...dropped.map(({ id, eliminatedAt }) => stand(id, eliminatedAt)),
  ];
}

/** The criterion of losses, or null where it is undefined for so few. */
export function evaluateCriterion(criterion: Criterion, losses: readonly number[]): number | null {
  return losses.length < criterion.minimumTrials ? null : criterion.evaluate(losses);
}

/** The interval of a candidate's criterion, on losses. */
export function standingInterval(input: ReportInput, standing: Standing): Interval | NoInterval {
  return criterionInterval(standing.losses, input.criterion);
}

/**
 * Which trials of those still racing enter their criterion: all of a sole survivor's; of several, those of the rounds that
 * were decided, or before the first decision as many of each as all have.
 */
function comparedTrials(
  { decisions, replicateOrder }: ReportInput,
  survivors: readonly string[],
  groups: ReadonlyMap<string, CandidateLosses>,
): (trial: Trial, index: number) => boolean {
  if (survivors.length === 1) return () => true;
  const decided = decisions.at(-1)?.round;
  if (decided === undefined) {
    const common = survivors.reduce((least, id) => Math.min(least, groups.get(id)?.losses.length ?? 0), Infinity);
    return (_, index) => index < common;
  }
  const places = replicateOrder && new Map(replicateOrder.map((replicate, place) => [replicate, place]));
  return ({ streams: { init } }) => (places?.get(init) ?? init) < decided;
}

function byCriterion(a: Standing, b: Standing): number {
  const difference = compareNumbers(a.criterion ?? Number.POSITIVE_INFINITY, b.criterion ?? Number.POSITIVE_INFINITY);
  return difference !== 0 ? difference : compareText(a.id, b.id);
}

function compareNumbers(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
