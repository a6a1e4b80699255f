/** @file Collects the values of a file row by row, for readers that do not know beforehand how many there are. */
import { isHeld } from '../columns/cells.js';
import type { CsvRow } from './plain-csv.js';
import { badCell, type Cell, MOST_VALUES, type TableValues, tooLarge } from './table-file.js';

export interface RowCollector {
  /** Takes one row, by position of the column in the file. */
  add(row: CsvRow): void;
  values(): TableValues;
}

/** `positionOf` tells where in a row a column stands. */
export function createRowCollector(
  path: string,
  groups: readonly (readonly string[])[],
  cells: readonly string[],
  positionOf: (column: string) => number,
  asWritten: ReadonlySet<string> = new Set(),
): RowCollector {
  const numeric = groups.map((columns) => columns.map((name) => ({ name, position: positionOf(name) })));
  const labels = cells.map((name) => {
    return { name, position: positionOf(name), isWritten: asWritten.has(name), collected: [] as Cell[] };
  });
  let buffers = numeric.map((columns) => new Float32Array(columns.length * 1024));
  let count = 0;
  const grow = () => {
    buffers = buffers.map((buffer) => {
      if (buffer.length * 2 > MOST_VALUES) throw tooLarge(path, `it has more than ${MOST_VALUES} values`);
      const larger = new Float32Array(buffer.length * 2);
      larger.set(buffer);
      return larger;
    });
  };
  return {
    add: (row) => {
      if (
        buffers.some(
          (buffer, group) => buffer.length > 0 && (count + 1) * (numeric[group] as unknown[]).length > buffer.length,
        )
      )
        grow();
      count++;
      numeric.forEach((columns, group) => {
        const buffer = buffers[group] as Float32Array;
        let next = (count - 1) * columns.length;
        for (const { name, position } of columns) {
          const value = row.number(position);
          if (!isHeld(value)) throw badCell(path, name, count, row.text(position));
          buffer[next++] = value;
        }
      });
      for (const { name, position, isWritten, collected } of labels) {
        const value = row.number(position);
        const isText = Number.isNaN(value) || (isWritten && row.isGrouped(position));
        const cell = isText ? row.text(position) : value;
        if (cell === '' && !isWritten) throw badCell(path, name, count, cell);
        collected.push(cell);
      }
    },
    values: () => ({
      count,
      groups: buffers.map((buffer, group) => buffer.slice(0, count * (numeric[group] as unknown[]).length)),
      cells: new Map(labels.map(({ name, collected }) => [name, collected])),
    }),
  };
}
