/** @file Reads rows for a model from a table: the columns that it was trained on, and, where they are wanted, its targets. */
import { InputError, inputError, nearestName } from '../../../core/index.js';
import { ALLOWED, type ColumnEncoding, type RawColumn, type ReadAs, readingOf, typeOf } from '../columns/encoding.js';
import { type LooseColumn, readLoosely, unfitWords } from '../columns/read-column.js';
import { requireColumn } from './choose-columns.js';
import { encodeLabels } from './class-labels.js';
import { withTroublesOfTable } from './find-troubles.js';
import { openTable } from './open-table.js';
import { readPlacedCells } from './placed-cells.js';
import { readTargetCells, sideBySide } from './read-target.js';
import { isMissing, type TableCell, type TableFile, type TableValues } from './table-file.js';
import { cellsText, errorOf, type Trouble } from './trouble.js';

/** A column that a model reads. */
interface ModelColumn {
  readonly name: string;
  readonly readAs: ReadAs;
  /** Whether the model fills missing cells. */
  readonly mayMiss: boolean;
}

export interface TableRows {
  readonly count: number;
  /** In the order of the columns asked for; missing where a cell did not fit. */
  readonly rows: readonly RawColumn[];
  /** Rows with a cell that does not fit, from 0 on, in their order. */
  readonly bad: readonly number[];
  /** What does not fit, column by column, by the lines of the file. */
  readonly troubles: readonly string[];
}

/** A column of an encoding: the model fills missing cells as training did. */
export function encodedColumn(column: ColumnEncoding): ModelColumn {
  return { name: column.name, readAs: readingOf(column), mayMiss: true };
}

/** A column of numbers as they are: nothing fills a missing one. */
export function numberColumn(name: string): ModelColumn {
  return { name, readAs: { kind: 'number', unit: null }, mayMiss: false };
}

/**
 * Throws an InputError for columns that are not there, and, with `fix` as what to do, for all cells that do not fit; without it
 * these rows are named and kept.
 */
export async function readModelRows(path: string, columns: readonly ModelColumn[], fix?: string): Promise<TableRows> {
  const file = await openTable(path, {});
  const names = columns.map(({ name }) => name);
  requireModelColumns(names, file);
  const { count, cells } = await readCells(file, names);
  const read = columns.map((column) => {
    const own = cells.get(column.name) as readonly TableCell[];
    return { column, cells: own, ...readOne(column, own, file) };
  });
  const bad = [...new Set(read.flatMap(({ unfit }) => unfit))].sort((a, b) => a - b);
  const troubles = bad.length === 0 ? [] : await troublesOf(read, file, fix ?? '');
  const [first, ...others] = troubles;
  if (first !== undefined && fix !== undefined) throw errorOf(path, [first, ...others], undefined, fix);
  return { count, rows: read.map(({ raw }) => raw), bad, troubles: troubles.map(({ what }) => what) };
}

async function readCells(file: TableFile, names: readonly string[]): Promise<TableValues> {
  try {
    return await file.read([], names, new Set(names));
  } catch (error) {
    throw error instanceof InputError ? await withTroublesOfTable(file.path, error) : error;
  }
}

interface ReadOne extends Pick<LooseColumn, 'unfit'> {
  readonly raw: RawColumn;
}

function readOne({ name, readAs, mayMiss }: ModelColumn, cells: readonly TableCell[], file: TableFile): ReadOne {
  const { path, delimiter } = file;
  const { column, unfit } = readLoosely(cells, { path, name, delimiter }, readAs);
  const missing = mayMiss ? [] : cells.flatMap((cell, row) => (isMissing(cell) ? [row] : []));
  return { raw: column.raw, unfit: [...unfit, ...missing].sort((a, b) => a - b) };
}

async function troublesOf(
  read: readonly (ReadOne & { readonly column: ModelColumn; readonly cells: readonly TableCell[] })[],
  { path }: TableFile,
  fix: string,
): Promise<readonly Trouble[]> {
  const placeOf = (await readPlacedCells(path, {}))?.placeOf ?? ((row: number) => `row ${row + 1}`);
  return read.flatMap(({ column: { name, readAs, mayMiss }, cells, unfit }) => {
    if (unfit.length === 0) return [];
    return {
      code: typeOf(readAs.kind) === 'date' ? 'data-date' : 'data-not-a-number',
      what: `column \`${name}\` is ${cellsText(cells, unfit, placeOf)}: not ${unfitWords(readAs, name).none}`,
      allowed: mayMiss
        ? ALLOWED[readAs.kind]
        : 'a finite number up to 3.4e38 in every row: the model was trained without missing cells',
      fix,
    };
  });
}

function requireModelColumns(names: readonly string[], { path, columns }: TableFile): void {
  const there = columns.map(({ name }) => name);
  const absent = names.filter((name) => !there.includes(name));
  const [first] = absent;
  if (first === undefined) return;
  const near = nearestName(first, there);
  const text = absent.map((name) => `\`${name}\``).join(', ');
  throw inputError`data-column: ${path} lacks ${absent.length === 1 ? 'a column that the model needs' : 'columns that the model needs'}: ${text}.
    Allowed: a table with all columns that the model was trained on: ${names.join(', ')}
    Fix: ${near === undefined ? 'Add what is missing.' : `Add what is missing. Is \`${near}\` meant to be \`${first}\`?`}`;
}

interface TargetRows {
  readonly count: number;
  /** count x targets, row by row; class numbers where there are classes. */
  readonly targets: Float32Array;
}

/** With `classes` the one target is a column of their names; `readings`: how quantities are read, where they are no plain numbers. Throws an InputError for a column, a label or a number that is not there, by row. */
export async function readTargets(
  path: string,
  names: readonly string[],
  { classes, readings }: { readonly classes: readonly string[]; readonly readings: Readonly<Record<string, ReadAs>> },
): Promise<TargetRows> {
  const file = await openTable(path, {});
  for (const name of names) requireColumn(name, 'target', file);
  if (classes.length === 0 && Object.keys(readings).length === 0) {
    const { count, groups } = await file.read([names], []);
    return { count, targets: groups[0] as Float32Array };
  }
  const { count, cells } = await file.read([], names, new Set(names));
  const columns = names.map((name) => {
    const place = { path, name, delimiter: file.delimiter };
    const own = { stated: readings[name] ?? { kind: 'number' as const, unit: null }, areLabels: classes.length > 0 };
    return { name, ...readTargetCells(cells.get(name) as readonly TableCell[], place, own) };
  });
  const [first] = columns;
  const targets =
    classes.length > 0 && first !== undefined ? encodeLabels({ path, ...first }, classes) : sideBySide(path, columns);
  return { count, targets };
}
