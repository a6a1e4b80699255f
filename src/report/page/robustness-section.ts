/** @file Section: how the losses of the choice and its rivals vary over trainings. */
import { type Figure, renderFigure, type Section } from '../figures/index.js';
import { drawBoxChart } from '../html/charts/box-chart.js';
import { html } from '../html/markup.js';
import { finalistTables } from '../html/tables.js';
import { intervalNote } from '../view/interval-words.js';
import type { ReportView } from '../view/report-view.js';

export function robustnessSection(view: ReportView): Section | null {
  const { finalists, result } = view;
  if (finalists.boxes.length === 0) return null;
  const boxes = boxFigure(view);
  return {
    id: 'robustness',
    title: 'The choice and its rivals',
    content: html`${finalistTables(finalists, result)}
<p class="quiet">${finalistNote(view)}</p>
${renderFigure(boxes)}`,
    figures: [boxes],
  };
}

function boxFigure({ finalists, word, result }: ReportView): Figure {
  return {
    id: 'boxes',
    title: 'Box plots',
    conclusion: `The ${word} on the selection set${result.trials.fresh > 0 ? ', of fresh trials where there are any' : ''}.`,
    reading: [
      'Boxes are quartiles, the thick line the median, whiskers reach the furthest trial within 1.5 interquartile ranges; no box for fewer than five trials.',
    ],
    direction: result.direction === 'maximize' ? 'higher is better' : 'lower is better',
    n: 'n stands beside each name',
    interval: null,
    draw: (id, size) => drawBoxChart(id, finalists, word, size),
    keys: null,
    data: {
      columns: ['candidate', 'trial', word],
      rows: finalists.boxes.flatMap(({ id, values }) => values.map((value, index) => [id, index + 1, value])),
    },
  };
}

function finalistNote({ result }: ReportView): string {
  const note = intervalNote(result);
  const race = result.trials.fresh === 0 ? '' : ' In the race: the same figure from the trials that chose.';
  return `Iqr: the interquartile range. Worst: the worst trial.${race}${note === null ? '' : ` Below the figures: ${note}`}`;
}
