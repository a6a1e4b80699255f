/** @file Turns labels into class numbers, and says which targets are missing. */
import { type InputError, inputError } from '../../../core/index.js';
import type { FileSpec } from './file-spec.js';
import { isMissing, type TableCell } from './table-file.js';
import { cellsText, errorOf, type PlaceOf, type Trouble } from './trouble.js';

/** A column of labels and where it stands, for messages. */
export interface LabelColumn {
  readonly path: string;
  readonly name: string;
  readonly cells: readonly TableCell[];
}

const MOST_CLASSES = 1000;

/**
 * The names of the classes in order of their numbers: as stated, or the labels that occur in any of the columns, numbers in
 * order of size, else in code-unit order. A cell that says that nothing is known (`NA`) is a class only where it is stated.
 */
export function classNames(stated: FileSpec['classes'], columns: readonly LabelColumn[]): readonly string[] {
  if (typeof stated === 'number') return Array.from({ length: stated }, (_, index) => String(index));
  if (stated !== undefined) return stated.map(String);
  const labels = [...new Set(columns.flatMap(({ cells }) => [...new Set(cells)]))];
  if (labels.some(isMissing)) throw incompleteTarget(columns);
  if (labels.length < 2 || labels.length > MOST_CLASSES) throw classCount(columns[0] as LabelColumn, labels.length);
  const numeric = labels.filter((label) => typeof label === 'number');
  return numeric.length === labels.length ? numeric.sort((a, b) => a - b).map(String) : labels.map(String).sort();
}

/** The number of each class by its name. */
export function classNumbers(classes: readonly string[]): ReadonlyMap<string, number> {
  return new Map(classes.map((name, number) => [name, number]));
}

/** For messages: the classes that a label may name, the first of them where there are many. */
export function allowedLabels(classes: readonly string[]): string {
  return classes.length > 20 ? `${classes.slice(0, 20).join(', ')}, ...` : classes.join(', ');
}

/** Class number of every label; refuses one that is no class, naming its row. */
export function encodeLabels({ path, name, cells }: LabelColumn, classes: readonly string[]): Float32Array {
  const numbers = classNumbers(classes);
  return Float32Array.from(cells, (cell, row) => {
    const number = numbers.get(String(cell));
    if (number !== undefined) return number;
    throw inputError`data-label: ${path}: label "${cell}" of column \`${name}\` in row ${row + 1} is not one of the classes.
      Allowed: ${allowedLabels(classes)}
      Fix: Correct the label, or \`data.classes\`.`;
  });
}

/**
 * What a single target column is for: words are classes, numbers a quantity; whole numbers of few kinds may be either, and
 * are refused with the question.
 */
export function inferTask({ path, name, cells }: LabelColumn): 'regression' | 'classification' {
  const words = cells.filter((cell) => typeof cell === 'string').length;
  if (words > 0 && words * 2 >= cells.length) return 'classification';
  const kinds = new Set(cells);
  if (words === 0 && (kinds.size > 20 || !cells.every(Number.isInteger))) return 'regression';
  const word = cells.findIndex((cell) => typeof cell === 'string');
  throw inputError`data-task: ${word < 0 ? `${path}: column \`${name}\` holds ${kinds.size} different whole numbers, which could be classes or a quantity.` : `${path}: column \`${name}\` holds numbers, but "${cells[word]}" in row ${word + 1}.`}
    Allowed: \`task: classification\` or \`task: regression\`
    Fix: Give \`task\` under \`data\`.`;
}

function incompleteTarget(columns: readonly LabelColumn[]): InputError {
  const { path, name, cells } = columns.find((column) => column.cells.some(isMissing)) as LabelColumn;
  const [trouble] = missingTargets(name, cells, (row) => `row ${row + 1}`);
  return errorOf(path, [trouble as Trouble], undefined);
}

function classCount({ path, name }: LabelColumn, count: number): InputError {
  return inputError`data-classes: ${path}: column \`${name}\` holds ${count} different label${count === 1 ? '' : 's'}.
    Allowed: 2 to ${MOST_CLASSES} classes
    Fix: ${count < 2 ? 'Choose another `data.target`: a column that is the same in every row cannot be the target.' : 'Choose another `data.target`, or `task: regression`.'}`;
}

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
