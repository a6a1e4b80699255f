/** @file Reads rows for a model from a table: the columns that it was trained on, and, where they are wanted, its targets. */
import { InputError, nearestName } from '../../core/index.js';
import { type ReadAs, readingOf } from '../columns/column-kinds.js';
import type { ColumnEncoding, RawColumn } from '../columns/encoding.js';
import { readColumn } from '../columns/read-column.js';
import { requireColumn } from './choose-columns.js';
import { encodeLabels } from './class-labels.js';
import { openTable } from './open-table.js';
import { readTargetCells, sideBySide } from './read-target.js';
import type { Cell, TableFile } from './table-file.js';

export interface TableRows {
  readonly count: number;
  readonly rows: readonly RawColumn[];
}

/** Columns as an encoding has them, missing cells included. Throws an InputError for a column or a cell that does not fit, by row. */
export async function readRawRows(path: string, encoding: readonly ColumnEncoding[]): Promise<TableRows> {
  const file = await openTable(path, {});
  const names = encoding.map(({ name }) => name);
  requireModelColumns(names, file);
  const { count, cells } = await file.read([], names, new Set(names));
  const rows = encoding.map((column) => {
    const place = { path, name: column.name, delimiter: file.delimiter };
    return readColumn(cells.get(column.name) as readonly Cell[], place, readingOf(column)).raw;
  });
  return { count, rows };
}

/** Columns of numbers, all of them filled. Throws an InputError for a column that is not there and for a cell that is no number. */
export async function readNumberRows(path: string, names: readonly string[]): Promise<TableRows> {
  const file = await openTable(path, {});
  requireModelColumns(names, file);
  const { count, groups } = await file.read(
    names.map((name) => [name]),
    [],
  );
  const rows = names.map((name, place): RawColumn => {
    return { name, kind: 'number', values: Float64Array.from(groups[place] as Float32Array) };
  });
  return { count, rows };
}

function requireModelColumns(names: readonly string[], { path, columns }: TableFile): void {
  const there = columns.map(({ name }) => name);
  const absent = names.filter((name) => !there.includes(name));
  const [first] = absent;
  if (first === undefined) return;
  const near = nearestName(first, there);
  const text = absent.map((name) => `\`${name}\``).join(', ');
  throw new InputError({
    code: 'data-column',
    what: `${path} lacks ${absent.length === 1 ? 'a column that the model needs' : 'columns that the model needs'}: ${text}.`,
    allowed: `a table with all columns that the model was trained on: ${names.join(', ')}`,
    fix: near === undefined ? 'Add what is missing.' : `Add what is missing. Is \`${near}\` meant to be \`${first}\`?`,
  });
}

export interface TargetRows {
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
    return { name, ...readTargetCells(cells.get(name) as readonly Cell[], place, own) };
  });
  const [first] = columns;
  const targets =
    classes.length > 0 && first !== undefined ? encodeLabels({ path, ...first }, classes) : sideBySide(path, columns);
  return { count, targets };
}
