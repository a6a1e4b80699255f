/**
 * @file Section: every candidate as a row. Without the page's script the first ones by rank, and the newest failures; what the script gets: rows
 * at once, trials when somebody opens one.
 */
import type { Section } from '../figures/index.js';
import { type Content, html, type Markup, tableStart } from '../html/markup.js';
import { formatCount, formatQuantity } from '../number-text.js';
import { cellFormat } from '../view/cell-text.js';
import { packColumns } from '../view/packed-columns.js';
import type { ReportView } from '../view/report-view.js';
import type { TableColumn, TablePayload, TrialsPayload } from '../view/table-shape.js';
import type { TableView } from '../view/table-view.js';

const MOST_LISTED = 120;

export function tableSection(view: ReportView): Section {
  const table = view.table();
  return {
    id: 'table',
    title: 'All candidates',
    content: html`<p class="quiet">${tableNote(view, table)}</p>
<div data-table="candidates"></div>
<div class="unscripted">${staticTable(table)}
${omittedNote(table)}</div>
${newestFailures(table)}`,
    figures: [],
    payloads: { table: () => tablePayload(table), trials: () => trialsPayload(table, view.word) },
  };
}

function tableNote({ result }: ReportView, { omittedColumns, omittedCandidates, rows }: TableView): string {
  const { choice } = result;
  return [
    'A row is a candidate; its figures rest on its own trials of the race, which are more for some than for others.',
    ...(choice === null || result.candidates.length === 1
      ? []
      : ['Figures to be compared, on replicates in common with the choice, stand above.']),
    ...(omittedCandidates === 0
      ? []
      : [`The first ${formatCount(rows)} are here; the other ${formatCount(omittedCandidates)} are in result.json.`]),
    ...(omittedColumns.length === 0 ? [] : [`No room here for: ${omittedColumns.join(', ')}; trials.csv has them.`]),
  ].join(' ');
}

function staticTable({ columns, choice, rows }: TableView): Markup {
  const shown = columns.filter(({ isShown }) => isShown).map((column) => ({ column, format: cellFormat(column) }));
  const listed = Array.from({ length: Math.min(MOST_LISTED, rows) }, (_, row) => row);
  return html`${tableStart('Candidates')}
<thead><tr>${shown.map(({ column }) => html`<th${numberClass(column)}>${column.heading}</th>`)}</tr></thead>
<tbody>${listed.map(
    (row) =>
      html`<tr${row === choice ? html` class="chosen"` : null}>${shown.map(({ column, format }) => staticCell(column, format(column.cells[row] ?? null)))}</tr>
`,
  )}</tbody></table></div>`;
}

function staticCell(column: TableColumn, text: string): Markup {
  return column.id === 'candidate' ? html`<td class="name">${text}</td>` : html`<td${numberClass(column)}>${text}</td>`;
}

function numberClass({ kind }: TableColumn): Content {
  return kind === 'text' ? null : html` class="number"`;
}

function omittedNote({ rows, omittedCandidates }: TableView): Markup | null {
  const omitted = rows + omittedCandidates - Math.min(rows, MOST_LISTED);
  if (omitted === 0) return null;
  return html`<p class="quiet">The other ${formatCount(omitted)} are in result.json and trials.csv.</p>`;
}

/** What the last trials that failed had to say; all others are a row's trials away. */
function newestFailures({ trials }: TableView): Markup | null {
  const { newestFailures: newest, failed } = trials;
  if (newest.length === 0) return null;
  return html`<details><summary>${failed > newest.length ? `The newest of ${formatQuantity(failed, 'failed trial')}` : formatQuantity(failed, 'failed trial')}</summary>
${newest.map(
  ({ name, replicate, text }) => html`<p class="caption">${name}, replicate ${replicate}</p>
<pre tabindex="0">${text}</pre>
`,
)}</details>`;
}

function tablePayload({ columns, rows, choice }: TableView): TablePayload {
  return {
    columns: columns.map(({ cells: _, ...column }) => column),
    rows,
    choice,
    ...packColumns(columns.map(({ cells }) => cells)),
  };
}

function trialsPayload({ trials }: TableView, word: string): TrialsPayload {
  const { failed: _, newestFailures: __, losses, ...columnsOfTrials } = trials;
  return { ...columnsOfTrials, losses: losses.map((loss) => (Number.isFinite(loss) ? loss : null)), word };
}
