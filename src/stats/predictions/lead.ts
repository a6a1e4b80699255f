/**
 * @file By how much one candidate leads another on examples that neither was chosen by, with an interval for further trainings and further
 * examples, and how much of the lead that chose it is gone there (overtuning; Schneider, Bischl and Feurer 2025, arXiv 2506.19540).
 */

import { studentTwoSidedQuantile } from '../distributions.js';
import { jackknifeError } from '../intervals/student-interval.js';
import { mean, variance } from '../moments.js';
import { type BoundedFigure, boundedFigure, unboundedFigure } from './bounded-figure.js';

/** The trainings of one candidate on the same examples, by a cost of which less is better. */
export interface JudgedTrainings {
  /** Of each training, finite. */
  readonly costs: readonly number[];
  /** Of some of them: the cost without each block of examples, [training][block]; the same blocks for both candidates. */
  readonly leftOut: readonly (readonly number[])[];
}

/** How much one training varies, as far as others tell. */
export interface TrainingSpread {
  readonly variance: number;
  readonly degrees: number;
}

/**
 * Mean cost of the other less that of the own trainings: above 0 the own candidate is better. Trainings are independent samples; examples are the
 * same for both, and their error is that of the delete-a-group jackknife, so that any figure will do, also one that is no mean over examples.
 * What both errors share counts in each, which makes the interval too wide by no more than it.
 *
 * @param spread for a candidate with one training, whose own spread is not known; without it that one has no interval.
 * @throws RangeError for a candidate without a training.
 * @example leadOf({ costs: [1, 2], leftOut: [] }, { costs: [4, 5], leftOut: [] }, 0.95).value // 3
 */
export function leadOf(
  own: JudgedTrainings,
  other: JudgedTrainings,
  level: number,
  spread?: TrainingSpread,
): BoundedFigure {
  const value = mean(other.costs) - mean(own.costs);
  const parts = [own, other].flatMap(({ costs }) => {
    const known = costs.length > 1 ? { variance: variance(costs), degrees: costs.length - 1 } : spread;
    return known === undefined ? [] : [{ square: known.variance / costs.length, degrees: known.degrees }];
  });
  if (parts.length < 2) return unboundedFigure(value, level, 'one training tells nothing of how much trainings vary');
  const blocks = own.leftOut[0]?.length ?? 0;
  if (blocks > 1 && other.leftOut.length > 0) {
    const without = ({ leftOut }: JudgedTrainings, block: number): number =>
      mean(leftOut.map((one) => one[block] as number));
    const leads = Array.from({ length: blocks }, (_, block) => without(other, block) - without(own, block));
    parts.push({ square: jackknifeError(leads) ** 2, degrees: blocks - 1 });
  }
  const square = parts.reduce((sum, part) => sum + part.square, 0);
  if (square === 0) return unboundedFigure(value, level, 'these trainings do not vary');
  // Degrees of freedom as Welch and Satterthwaite have them.
  const degrees = square ** 2 / parts.reduce((sum, part) => sum + part.square ** 2 / part.degrees, 0);
  const half = studentTwoSidedQuantile(1 - level, degrees) * Math.sqrt(square);
  return boundedFigure(value, [value - half, value + half], level);
}

/** How much smaller the lead is there than the one that was seen when it was chosen, which is a known number. */
export function lostLead(chosenBy: number, lead: BoundedFigure): BoundedFigure {
  const { low, high, ...rest } = lead;
  return {
    ...rest,
    value: chosenBy - lead.value,
    low: high === null ? null : chosenBy - high,
    high: low === null ? null : chosenBy - low,
  };
}
