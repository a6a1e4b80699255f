/** @file Rows to take away: CSV with all digits, Markdown as it is shown. */
import { type Cell, csvLine, type TableColumn } from '../../report/in-page.js';
import { cellAt, isNumeric, textOfCell } from './table-data.js';

/** A header row, then the rows; infinite numbers as `Infinity`, absent cells empty. */
export function rowsCsv(columns: readonly TableColumn[], rows: Iterable<number>): string {
  const lines = Array.from(rows, (row) => csvLine(columns.map((column) => plainText(cellAt(column, row)))));
  return [csvLine(columns.map(({ heading }) => heading)), ...lines].join('');
}

export function rowsMarkdown(columns: readonly TableColumn[], rows: Iterable<number>): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const lines = Array.from(rows, (row) => {
    return line(columns.map((column) => escapeMarkdown(textOfCell(cellAt(column, row), column))));
  });
  const rule = line(columns.map((column) => (isNumeric(column) ? '---:' : '---')));
  return [line(columns.map(({ heading }) => escapeMarkdown(heading))), rule, ...lines].join('');
}

function plainText(cell: Cell): string {
  return cell === null ? '' : String(cell);
}

/** What would end a cell, or be read as markup. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\|*_`<>[\]]/g, '\\$&').replace(/\s+/g, ' ');
}
