/** @file Joins where candidates stand in the race with their labels and outcomes, for everything that shows them. */
import { type Direction, isFailure, type Outcome, turned } from '../core/index.js';
import { isFresh, type Standing } from '../questions/race/plan/index.js';
import type { Criterion } from '../stats/index.js';
import { groupLosses } from './candidate-losses.js';
import type { ReportInput } from './input.js';

/** A standing as the selection room gives it, with what people look at beside it. */
export interface ShownStanding extends Omit<Standing, 'candidate' | 'losses' | 'replicates' | 'fresh'> {
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
  return standings.map(({ candidate, criterion, eliminatedAt, replicates, fresh, ...standing }) => {
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
      fresh: showFresh(
        all.filter(({ trial }) => isFresh(trial)),
        Array.from(fresh),
        direction,
      ),
    };
  });
}

/** Where fewer losses than outcomes count, the failed ones are left out. */
function showFresh(outcomes: readonly Outcome[], losses: readonly number[], direction: Direction): FreshStanding {
  const counted = losses.length === outcomes.length ? outcomes : outcomes.filter((outcome) => !isFailure(outcome));
  const values = shownValues(losses, direction);
  return { outcomes, losses, values, replicates: counted.map(({ trial }) => trial.streams.init) };
}

function shownValues(losses: ArrayLike<number>, direction: Direction): readonly number[] {
  return Array.from(losses, (loss) => turned(loss, direction));
}

/** The criterion of losses, or null where it is undefined for so few. */
export function evaluateCriterion(criterion: Criterion, losses: readonly number[]): number | null {
  return losses.length < criterion.minimumTrials ? null : criterion.evaluate(losses);
}
