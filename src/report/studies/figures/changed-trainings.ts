/** @file Figure: the trainings of the new and of the old candidate, one histogram over the other. */
import type { ChangeAnalysis } from '../../../questions/change/plan/index.js';
import { type Figure, seriesKeys, seriesStyle } from '../../figures/index.js';
import { formatQuantity } from '../../number-text.js';
import { drawHistograms } from '../charts/histogram-chart.js';
import { directionWords } from '../study-direction.js';
import type { ShownStudy } from '../study-section.js';

export function changedTrainingsFigure({ figure, analysis, nameOf }: ShownStudy<ChangeAnalysis>): Figure {
  const { new: fresh, old, pairs } = analysis;
  const series = [fresh, old].map(({ candidate, distribution }, place) => {
    return { name: `${place === 0 ? 'new' : 'old'}: ${nameOf(candidate)}`, values: distribution.losses };
  });
  return {
    id: 'change-losses',
    title: 'Every training',
    conclusion: `The ${figure} of every training, new and old.`,
    reading: ['Both are trained on the same replicates; upright lines are medians.'],
    direction: directionWords(figure),
    n: `n = ${formatQuantity(pairs, 'pair')}`,
    draw: (id, size) => drawHistograms(id, series, figure, size),
    keys: seriesKeys(series.map(({ name }, place) => ({ name, style: seriesStyle(place), shows: 'line' }))),
    data: {
      columns: ['candidate', 'training', figure],
      rows: series.flatMap(({ name, values }) => values.map((value, place) => [name, place + 1, value])),
    },
  };
}
