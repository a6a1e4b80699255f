/** @file Reads the cells of a column of a table as what they are: numbers, categories or dates. */
import { type InputError, inputError } from '../../../core/index.js';
import { isHeld, isMissing, plainCell, type TableCell } from '../files/table-file.js';
import { daysOf } from './dates.js';
import { ALLOWED, formatOf, orderOf, type RawColumn, type ReadAs, typeOf } from './encoding.js';
import type { ReadColumn } from './fit-encoding.js';
import { type ColumnPlace, inferReading } from './infer-reading.js';
import { parseNumber, unitOfCells, withUnit } from './number-format.js';

/**
 * The column as `stated`, or as its cells say: numbers where all that are not missing are, dates likewise, else categories.
 * Throws an InputError, naming the row, for a cell that does not fit what is stated or what most others are.
 */
export function readColumn(cells: readonly TableCell[], place: ColumnPlace, stated?: ReadAs): ReadColumn {
  const { column, unfit } = readLoosely(cells, place, stated);
  const [row] = unfit;
  if (row === undefined) return column;
  throw unfitCell(place, row, cells[row] as TableCell, column.readAs);
}

export interface LooseColumn {
  /** Cells that do not fit are missing. */
  readonly column: ReadColumn;
  /** Their rows. */
  readonly unfit: readonly number[];
}

/** The same, with the rows of the cells that do not fit. Throws only if it is not clear how to read the column. */
export function readLoosely(cells: readonly TableCell[], place: ColumnPlace, stated?: ReadAs): LooseColumn {
  const readAs = stated === undefined ? inferReading(cells, place) : withFoundUnit(stated, cells, place);
  const isStated = stated !== undefined;
  const { name } = place;
  const type = typeOf(readAs.kind);
  if (type === 'category') {
    const raw: RawColumn = {
      name,
      kind: type,
      values: cells.map((cell) => (isMissing(cell) ? '' : labelOf(cell, place))),
    };
    return { column: { raw, readAs, isStated }, unfit: [] };
  }
  const read = readerOf(readAs, place);
  const unfit: number[] = [];
  const values = Float64Array.from(cells, (cell, row) => {
    if (isMissing(cell)) return Number.NaN;
    const value = read(cell);
    if (isHeld(value)) return value;
    unfit.push(row);
    return Number.NaN;
  });
  return { column: { raw: { name, kind: type, values }, readAs, isStated }, unfit };
}

/** In a text file a number is the same label in every spelling. */
function labelOf(cell: TableCell, { delimiter }: ColumnPlace): string {
  return String(delimiter === undefined ? cell : plainCell(cell)).trim();
}

/** Numbers that are stated may have a unit, which nobody states; of a model's column they have its unit, or none. */
function withFoundUnit(stated: ReadAs, cells: readonly TableCell[], { path, name }: ColumnPlace): ReadAs {
  if (typeOf(stated.kind) !== 'number') return stated;
  if (stated.unit === null) return stated;
  const unit = unitOfCells(cells.filter((cell) => !isMissing(cell)));
  if (stated.unit === undefined || unit === undefined || unit === stated.unit) return { ...stated, unit: unit ?? null };
  throw inputError`data-unit: ${path}: column \`${name}\` is in ${unit}, but was in ${stated.unit} when it was read before.
    Allowed: numbers in ${stated.unit}, with or without the sign
    Fix: Convert the column.`;
}

function readerOf({ kind, unit }: ReadAs, { delimiter }: ColumnPlace): (cell: TableCell) => number {
  if (typeOf(kind) === 'date') return (cell) => daysOf(cell, orderOf(kind));
  const format = formatOf(kind);
  return (cell) => {
    if (unit != null) {
      const own = withUnit(cell);
      return own?.unit === unit ? parseNumber(own.number, format) : Number.NaN;
    }
    // Of a text file it was written with a point before its decimals.
    const hasPoint = delimiter !== undefined && typeof cell === 'number' && !Number.isInteger(cell);
    return hasPoint && format === 'decimal-comma' ? Number.NaN : parseNumber(cell, format);
  };
}

/** What cells that do not fit are called, and what to do with them. */
export function unfitWords({ kind, unit }: ReadAs, name: string): { readonly none: string; readonly fix: string } {
  const none = typeOf(kind) === 'date' ? 'dates' : unit == null ? 'finite numbers' : `finite numbers in ${unit}`;
  return {
    none,
    fix: `Correct them, or leave them empty (missing). Or set the kind of the column under \`data\`: \`columns: { ${name}: category }\`, or \`ignore\`.`,
  };
}

function unfitCell({ path, name }: ColumnPlace, row: number, cell: TableCell, readAs: ReadAs): InputError {
  const { none, fix } = unfitWords(readAs, name);
  return inputError`${typeOf(readAs.kind) === 'date' ? 'data-date' : 'data-not-a-number'}: ${path}: column \`${name}\` is "${cell}" in row ${row + 1}: not ${none} as the others in it.
    Allowed: ${ALLOWED[readAs.kind]}
    Fix: ${fix}`;
}
