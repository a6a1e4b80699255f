/**
 * @file Port: costs of one candidate's trainings that rest on one another. Most figures are a training's own; how far its predictions lie from
 * those of the candidate's other trainings is none, and moves with each further one.
 */
import type { Outcome } from '../../../core/index.js';
import type { LossOf } from './race.js';

/** Of one candidate. Owned by the fold. */
export interface JointCosts {
  /**
   * Takes the next outcome, and what it counts as by itself: finite, Infinity = the worst, NaN = left out. Gives what all so far cost, in
   * order; NaN = nothing yet.
   */
  next(outcome: Outcome, loss: number): Float64Array<ArrayBuffer>;
}

/** A figure that trainings have together. */
export interface JointFigure {
  /** Trainings of one candidate that give a first cost. */
  readonly leastTrials: number;
  begin(): JointCosts;
}

/** What the outcomes of one candidate cost, in order; each its own loss where the figure is a training's own. */
export function costsOfAll(
  outcomes: readonly Outcome[],
  lossOf: LossOf,
  figure: JointFigure | undefined,
): Float64Array {
  if (figure === undefined) return Float64Array.from(outcomes, lossOf);
  const costs = figure.begin();
  let all = new Float64Array();
  for (const outcome of outcomes) all = costs.next(outcome, lossOf(outcome));
  return all;
}
