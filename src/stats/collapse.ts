/**
 * @file From which loss on a training has collapsed, the one definition for all that speaks of a collapse: above a bar, or where
 * the loss is no finite number. A training that failed has none, and is no collapse. The bar is the user's, else the trivial baseline's
 * loss, else far above the candidate's own median.
 */

import { actionFor, type FailurePolicy, isFailure, type Outcome } from '../core/index.js';
import { median } from './quantile.js';

/** A training of the others lies at most this many typical spreads above the median. */
const FAR = 10;
/** Of what a typical training gains over the baseline; a network that predicts a constant is rarely worse to the last digit. */
const LEFT_OF_GAIN = 0.01;

/** What is known of a field, in addition to the losses of the candidate. All in units of the loss, of which less is better. */
export interface CollapseTerms {
  /** The bar that the user set. */
  readonly above?: number | undefined;
  /** Of the trivial baseline. */
  readonly baseline?: number | undefined;
  /** See {@link fieldSpread}; 0 if it cannot be told. */
  readonly spread: number;
}

/** `setting`, `baseline`, `spread`: where the bar comes from. `divergence`: there is none, so that only a training without a finite loss collapses. */
type CollapseOrigin = 'setting' | 'baseline' | 'spread' | 'divergence';

export interface CollapseBar {
  readonly by: CollapseOrigin;
  /** A training with a larger loss collapsed; Infinity for `divergence`. */
  readonly above: number;
}

/**
 * The bar of one candidate, from losses that it had before: those of the race, for trainings after it. With a baseline it lies one
 * hundredth of the way from there to the median, so that a network which learned nothing is above it.
 *
 * @example collapseBar([0.2, 0.21, 0.24], { spread: 0.02 }) // { by: 'spread', above: 0.41 }
 */
export function collapseBar(losses: ArrayLike<number>, { above, baseline, spread }: CollapseTerms): CollapseBar {
  if (above !== undefined) return { by: 'setting', above };
  const middle = losses.length === 0 ? Number.NaN : median(losses);
  if (baseline !== undefined) {
    const gain = baseline - middle;
    return { by: 'baseline', above: gain > 0 ? baseline - LEFT_OF_GAIN * gain : baseline };
  }
  if (!(spread > 0) || !Number.isFinite(middle)) return { by: 'divergence', above: Number.POSITIVE_INFINITY };
  return { by: 'spread', above: middle + FAR * spread };
}

/** What has no finite loss always did. */
export function isCollapse(loss: number, { above }: Pick<CollapseBar, 'above'>): boolean {
  return !Number.isFinite(loss) || loss > above;
}

export function countCollapses(losses: ArrayLike<number>, bar: Pick<CollapseBar, 'above'>): number {
  return Array.from(losses).filter((loss) => isCollapse(loss, bar)).length;
}

/** The trainings of a set that are told apart as collapses. */
interface Exceptions {
  /** How many there are; null where none is told apart, because there is no bar, or most collapsed. */
  readonly collapsed: number | null;
  /** Whether a training with this loss is one. */
  includes(loss: number): boolean;
}

/**
 * Exceptions are fewer than half: where at least half of these losses lie above the bar, that is how the candidate trains, and a spread
 * of the others would be one of what it does now and then.
 *
 * @example exceptionsOf([2.3, 0.4, 0.5], { above: 1 }).collapsed // 1
 */
export function exceptionsOf(losses: ArrayLike<number>, bar: Pick<CollapseBar, 'above'> | undefined): Exceptions {
  const collapsed = bar === undefined ? 0 : countCollapses(losses, bar);
  if (bar === undefined || 2 * collapsed >= losses.length) return { collapsed: null, includes: () => false };
  return { collapsed, includes: (loss) => isCollapse(loss, bar) };
}

/**
 * The typical spread of a field, in units of the loss: the median over candidates of the median distance between two finite
 * trainings of the same candidate. Of normal losses it is 0.95 standard deviations; neither a few collapses nor a few restless
 * candidates move it. 0 if none has two finite trainings.
 *
 * @example fieldSpread([[1, 2, 9], [4, 4.5]]) // 3.75: the median of 7 and 0.5
 */
export function fieldSpread(field: readonly ArrayLike<number>[]): number {
  const spreads = field.map(ownSpread).filter((spread) => !Number.isNaN(spread));
  return spreads.length === 0 ? 0 : median(spreads);
}

/** Trainings further apart in a long row say nothing new, and would take time. */
const FURTHEST = 20;

function ownSpread(losses: ArrayLike<number>): number {
  const finite = Array.from(losses).filter(Number.isFinite);
  const distances = finite.flatMap((one, place) =>
    finite.slice(place + 1, place + 1 + FURTHEST).map((other) => Math.abs(one - other)),
  );
  return distances.length === 0 ? Number.NaN : median(distances);
}

// What a candidate's losses are, decided here for all that tells of them. Two counts, never mixed: of all trainings begun how
// many failed and how many collapsed, and the losses that an estimate uses, which follow from the failure policy. A training failed where it
// gave no loss after its retries; it collapsed where its loss is NaN, infinite or past the bar; none is both.

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

function hasCollapsed(ended: Ended, bar: Pick<CollapseBar, 'above'>): boolean {
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
