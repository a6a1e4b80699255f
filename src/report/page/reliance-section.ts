/** @file Section: what the choice relies on, and whether its retrainings agree; there once an explanation was kept. */

import {
  explanationHeadline,
  explanationMethod,
  explanationNotices,
  explanationStatements,
  groupTexts,
  importanceFormat,
  worsening,
} from '../explain/explanation-words.js';
import type { Explanation } from '../explain/index.js';
import { drawnRows, type RelianceRow, relianceRows } from '../explain/reliance-rows.js';
import { type Figure, renderFigure, type Section } from '../figures/index.js';
import { drawReliance } from '../html/charts/reliance-chart.js';
import { html } from '../html/markup.js';
import { formatQuantity } from '../number-text.js';
import type { ReportView } from '../view/report-view.js';

/** Null where none was kept, or it is of another candidate. */
export function relianceSection({ input, result, telling }: ReportView): Section | null {
  const { explanation } = input;
  if (explanation === undefined || explanation.candidate !== result.choice?.candidate) return null;
  const rows = drawnRows(explanation);
  if (rows.length === 0) return null;
  const figures = [relianceFigure(explanation, rows, telling.nameOf(explanation.candidate))];
  const texts = [...explanationStatements(explanation), ...explanationNotices(explanation), ...groupTexts(explanation)];
  return {
    id: 'reliance',
    title: 'What the model relies on',
    content: html`${figures.map(renderFigure)}
<ul>${texts.map((text) => html`<li>${withoutTicks(text)}</li>`)}</ul>
<p class="quiet">It says what the model uses, not what causes what. Importances by shuffling (Breiman 2001, doi 10.1023/A:1010933404324).</p>`,
    figures,
  };
}

function relianceFigure(explanation: Explanation, rows: readonly RelianceRow[], name: string): Figure {
  const { metric, instances, columns, data } = explanation;
  const show = importanceFormat(explanation);
  return {
    id: 'reliance',
    title: 'Importance of columns',
    conclusion: `${withoutTicks(explanationHeadline(explanation, name))}.`,
    reading: [
      `${explanationMethod(explanation)}.`,
      'A point is the median, its line reaches from the least to the most; grey ones cannot be told from 0. The diamond is the exported model.',
      ...(columns.length > rows.length ? ['The data hold all columns.'] : []),
    ],
    direction: null,
    n: `n = ${formatQuantity(instances.length, 'training')}, ${formatQuantity(data.rows, 'row')}`,
    interval: null,
    draw: (id, size) => drawReliance(id, rows, `how much the ${metric.figure} ${worsening(metric)}`, show, size),
    keys: null,
    data: {
      columns: ['column', 'importance', 'least', 'most', 'error', 'p', 'exported'],
      rows: relianceRows(explanation).map((row) => [
        row.name,
        ...[row.importance, row.least, row.most, row.error, row.pValue],
        row.exported,
      ]),
    },
  };
}

/** Marks of code for terminals are none on a page. */
function withoutTicks(text: string): string {
  return text.replaceAll('`', '');
}
