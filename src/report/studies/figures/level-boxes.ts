/** @file Figure: every training at the levels of a factor. */
import { asLosses } from '../../../questions/common/plan/index.js';
import type { FactorAnalysis } from '../../../questions/compare/plan/index.js';
import { median } from '../../../stats/index.js';
import { LONG } from '../../chart/axes.js';
import type { Chart } from '../../chart/index.js';
import type { StudyInput } from '../study-input.js';
import { setBoxesFigure } from './set-boxes.js';

/** Many levels are sorted: nobody finds the best of 30 otherwise. */
export function levelBoxesFigure(
  { figure }: StudyInput,
  { name, levels, verdict }: FactorAnalysis,
  index: number,
): Chart {
  const middle = ({ distribution: { losses } }: (typeof levels)[number]): number =>
    losses.length === 0 ? Number.POSITIVE_INFINITY : median(asLosses(losses, figure));
  const shown = levels.length < LONG ? levels : levels.toSorted((a, b) => middle(a) - middle(b) || 0);
  return setBoxesFigure({
    id: `factor-${index}`,
    title: `Levels of ${name}`,
    says: `The ${figure} of every training at the levels of ${name}; blue: the best median.`,
    column: 'level',
    sets: shown.map(({ value, distribution }) => ({
      name: value,
      values: distribution.losses,
      isBest: verdict.best.includes(value),
    })),
    figure,
  });
}
