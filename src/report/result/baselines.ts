/** @file Sets the winner beside the baselines: whether it is better than they are, beyond doubt. */
import { scoreOf } from '../../core/index.js';
import { compareWithValue } from '../../stats/index.js';
import type { ReportInput } from '../input.js';
import type { ResultBaseline } from './figure-schema.js';
import type { Member } from './members.js';
import type { ResultChoice } from './result-schema.js';

/** Nothing is compared where nobody is chosen, or where baselines do not have what is raced. */
export function compareBaselines(
  { baselines = [], criterion, direction, metric = 'loss' }: ReportInput,
  winner: ResultChoice | null,
  members: readonly Member[],
): readonly ResultBaseline[] {
  const losses = members.find(({ standing }) => standing === 'winner')?.losses ?? [];
  if (winner === null || losses.length === 0) return [];
  // A spread says nothing about how good a model is; its losses do.
  const figure = criterion.kind === 'spread' ? undefined : winner.criterion;
  const score = scoreOf(metric, direction);
  return baselines.flatMap((baseline) => {
    const { selection, final } = baseline;
    const given = selection[metric];
    if (given === undefined) return [];
    const value = score.compared(given);
    const loss = score.cost(value);
    const { better, isMostly } = compareWithValue(losses, loss);
    const isLower = figure === undefined || score.cost(figure.value) < loss;
    const beaten = worstEnd(figure, score) < loss || (isLower && isMostly);
    return { ...baseline, loss: value, selection: { ...selection }, final: final && { ...final }, better, beaten };
  });
}

/** The bad end of the figure's interval, as a loss; infinite where there is none. */
function worstEnd(figure: ResultChoice['criterion'] | undefined, { cost }: ReturnType<typeof scoreOf>): number {
  if (figure === undefined || 'reason' in figure.interval) return Number.POSITIVE_INFINITY;
  const { low, high } = figure.interval;
  return Math.max(cost(low), cost(high));
}
