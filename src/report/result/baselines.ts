/** @file Sets the choice beside the baselines: whether it is better than they are, beyond doubt. */
import { compareWithValue } from '../../stats/index.js';
import type { ReportInput } from '../input.js';
import type { ResultBaseline } from './answer-schema.js';
import type { Member } from './members.js';
import type { ResultChoice } from './result-schema.js';

/** Nothing is compared where nobody is chosen. */
export function compareBaselines(
  { baselines = [], criterion }: ReportInput,
  choice: ResultChoice | null,
  members: readonly Member[],
): readonly ResultBaseline[] {
  const losses = members.find(({ standing }) => standing === 'choice')?.losses ?? [];
  if (choice === null || losses.length === 0) return [];
  // A spread says nothing about how good a model is; its losses do.
  const figure = criterion.negatedForScores ? choice.criterion : undefined;
  return baselines.map((baseline) => {
    const { better, isMostly } = compareWithValue(losses, baseline.loss);
    const isLower = figure === undefined || figure.value < baseline.loss;
    const beaten = upperEnd(figure) < baseline.loss || (isLower && isMostly);
    const { selection, final } = baseline;
    return { ...baseline, selection: { ...selection }, final: final && { ...final }, better, beaten };
  });
}

/** The bad end of the figure's interval; infinite where there is none. */
function upperEnd(figure: ResultChoice['criterion'] | undefined): number {
  return figure === undefined || 'reason' in figure.interval ? Number.POSITIVE_INFINITY : figure.interval.high;
}
