/** @file A table of cells, read column by column as what each is used for. */
import { type InputError, inputError, type JsonObject, nearestName, readDecimal } from '../../../core/index.js';

/** A cell as a reader found it; null where it was empty. */
export type RecordedCell = string | number | null;

/** Whole columns of cells by name, in the file's order; all equally long. Rows are counted from 1, a header apart. */
export type RecordedCells = ReadonlyMap<string, readonly RecordedCell[]>;

/** Reads cells as what a column is used for, and refuses what it cannot be. */
export class CellTable {
  readonly path: string;
  readonly names: readonly string[];
  readonly rows: number;
  readonly #cells: RecordedCells;

  constructor(path: string, cells: RecordedCells) {
    this.path = path;
    this.#cells = cells;
    this.names = [...cells.keys()];
    this.rows = cells.values().next().value?.length ?? 0;
  }

  require(name: string, option: string): string {
    if (this.#cells.has(name)) return name;
    throw this.missing(name, option);
  }

  missing(name: string, option: string): InputError {
    const nearest = nearestName(name, this.names);
    return inputError`column-missing: ${this.path}: there is no column "${name}"${nearest === undefined ? '' : `; did you mean "${nearest}"?`}
      Allowed: ${this.names.join(', ').slice(0, 400)}
      Fix: Name the column with ${option}.`;
  }

  ids(name: string): string[] {
    return this.#column(name).map((cell, row) => {
      if (cell !== null && cell !== '') return String(cell);
      throw badCell(this.path, name, row, cell, 'a name');
    });
  }

  /** NaN for empty cells only. */
  figures(name: string): Float64Array {
    return Float64Array.from(this.#column(name), (cell, row) => {
      if (cell === null || cell === '') return Number.NaN;
      const value = typeof cell === 'number' ? cell : readDecimal(cell);
      if (Number.isNaN(value)) throw badCell(this.path, name, row, cell, 'a number, or empty for a missing training');
      return value;
    });
  }

  configuration(names: readonly string[], row: number): JsonObject {
    const entries = names.flatMap((name) => {
      const cell = this.#column(name)[row] ?? null;
      if (cell === null || cell === '') return [];
      const value = typeof cell === 'string' && /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(cell) ? Number(cell) : cell;
      return [[name, value] as const];
    });
    return Object.fromEntries(entries);
  }

  isConstant(
    name: string,
    ids: readonly string[],
    indexOf: ReadonlyMap<string, number>,
    firsts: readonly number[],
  ): boolean {
    const column = this.#column(name);
    return ids.every((id, row) => column[row] === column[firsts[indexOf.get(id) as number] as number]);
  }

  #column(name: string): readonly RecordedCell[] {
    return this.#cells.get(name) as readonly RecordedCell[];
  }
}

function badCell(path: string, column: string, row: number, cell: RecordedCell, allowed: string): InputError {
  return inputError`bad-cell: ${path}: column "${column}" is ${cell === null || cell === '' ? 'empty' : `"${cell}"`} in row ${row + 1}.
    Allowed: ${allowed}; write Infinity for a diverged training
    Fix: Correct that cell, or name other columns.`;
}
