/** @file Targets of which nothing is known: all of a column's cells, or some. */
import type { InputError } from '../../../core/index.js';
import { isMissing } from '../columns/cells.js';
import type { TableCell } from './table-file.js';
import { cellsText, errorOf, type PlaceOf, type Trouble } from './trouble.js';

const CODE = 'data-target-missing';

/** One trouble for all cells of the target `name` that are missing, and no class of its own; none where it is complete. */
export function missingTargets(
  name: string,
  cells: readonly TableCell[],
  placeOf: PlaceOf,
  classes: readonly string[] = [],
): readonly Trouble[] {
  const rows = cells.flatMap((cell, row) => (isMissing(cell) && !classes.includes(String(cell)) ? [row] : []));
  if (rows.length === 0) return [];
  if (rows.length === cells.length) return [nothingKnown(name, cells.length)];
  const words = rows.some((row) => cells[row] !== '');
  return [
    {
      code: CODE,
      what: `the target \`${name}\` is ${cellsText(cells, rows, placeOf)}${words ? ': missing' : ''}`,
      allowed: 'a value in every row',
      fix: `Fill them in, or remove these rows: a row without a known target teaches nothing.${words ? ' If it is the name of a class, list `classes` under `data`.' : ''}`,
    },
  ];
}

/** Of a target without a single value in its `count` cells. */
export function nothingKnown(name: string, count: number): Trouble {
  return {
    code: CODE,
    what: `all ${count} cells of the target \`${name}\` are missing`,
    allowed: 'a value in every row; empty cells, NA, N/A, NaN, null, None, ? and - are missing',
    fix: 'Choose another column as the target, or fill this one in.',
  };
}

/** The same, where no experiment has been written yet. */
export function targetMissing(path: string, name: string, count: number): InputError {
  return errorOf(path, [nothingKnown(name, count)], undefined);
}
