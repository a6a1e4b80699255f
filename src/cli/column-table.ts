/** @file The columns of a table as lines for a terminal. */
import { type ColumnDescription, fitText, formatCount, printable } from '../app/commands.js';

const MOST_NAME = 24;
/** Columns that end at their right. */
const COUNTS = new Set([3, 4]);

/** One line a column; what is odd about it comes last, and may be cut where there is no room. */
export function columnTable(columns: readonly ColumnDescription[], width: number): string[] {
  const rows = columns.map(({ name, role, type, missing, distinct, encoded, odd }) => [
    fitText(printable(name), MOST_NAME),
    role,
    type,
    missing === 0 ? '-' : formatCount(missing),
    formatCount(distinct),
    encoded,
    odd.map(printable).join('; '),
  ]);
  const header = ['column', 'role', 'type', 'missing', 'distinct', 'becomes', 'odd'];
  const widths = header.map((title, place) => Math.max(title.length, ...rows.map((row) => row[place]?.length ?? 0)));
  return [header, ...rows].map((row) =>
    fitText(
      row
        .map((cell, place) => (COUNTS.has(place) ? cell.padStart(widths[place] ?? 0) : cell.padEnd(widths[place] ?? 0)))
        .join('  ')
        .trimEnd(),
      width,
    ),
  );
}
