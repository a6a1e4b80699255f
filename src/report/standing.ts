/** @file Joins where candidates stand in the race with their labels and outcomes, for everything that shows them. */
import type { Outcome } from '../core/index.js';
import type { Standing } from '../selection/index.js';
import { type Criterion, criterionInterval, type Interval, type NoInterval } from '../stats/index.js';
import { groupLosses } from './candidate-losses.js';
import type { ReportInput } from './input.js';

/** A standing as the selection room gives it, with what people look at beside it. */
export interface ShownStanding extends Omit<Standing, 'candidate' | 'losses'> {
  readonly id: string;
  readonly label: string;
  /** Every trial, in replicate order, whether it counts or not. */
  readonly outcomes: readonly Outcome[];
  /** Those that count, in replicate order. */
  readonly losses: readonly number[];
}

/** All candidates, best first. */
export function showStandings({ standings, header, outcomes, replicateOrder }: ReportInput): readonly ShownStanding[] {
  const groups = groupLosses(
    standings.map(({ candidate }) => candidate),
    outcomes,
    replicateOrder,
  );
  const labels = new Map(header.candidates.map(({ id, label }) => [id, label]));
  return standings.map(({ candidate, losses, ...standing }) => ({
    ...standing,
    id: candidate,
    label: labels.get(candidate) ?? '',
    outcomes: groups.get(candidate)?.outcomes ?? [],
    losses: Array.from(losses),
  }));
}

/** The criterion of losses, or null where it is undefined for so few. */
export function evaluateCriterion(criterion: Criterion, losses: readonly number[]): number | null {
  return losses.length < criterion.minimumTrials ? null : criterion.evaluate(losses);
}

/** The interval of a candidate's criterion, on losses. */
export function standingInterval(input: ReportInput, { losses }: ShownStanding): Interval | NoInterval {
  return criterionInterval(losses, input.criterion);
}
