/** @file Tables of docs/measurements: rows as CSV below the lines that say what they are, which begin with # and stay. */
import { readFileSync, writeFileSync } from 'node:fs';

type Row = readonly string[];

export function csv(rows: readonly Row[]): string {
  const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return rows.map((row) => `${row.map(quoted).join(',')}\n`).join('');
}

/** The rows of a table as they stand there. */
export function readMeasured(name: string): string {
  return readFileSync(fileOf(name), 'utf8').replaceAll(/^#.*\n/gm, '');
}

export function writeMeasured(name: string, rows: readonly Row[]): void {
  const notes = readFileSync(fileOf(name), 'utf8').match(/^#.*\n/gm) ?? [];
  writeFileSync(fileOf(name), notes.join('') + csv(rows));
}

function fileOf(name: string): string {
  return `docs/measurements/${name}.csv`;
}
