/**
 * @file What a candidate's losses are, decided here for everybody that tells of them. Two counts, never mixed: of all trainings begun how
 * many failed and how many collapsed, and the losses that an estimate uses, which follow from the failure policy. A training failed where it
 * gave no loss after its retries; it collapsed where its loss is NaN, infinite or past the bar; none is both.
 */
import { actionFor, type FailurePolicy, isFailure, type Outcome } from '../core/index.js';
import { type CollapseBar, isCollapse } from './collapse.js';

/** Trainings that ended, by what came of them. */
export interface Endings {
  /** All of them, whether an estimate uses them or not. */
  readonly begun: number;
  readonly failed: number;
  readonly collapsed: number;
}

/** What an outcome counts as under the policy: its loss, Infinity for the worst, or NaN where it is left out. */
export function lossUnder(policy: FailurePolicy, outcome: Outcome): number {
  if (outcome.status === 'completed') return outcome.loss;
  return actionFor(policy, outcome) === 'exclude' ? Number.NaN : Number.POSITIVE_INFINITY;
}

/** What became of a training; its loss is a cost, in units of what is raced. */
type Ended = Pick<Outcome, 'status' | 'loss'>;

export function hasCollapsed(ended: Ended, bar: Pick<CollapseBar, 'above'>): boolean {
  return !isFailure(ended) && isCollapse(ended.loss, bar);
}

/**
 * How the trainings of one candidate ended, against its bar.
 *
 * @example
 * const trainings = [{ status: 'completed', loss: 2.3 }, { status: 'failed', loss: Infinity }, { status: 'diverged', loss: Infinity }];
 * countEndings(trainings, { above: 1 }) // { begun: 3, failed: 1, collapsed: 2 }
 */
export function countEndings(trainings: readonly Ended[], bar: Pick<CollapseBar, 'above'>): Endings {
  return {
    begun: trainings.length,
    failed: trainings.filter(isFailure).length,
    collapsed: trainings.filter((training) => hasCollapsed(training, bar)).length,
  };
}

/** Trainings that did not come out: a promise that training works is held to these. */
export function lostOf({ failed, collapsed }: Pick<Endings, 'failed' | 'collapsed'>): number {
  return failed + collapsed;
}
