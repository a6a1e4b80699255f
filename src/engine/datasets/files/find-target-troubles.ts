/** @file Finds what is wrong with the target of a file: cells that are none, labels of no class, and classes too rare to divide. */
import { defined } from '../../../core/index.js';
import {
  allowedLabels,
  classNames,
  classNumbers,
  inferTask,
  type LabelColumn,
  missingTargets,
  nothingKnown,
} from './class-labels.js';
import { divideFile } from './divide-file.js';
import type { FileSpec } from './file-spec.js';
import type { PlacedCells } from './placed-cells.js';
import { isHeld, isMissing, type TableCell } from './table-file.js';
import { attempt, cellsText, type Trouble } from './trouble.js';

/** Of the file that is divided. `isDivisible`: whether the column that this goes by is in order. */
export function findTargetTroubles(
  spec: FileSpec,
  path: string,
  table: PlacedCells,
  targets: readonly string[],
  isDivisible: boolean,
): readonly Trouble[] {
  const found: Trouble[] = [];
  const strata = strataOf(spec, path, table, targets, found);
  if (found.length > 0 || !isDivisible) return found;
  const splitBy = table.cells.get(spec.split.by ?? spec.split.time ?? '');
  const examples = { path, count: table.count, ...defined({ splitBy }) };
  attempt(() => divideFile(spec, examples, strata), path, found);
  return found;
}

/** Labels and classes, where the target has them; adds to `troubles` what is wrong with its cells. */
function strataOf(
  spec: FileSpec,
  path: string,
  table: PlacedCells,
  targets: readonly string[],
  troubles: Trouble[],
): { readonly labels: Float32Array; readonly classes: readonly string[] } | undefined {
  const [first] = targets;
  if (first === undefined) return undefined;
  const isSingle = targets.length === 1 && spec.target?.length === 1;
  if (spec.task === 'regression' || !isSingle) {
    troubles.push(...targets.flatMap((name) => quantityTroubles(table, name)));
    return undefined;
  }
  const column = { path, name: first, cells: table.cells.get(first) as readonly TableCell[] };
  const isStated = spec.task !== undefined || spec.classes !== undefined;
  const stated = spec.classes === undefined ? [] : classNames(spec.classes, []);
  troubles.push(...missingTargets(first, column.cells, table.placeOf, stated));
  if (!isStated) troubles.push(...mixedTroubles(table, column));
  if (troubles.length > 0) return undefined;
  const task = isStated ? 'classification' : attempt(() => inferTask(column), path, troubles);
  if (task === 'regression') troubles.push(...quantityTroubles(table, first));
  if (task !== 'classification') return undefined;
  const classes = attempt(() => classNames(spec.classes, [column]), path, troubles);
  if (classes === undefined) return undefined;
  troubles.push(...labelTroubles(table, column, classes));
  const numbers = classNumbers(classes);
  return { labels: Float32Array.from(column.cells, (cell) => numbers.get(String(cell)) ?? 0), classes };
}

function quantityTroubles({ cells, placeOf }: PlacedCells, name: string): readonly Trouble[] {
  const own = cells.get(name) as readonly TableCell[];
  const rows = own.flatMap((cell, row) => (typeof cell === 'number' && isHeld(cell) ? [] : [row]));
  if (rows.length === 0) return [];
  if (own.every(isMissing)) return [nothingKnown(name, own.length)];
  return [
    {
      code: 'data-not-a-number',
      what: `the target \`${name}\` is ${cellsText(own, rows, placeOf)}: not finite numbers`,
      allowed: 'a finite number up to 3.4e38 in every row',
      fix: 'Correct them, or remove these rows: a row without a known target teaches nothing.',
    },
  ];
}

/** Words among numbers. */
function mixedTroubles({ placeOf }: PlacedCells, { name, cells }: LabelColumn): readonly Trouble[] {
  const rows = cells.flatMap((cell, row) => (typeof cell === 'string' && !isMissing(cell) ? [row] : []));
  const present = cells.filter((cell) => !isMissing(cell)).length;
  if (rows.length === 0 || rows.length * 2 >= present) return [];
  return [
    {
      code: 'data-task',
      what: `the target \`${name}\` holds numbers, but ${cellsText(cells, rows, placeOf)}`,
      allowed: '`task: classification` or `task: regression`',
      fix: 'Correct them, remove these rows, or give `task` under `data`.',
    },
  ];
}

function labelTroubles(
  { placeOf }: PlacedCells,
  { name, cells }: LabelColumn,
  classes: readonly string[],
): readonly Trouble[] {
  const known = new Set(classes);
  const rows = cells.flatMap((cell, row) => (known.has(String(cell)) ? [] : [row]));
  if (rows.length === 0) return [];
  return [
    {
      code: 'data-label',
      what: `the target \`${name}\` is ${cellsText(cells, rows, placeOf)}: not labels of any class`,
      allowed: allowedLabels(classes),
      fix: 'Correct the labels, or `data.classes`.',
    },
  ];
}
