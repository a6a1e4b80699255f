/** @file Figure: the trainings of a candidate under each source of randomness, as histograms. */
import type { MeasureAnalysis, MeasuredCandidate } from '../../../questions/measure/plan/index.js';
import { type Figure, seriesKeys, seriesStyle } from '../../figures/index.js';
import { formatQuantity } from '../../number-text.js';
import { drawHistograms } from '../charts/histogram-chart.js';
import { sourceText, trainingsText } from '../source-words.js';
import { directionWords } from '../study-direction.js';
import type { ShownStudy } from '../study-section.js';

export function sourceHistogramsFigure(
  { figure, nameOf }: ShownStudy<MeasureAnalysis>,
  measured: MeasuredCandidate,
  index: number,
): Figure {
  const series = measured.arms.map(({ name, distribution }) => ({
    name: sourceText(name),
    values: distribution.losses,
  }));
  return {
    id: `sources-${index}`,
    title: `Histograms of ${nameOf(measured.candidate)}`,
    conclusion: `The ${figure} by what varies.`,
    reading: ['Everything else is held; upright lines are medians.', ...repeatedText(measured)],
    direction: directionWords(figure),
    n: `n = ${trainingsText(series.map(({ values }) => values.length))} in a histogram`,
    draw: (id, size) => drawHistograms(id, series, figure, size),
    keys: seriesKeys(
      series.map(({ name }, place) => ({ name: `${name} vary`, style: seriesStyle(place), shows: 'line' })),
    ),
    data: {
      columns: ['varies', 'training', figure],
      rows: measured.arms.flatMap(({ name, distribution }) =>
        distribution.losses.map((loss, place) => [name, place + 1, loss]),
      ),
    },
  };
}

function repeatedText({ controls: { losses, identical } }: MeasuredCandidate): string[] {
  if (losses.length < 2) return [];
  const trainings = `${formatQuantity(losses.length, 'training')} with equal seeds`;
  return identical
    ? [`${trainings} gave equal losses to the last bit: nothing escapes the seeds.`]
    : [`${trainings} differ.`];
}
