/** @file Figure: what the winner relies on, and whether its retrainings agree; there once an explanation was kept. */
import type { Chart } from '../chart/index.js';
import { intervalFigure } from '../chart/interval-chart.js';
import { drawnRows } from '../explain/explanation.js';
import { relianceTable } from '../explain/explanation-table.js';
import {
  explanationHeadline,
  explanationMethod,
  explanationNotices,
  explanationStatements,
  groupTexts,
  worsening,
} from '../explain/explanation-words.js';
import { html, type Markup } from '../html/markup.js';
import { formatQuantity } from '../number-text.js';
import type { ReportView } from '../view/report-view.js';

/** Null where none was kept, or it is of another candidate. */
export function relianceFigure({ input, result, telling }: ReportView): Chart | null {
  const { explanation } = input;
  if (explanation === undefined || explanation.candidate !== result.winner?.candidate) return null;
  const rows = drawnRows(explanation);
  if (rows.length === 0) return null;
  const name = telling.nameOf(explanation.candidate);
  const { metric, instances, columns } = explanation;
  const data = { ...relianceTable(explanation, false), caption: 'Importance of columns' };
  const told = {
    says: `${withoutTicks(explanationHeadline(explanation, name))}.`,
    reads: [
      `${explanationMethod(explanation)}.`,
      'A point is the median, its line reaches from the least to the most.',
      columns.length > rows.length ? 'The table has all columns.' : null,
    ],
    n: `n = ${formatQuantity(instances.length, 'training')}, ${formatQuantity(explanation.data.rows, 'row')}`,
  };
  return intervalFigure(data, told, {
    key: 'importance',
    name: ({ name: column }) => column,
    note: ({ isClear }, text) => `${text}${isClear ? '' : ', not clearly above 0'}`,
    roleOf: ({ isClear }) => (isClear ? 'choice' : 'open'),
    quantity: `how much the ${metric.figure} ${worsening(metric)}`,
    ends: ({ least, most }) => [least, most],
    rows,
  });
}

/** What stands below it. */
export function relianceDetails({ input: { explanation } }: ReportView): Markup | null {
  if (explanation === undefined) return null;
  const texts = [...explanationStatements(explanation), ...explanationNotices(explanation), ...groupTexts(explanation)];
  return html`<ul>${texts.map((text) => html`<li>${withoutTicks(text)}</li>`)}</ul>
<p class="quiet">It says what the model uses, not what causes what. Importances by shuffling (Breiman 2001, doi 10.1023/A:1010933404324).</p>`;
}

/** Marks of code for terminals are none on a page. */
function withoutTicks(text: string): string {
  return text.replaceAll('`', '');
}
