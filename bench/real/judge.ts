/** @file What a pick is worth, by fresh trainings on replicates that no contender has used. */
import { FRESH_FROM } from '../../src/questions/race/plan/index.js';
import {
  collapseBar,
  countCollapses,
  criterionInterval,
  fieldSpread,
  type Interval,
  type NoInterval,
  parseCriterion,
} from '../../src/stats/index.js';
import type { Picked } from './contenders.js';
import type { Trainings } from './trainings.js';

export const FRESH_TRAININGS = 50;
const LEVEL = 0.95;
/** What 50 fresh trainings of a pick are judged by. */
export const FIGURES = {
  q3: parseCriterion('q3'),
  spread: parseCriterion('std'),
  worst: parseCriterion('max'),
} as const;
export type Figure = keyof typeof FIGURES;
export type ByFigure<Value> = Readonly<Record<Figure, Value>>;

export interface Judged extends Picked {
  readonly label: string;
  /** Of the fresh trainings. */
  readonly collapsed: number;
  readonly fresh: ByFigure<{ readonly value: number; readonly interval: Interval | NoInterval }>;
}

export async function judge(trainings: Trainings, picked: Picked): Promise<Judged> {
  const losses = new Float64Array(FRESH_TRAININGS);
  for (let index = 0; index < FRESH_TRAININGS; index++) {
    const { loss } = await trainings.train(trainings.trialOf(picked.candidate, FRESH_FROM + index));
    losses[index] = loss ?? Number.POSITIVE_INFINITY;
  }
  const label = trainings.labelOf(picked.candidate);
  const fresh = byFigure((figure) => ({
    value: FIGURES[figure].evaluate(losses),
    interval: criterionInterval(losses, FIGURES[figure], LEVEL),
  }));
  const bar = collapseBar(losses, { baseline: trainings.trivial, spread: fieldSpread([losses]) });
  return { ...picked, label, collapsed: countCollapses(losses, bar), fresh };
}

export function byFigure<Value>(of: (figure: Figure) => Value): ByFigure<Value> {
  return { q3: of('q3'), spread: of('spread'), worst: of('worst') };
}

export function lineOf(
  seed: number,
  contender: string,
  { label, trainings, seconds, collapsed, fresh, claim }: Judged,
): string {
  const figures = Object.entries(fresh).map(([figure, { value, interval }]) => {
    const ends = 'low' in interval ? ` (${interval.low.toFixed(4)} to ${interval.high.toFixed(4)})` : '';
    return `${figure} ${value.toFixed(4)}${ends}`;
  });
  const stated =
    claim === undefined
      ? ''
      : `, ${claim.verdict}, ${claim.setSize} in the set, tolerance ${claim.tolerance.toFixed(4)}, bound ${claim.bound.toFixed(4)}`;
  return `seed ${seed}, ${contender}: ${figures.join(', ')}; ${collapsed} collapsed; ${trainings} trainings, ${seconds.toFixed(0)} core-seconds${stated}; ${label}`;
}
