/** @file Tables on a page: with their note below, heads by which the page's script sorts the rows, and each cell's heading for phones. */
import { type Content, html, type Markup, tableStart } from '../html/markup.js';
import { formatCount } from '../number-text.js';
import { columnsShown, type ShownCell, type Table, tableNote } from './table.js';

/** Rows of a page; files have all of them. */
const MOST_ROWS = 120;

/** Null without rows. */
export function renderTable<Row>(table: Table<Row>): Markup | null {
  const { rows, caption } = table;
  if (rows.length === 0) return null;
  const columns = columnsShown(table, 'page');
  const left = rows.length - MOST_ROWS;
  const note = tableNote(table, 'page');
  const below = [
    ...(left > 0 ? [`${formatCount(left)} more ${table.all ?? 'with --table csv'}.`] : []),
    ...(note === null ? [] : [note]),
  ];
  return html`${tableStart(caption, rows.length > 2 ? 'stacks sorts' : 'stacks')}
<thead><tr>${columns.map(({ heading, align, drawing }) => html`<th${align === 'right' ? NUMBER : null}>${heading}${drawing?.head ?? null}</th>`)}</tr></thead>
<tbody>${rows.slice(0, MOST_ROWS).map(
    (row, place) =>
      html`<tr${table.role?.(row) === 'best' ? html` class="chosen"` : null}>${columns.map(({ heading, cells, align, drawing }) => cellOf(heading, cells[place] as ShownCell, align, drawing?.of(row) ?? null))}</tr>
`,
  )}</tbody></table></div>${below.length === 0 ? null : html`\n<p class="quiet">${below.join(' ')}</p>`}`;
}

const NUMBER = html` class="number"`;
const TEXT = html` class="name"`;

/** Why there is nothing stands in its place; why there is no interval, where a pointer asks for it. */
function cellOf(
  heading: string,
  { text, ends, reason, value }: ShownCell,
  align: 'left' | 'right',
  drawn: Markup | null,
): Content {
  if (text === '' && drawn === null) return html`<td></td>`;
  const isReason = text === '–' && reason !== null;
  const said = isReason ? reason : ends;
  const detail = said === '' ? null : html`<small class="detail${isReason ? ' reason' : ''}">${said}</small>`;
  const title = reason === null || isReason ? null : html` title="No interval: ${reason}."`;
  return html`<td${align === 'right' ? NUMBER : TEXT} data-heading="${heading}"${value === undefined ? null : html` data-value="${value}"`}${title}>${drawn}${align === 'right' ? text : html`<bdi>${text}</bdi>`}${detail}</td>`;
}
