/** @file Figure: the trainings of a candidate that is held to a promise, as a histogram. */
import type { AssureAnalysis } from '../../../questions/assure/plan/index.js';
import type { Figure } from '../../figures/index.js';
import { formatQuantity } from '../../number-text.js';
import { drawHistograms } from '../charts/histogram-chart.js';
import { directionWords } from '../study-direction.js';
import type { ShownStudy } from '../study-section.js';

export function assuredTrainingsFigure({ figure, analysis, nameOf }: ShownStudy<AssureAnalysis>): Figure {
  const { losses } = analysis.distribution;
  return {
    id: 'share-losses',
    title: 'Every training',
    conclusion: `The ${figure} of the trainings of ${nameOf(analysis.candidate)}.`,
    reading: ['The upright line is the median.'],
    direction: directionWords(figure),
    n: `n = ${formatQuantity(losses.length, 'training')}`,
    draw: (id, size) => drawHistograms(id, [{ name: 'trainings', values: losses }], figure, size),
    data: { columns: ['training', figure], rows: losses.map((loss, place) => [place + 1, loss]) },
  };
}
