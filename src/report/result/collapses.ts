/** @file How often trainings of each candidate failed and collapsed, as the result has it: in the user's direction, with the baseline where there is one. */
import { type Direction, jointMeaning, scoreOf, turned } from '../../core/index.js';
import { type CollapseCount, collapsesOf, trainingsIn } from '../../questions/race/plan/index.js';
import type { ReportInput } from '../input.js';
import type { ResultCollapses } from './figure-schema.js';

/** By candidate; only of those that were trained. */
export function collapsesIn(input: ReportInput): ReadonlyMap<string, ResultCollapses> {
  const { standings, outcomes, collapse, direction, answer, metric } = input;
  // What several trainings give together says of none of them that it collapsed.
  if (jointMeaning(metric) !== undefined) return new Map();
  const terms = { baseline: trivialLoss(input), ...collapse };
  const counts = collapsesOf(standings, trainingsIn(outcomes), terms, answer?.reliability);
  return new Map(Array.from(counts, ([candidate, count]) => [candidate, showCollapses(count, direction)]));
}

function showCollapses({ above, best, ...count }: CollapseCount, direction: Direction): ResultCollapses {
  const bar = Number.isFinite(above) ? turned(above, direction) : null;
  return { ...count, bar, best: turned(best, direction) };
}

/** Above which loss a training collapsed. */
export function lossBarOf({ bar }: ResultCollapses, direction: Direction): number {
  return bar === null ? Number.POSITIVE_INFINITY : turned(bar, direction);
}

/** What is raced of the trivial baseline, as a loss; undefined where there is none. */
function trivialLoss({ baselines = [], metric = 'loss', direction }: ReportInput): number | undefined {
  const given = baselines.find(({ kind }) => kind === 'trivial')?.selection[metric];
  const score = scoreOf(metric, direction);
  return given === undefined ? undefined : score.cost(score.compared(given));
}
