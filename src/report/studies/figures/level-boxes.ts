/** @file Figure: every training at the levels of a factor, as box plots. */
import type { FactorAnalysis } from '../../../questions/compare/plan/index.js';
import type { Figure } from '../../figures/index.js';
import { type BoxChartView, drawBoxChart } from '../../html/charts/box-chart.js';
import { directionWords, studyAxis, studyBox } from '../study-direction.js';
import type { StudyInput } from '../study-input.js';
import { pText } from '../study-tables.js';

export function levelBoxesFigure({ figure }: StudyInput, factor: FactorAnalysis, index: number): Figure {
  const { name, overall, levels } = factor;
  const view = levelsView(factor, figure);
  return {
    id: `factor-${index}`,
    title: 'Box plots',
    conclusion: `The ${figure} of every training at the levels of ${name}.`,
    reading: [
      'Boxes are quartiles, the thick line the median; no box for fewer than five trainings. Blue: the level with the best median.',
      ...(overall === null
        ? []
        : [
            `All levels together (Friedman's test on ${overall.replicates} common replicates): p = ${pText(overall.pValue)}.`,
          ]),
    ],
    direction: directionWords(figure),
    n: 'n stands beside each name',
    draw: (id) => drawBoxChart(id, view, figure, `the levels of ${name}`),
    data: {
      columns: ['level', 'training', figure],
      rows: levels.flatMap(({ value, distribution }) =>
        distribution.losses.map((loss, place) => [value, place + 1, loss]),
      ),
    },
  };
}

/** Levels as the rows of a box chart, the best by median marked. */
function levelsView({ levels, verdict }: FactorAnalysis, figure: string): BoxChartView {
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
