/**
 * @file Section: every candidate as a row, with its difference to the winner drawn in it. Without the page's script the first
 * ones, and the newest failures; what the script gets: rows at once, trainings when somebody opens one.
 */
import type { Section } from '../chart/index.js';
import { type Content, html, Markup } from '../html/markup.js';
import { formatCount, formatQuantity } from '../number-text.js';
import type { Column, Table } from '../table/table.js';
import { renderTable } from '../table/table-html.js';
import { amountText } from '../view/choice-words.js';
import { FOREST_SIZE, forestMarks, forestTicks, isOpenStatus } from '../view/forest.js';
import type { ReportView } from '../view/report-view.js';
import {
  boundOf,
  cellFormat,
  isDifference,
  isDrawnBeside,
  joinedText,
  packColumns,
  type TablePayload,
  type TrialsPayload,
} from '../view/table-shape.js';
import { FIRST_ROWS, type TableView } from '../view/table-view.js';

export function tableSection(view: ReportView): Section {
  const table = view.table();
  return {
    id: 'candidates',
    title: 'Candidates',
    content: html`<p class="counted">${view.answer.countsText}${bandText(view, table)}</p>
<div data-table="candidates"></div>
<div class="unscripted">${staticTable(table)}</div>
${newestFailures(table)}`,
    figures: [],
    payloads: { table: () => tablePayload(table), trials: () => trialsPayload(table, view.word) },
  };
}

/** What the band behind the dots is, or why nothing is compared. */
function bandText({ result }: ReportView, { forest: axis }: TableView): string {
  const { tolerance, winner } = result;
  if (winner !== null && !Number.isFinite(winner.criterion.value))
    return ` · the winner’s ${winner.criterion.name} is infinite, so no difference to it is known`;
  if (axis === null || tolerance === null || axis.tolerance === 0) return '';
  return ` · band: the tolerance, ${amountText(result, tolerance.value)}`;
}

function staticTable(table: TableView): Content {
  const { rows, omittedCandidates } = table;
  const places = Array.from({ length: rows }, (_, row) => row);
  const first = renderTable(rowsOf(table, places.slice(0, FIRST_ROWS), 'The first candidates'));
  const more = renderTable(rowsOf(table, places.slice(FIRST_ROWS), 'More candidates'));
  const count = rows + omittedCandidates - FIRST_ROWS;
  return more === null ? first : [first, html`<details><summary>${formatCount(count)} more</summary>${more}</details>`];
}

/** Rows are places in the columns. */
function rowsOf(table: TableView, rows: readonly number[], caption: string): Table<number> {
  const shown = table.columns.filter(({ isShown }) => isShown);
  return {
    ...{ id: 'candidates', caption, rows, all: 'in result.json and trials.csv' },
    columns: shown.map((column): Column<number> => {
      const [format, bound] = [cellFormat(column), boundOf(table.columns, column)];
      const boundText = bound && cellFormat(bound);
      return {
        ...{
          key: column.id,
          label: column.heading,
          unit: column.kind === 'text' || isDrawnBeside(column) ? 'text' : 'value',
        },
        of: (row) =>
          row === table.winner && isDifference(column)
            ? ''
            : joinedText(format(column.cells[row] ?? null), boundText?.(bound?.cells[row] ?? null)),
        ...(isDrawnBeside(column) ? { drawing: { head: forestHead(table), of: (row) => forest(table, row) } } : {}),
      };
    }),
    role: (row) => (row === table.winner ? 'best' : null),
  };
}

function forest({ columns, forest: axis }: TableView, row: number): Markup | null {
  const cell = (id: string) => columns.find((column) => column.id === id)?.cells[row] ?? null;
  const [value, low, high] = ['difference', 'differenceLow', 'differenceHigh'].map((id) => {
    const at = cell(id);
    return typeof at === 'number' ? at : null;
  });
  if (axis === null || value === null || value === undefined) return null;
  const marks = forestMarks(axis, { value, low: low ?? null, high: high ?? null }, isOpenStatus(cell('status')));
  return html`<svg class="forest" viewBox="0 0 ${FOREST_SIZE.width} ${FOREST_SIZE.height}" aria-hidden="true">${marks.map(
    ({ tag, attributes }) =>
      html`<${new Markup(tag)}${Object.entries(attributes).map(([name, text]) => html` ${new Markup(name)}="${text}"`)}/>`,
  )}</svg>`;
}

function forestHead({ forest: axis }: TableView): Markup | null {
  if (axis === null) return null;
  return html`<svg class="forest" viewBox="0 0 ${FOREST_SIZE.width} ${FOREST_SIZE.height}" aria-hidden="true">${forestTicks(axis).map(({ x, text }) => html`<text x="${x.toFixed(1)}" y="16">${text}</text>`)}</svg>`;
}

/** What the last trainings that failed had to say; all others are a row's trainings away. */
function newestFailures({ trials }: TableView): Markup | null {
  const { newestFailures: newest, failed } = trials;
  if (newest.length === 0) return null;
  return html`<details><summary>${failed > newest.length ? `The newest of ${formatQuantity(failed, 'failed training')}` : formatQuantity(failed, 'failed training')}</summary>
${newest.map(
  ({ name, replicate, text }) => html`<p class="caption">${name}, replicate ${replicate}</p>
<pre tabindex="0">${text}</pre>
`,
)}</details>`;
}

function tablePayload({ columns, rows, winner, forest: axis }: TableView): TablePayload {
  return {
    columns: columns.map(({ cells: _, ...column }) => column),
    rows,
    winner,
    forest: axis,
    ...packColumns(columns.map(({ cells }) => cells)),
  };
}

function trialsPayload({ trials }: TableView, word: string): TrialsPayload {
  const { failed: _, newestFailures: __, losses, ...columnsOfTrials } = trials;
  return { ...columnsOfTrials, losses: losses.map((loss) => (Number.isFinite(loss) ? loss : null)), word };
}
