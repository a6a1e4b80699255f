/**
 * @file Lines of CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe in front
 * (https://owasp.org/www-community/attacks/CSV_Injection).
 */

/** Infinite numbers stay numbers. */
export type Cell = string | number | null;

/** What spreadsheets evaluate, in their narrow and wide forms, and what they skip before looking; numbers are none. */
const FORMULA_STARTS = new Set([
  '=',
  '+',
  '-',
  '@',
  '\t',
  '\r',
  '\n',
  '\u001b',
  '\uff1d',
  '\uff0b',
  '\uff0d',
  '\uff20',
]);

/** Nothing to mend, as nearly always. */
const PLAIN = /^[\w. ]*$/;

/** One row, cells quoted where they must be, with its line end. */
export function csvLine(cells: readonly string[]): string {
  return `${csvCells(cells)}\r\n`;
}

/** A part of a row, for rows that have it in common. */
export function csvCells(cells: readonly string[]): string {
  return cells.map(quoteCell).join(',');
}

function quoteCell(cell: string): string {
  if (PLAIN.test(cell)) return cell;
  if (FORMULA_STARTS.has(cell.charAt(0)) && Number.isNaN(Number(cell))) return `"'${cell.replaceAll('"', '""')}"`;
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
