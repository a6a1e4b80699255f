/** @file Figure: every training at the levels of a factor, as box plots. */
import { asLosses } from '../../../questions/common/plan/index.js';
import type { FactorAnalysis } from '../../../questions/compare/plan/index.js';
import { median } from '../../../stats/index.js';
import { LONG } from '../../chart/axes.js';
import { type BoxChartView, drawBoxChart } from '../../chart/box-chart.js';
import type { Chart } from '../../chart/index.js';
import { directionWords, studyAxis, studyBox } from '../study-direction.js';
import type { StudyInput } from '../study-input.js';
import { pText } from '../study-tables.js';

export function levelBoxesFigure({ figure }: StudyInput, factor: FactorAnalysis, index: number): Chart {
  const { name, overall, levels } = factor;
  const view = levelsView(factor, figure);
  return {
    id: `factor-${index}`,
    title: 'Box plots',
    says: `The ${figure} of every training at the levels of ${name}.`,
    reads: [
      'Boxes are quartiles, the thick line the median; no box for fewer than five trainings. Blue: the level with the best median.',
      ...(overall === null
        ? []
        : [
            `All levels together (Friedman's test on ${overall.replicates} common replicates): p = ${pText(overall.pValue)}.`,
          ]),
    ],
    direction: directionWords(figure),
    n: 'n stands beside each name',
    plot: () => drawBoxChart(view, figure),
    data: {
      columns: ['level', 'training', figure],
      rows: levels.flatMap(({ value, distribution }) =>
        distribution.losses.map((loss, place) => [value, place + 1, loss]),
      ),
    },
  };
}

/** Levels as the rows of a box chart, the best by median marked. Many are sorted: nobody finds the best of 30 otherwise. */
function levelsView({ levels: all, verdict }: FactorAnalysis, figure: string): BoxChartView {
  const middle = ({ distribution: { losses } }: (typeof all)[number]): number =>
    losses.length === 0 ? Number.POSITIVE_INFINITY : median(asLosses(losses, figure));
  const levels = all.length < LONG ? all : all.toSorted((a, b) => middle(a) - middle(b) || 0);
  return {
    boxes: levels.map(({ value, candidate, distribution }) => ({
      id: value,
      label: candidate,
      isChoice: verdict.best.includes(value),
      count: String(distribution.losses.length),
      values: distribution.losses,
      box: studyBox(distribution.losses, figure),
    })),
    axis: studyAxis(
      levels.flatMap(({ distribution }) => distribution.losses),
      figure,
    ),
  };
}
