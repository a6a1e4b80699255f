/** @file Sets the choice beside the baselines: whether it is better than they are, beyond doubt. */
import { binomialUpperTail } from '../../stats/index.js';
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
    const better = losses.filter((loss) => loss < baseline.loss).length;
    const isLower = figure === undefined || figure.value < baseline.loss;
    const beaten = upperEnd(figure) < baseline.loss || (isLower && isMostly(better, losses.length));
    return { ...baseline, final: baseline.final && { ...baseline.final }, better, beaten };
  });
}

/** The bad end of the figure's interval; infinite where there is none. */
function upperEnd(figure: ResultChoice['criterion'] | undefined): number {
  return figure === undefined || 'reason' in figure.interval ? Number.POSITIVE_INFINITY : figure.interval.high;
}

const ALPHA = 0.05;

/** Sign test; of fewer trials than it can tell anything by, all have to be better. */
function isMostly(better: number, trials: number): boolean {
  return better === trials || binomialUpperTail(better, trials, 0.5) <= ALPHA;
}
