/** @file Figure: what the winner relies on, and whether its retrainings agree; there once an explanation was kept. */
import * as Plot from '@observablehq/plot';
import { CHART_WIDTH, frame, MUTED, rowNames, xAxisWithGrid } from '../chart/axes.js';
import type { Chart } from '../chart/index.js';
import { fitNames } from '../chart/name-room.js';
import { chartScale } from '../chart/value-scale.js';
import { drawnRows, type RelianceRow, relianceRows } from '../explain/explanation.js';
import {
  explanationHeadline,
  explanationMethod,
  explanationNotices,
  explanationStatements,
  groupTexts,
  importanceFormat,
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
  const { metric, instances, columns, data } = explanation;
  const show = importanceFormat(explanation);
  return {
    id: 'reliance',
    title: 'Importance of columns',
    says: `${withoutTicks(explanationHeadline(explanation, name))}.`,
    reads: [
      `${explanationMethod(explanation)}.`,
      'A point is the median, its line reaches from the least to the most; grey ones cannot be told from 0. The diamond is the exported model.',
      ...(columns.length > rows.length ? ['The data hold all columns.'] : []),
    ],
    n: `n = ${formatQuantity(instances.length, 'training')}, ${formatQuantity(data.rows, 'row')}`,
    plot: () => drawReliance(rows, `how much the ${metric.figure} ${worsening(metric)}`, show),
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

const ROW_HEIGHT = 26;
const LABEL_WIDTH = 140;

/** `quantity` stands at the axis; `show` writes an importance. */
function drawReliance(
  rows: readonly RelianceRow[],
  quantity: string,
  show: (value: number) => string,
): Plot.PlotOptions {
  const ends = rows.flatMap(({ least, most, exported }) => [least, most, ...(exported === null ? [] : [exported])]);
  const low = Math.min(0, ...ends);
  const high = Math.max(...ends);
  const axis = { scale: 'linear', low, high: high > low ? high : low + 1, worse: 'high' } as const;
  const scale = chartScale(axis, false, 3);
  const at = (row: RelianceRow): number => rows.indexOf(row);
  const color = ({ isClear }: RelianceRow): string => (isClear ? 'var(--choice)' : MUTED);
  const width = LABEL_WIDTH;
  const labels = fitNames(
    rows.map(({ name }) => name),
    () => width - 16,
  );

  return {
    ...frame(CHART_WIDTH, 52 + ROW_HEIGHT * rows.length, [8, 18, 42, width]),
    x: scale.options,
    y: { type: 'linear', domain: [-0.5, rows.length - 0.5], reverse: true, axis: null },
    marks: [
      ...xAxisWithGrid(scale.ticks, scale.title(quantity), scale.tickLabel),
      rowNames(labels, scale.options.domain[0]),
      Plot.ruleX([0], { stroke: MUTED }),
      Plot.link(rows, { x1: 'least', x2: 'most', y1: at, y2: at, stroke: color, strokeWidth: 2 }),
      Plot.dot(rows, {
        x: 'importance',
        y: at,
        r: 4.5,
        fill: color,
        title: (row: RelianceRow) => words(row, show),
      }),
      Plot.dot(
        rows.filter(({ exported }) => exported !== null),
        { x: 'exported', y: at, r: 4, symbol: 'diamond', stroke: 'var(--worse)', strokeWidth: 1.5 },
      ),
    ],
  };
}

function words({ name, importance, least, most, isClear }: RelianceRow, show: (value: number) => string): string {
  return `${name}: ${show(importance)} (${show(least)} to ${show(most)})${isClear ? '' : ', cannot be told from 0'}.`;
}
