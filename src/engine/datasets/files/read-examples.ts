/** @file Reads the examples of one file: inputs in their shape, features by name, targets as numbers or as labels. */
import { resolve } from 'node:path';
import { inputError } from '../../../core/index.js';
import type { ReadAs, StatedKinds } from '../columns/encoding.js';
import type { ReadColumn } from '../columns/fit-encoding.js';
import { haveDecimalCommas } from '../columns/infer-reading.js';
import { readColumn } from '../columns/read-column.js';
import { chooseColumns, requireColumn, splitColumns } from './choose-columns.js';
import type { FileSpec } from './file-spec.js';
import { openTable } from './open-table.js';
import { readTargetCells, sideBySide, statedTargets, type TargetCells } from './read-target.js';
import { entrySize, noExamples, type TableCell, type TableFile, type TableValues } from './table-file.js';

/** Numbers, or the cells of a single column, which may be labels or numbers. */
type Target = {
  readonly names: readonly string[];
  /** How the columns were read, by name: those of numbers that were read as cells. */
  readonly readAs: Readonly<Record<string, ReadAs>>;
} & ({ readonly values: Float32Array } | { readonly cells: readonly TableCell[] });

export interface Examples {
  readonly path: string;
  readonly count: number;
  /** [height, width, channels], [values], or [length, channels] of a sequence. */
  readonly inputShape: readonly number[];
  /** Channels last, whatever the file has. */
  readonly inputs: Float32Array;
  /** Columns that are the values of an example, in their order; absent where they are lists, or encoded. */
  readonly inputNames?: readonly string[];
  readonly features: Readonly<Record<string, Float32Array>>;
  readonly target: Target;
  /** Cells of the column that the split goes by; absent where it goes by none. */
  readonly splitBy?: readonly TableCell[];
  /** The inputs of a table whose columns are read as what they are; `inputs` is empty then. */
  readonly columns?: readonly ReadColumn[];
  /** Columns that the user left out. */
  readonly ignored?: readonly string[];
}

/**
 * `path` is absolute; the target's file, where it has one, starts from `baseFolder`. With `kinds` the columns of a table are
 * read as what they are, and `columns` and `left` take the place of `inputs`. `targetKinds`: how another file had its targets.
 */
export async function readExamples(
  spec: FileSpec,
  path: string,
  baseFolder: string,
  kinds?: StatedKinds,
  targetKinds: StatedKinds = kinds ?? {},
): Promise<Examples> {
  const { format, delimiter, targetFile: targetPath } = spec;
  const file = await openTable(path, { format, delimiter, whole: targetPath !== undefined });
  const targetFile =
    targetPath === undefined ? file : await openTable(resolve(baseFolder, targetPath), { whole: true });
  const { inputs, targets, features, fileShape } = chooseColumns(spec, file, targetFile);
  const asCells = areSingle(targetFile, targets) && (targets.length === 1 || kinds !== undefined);
  const typed = kinds === undefined ? [] : inputs.filter((name) => kinds[name]?.kind !== 'ignore');
  for (const name of Object.keys(kinds ?? {})) requireColumn(name, 'columns', file);
  const groups = [kinds === undefined ? inputs : [], ...features.map((name) => [name])];
  const targetGroups = asCells ? [] : [targets];
  const targetCells = asCells ? targets : [];
  const [splitBy] = splitColumns(spec, file);
  const ownCells = splitBy === undefined ? [] : [splitBy];
  const cells = [...new Set([...targetCells, ...ownCells, ...typed])];
  const asWritten = new Set([...typed, ...targetCells].filter((name) => name !== splitBy));
  const read =
    targetFile === file
      ? await file.read([...groups, ...targetGroups], cells, asWritten)
      : joined(file, await file.read(groups, ownCells), targetFile, await targetFile.read(targetGroups, targetCells));
  if (read.count === 0) throw noExamples(path);
  const place = { path, delimiter: file.delimiter, hasDecimalCommas: () => haveDecimalCommas(read.cells.values()) };
  const cellsOf = (name: string) => read.cells.get(name) as readonly TableCell[];
  const columns = typed.map((name) =>
    readColumn(cellsOf(name), { ...place, name }, kinds?.[name] as ReadAs | undefined),
  );
  const stated = statedTargets(targets, targetKinds);
  const areLabels = targets.length === 1 && (spec.task === 'classification' || spec.classes !== undefined);
  const targetColumns = targetCells.map((name) => {
    return { name, ...readTargetCells(cellsOf(name), { ...place, name }, { stated: stated[name], areLabels }) };
  });
  return {
    path,
    count: read.count,
    inputShape: orderedShape(fileShape, spec),
    inputs: orderedInputs(read.groups[0] as Float32Array, fileShape, spec),
    ...(kinds === undefined && areSingle(file, inputs) ? { inputNames: inputs } : {}),
    features: Object.fromEntries(features.map((name, index) => [name, read.groups[index + 1] as Float32Array])),
    target: {
      names: targetNames(targetFile, targets),
      readAs: Object.fromEntries(
        targetColumns.flatMap(({ name, readAs }) => (readAs === undefined ? [] : [[name, readAs]])),
      ),
      ...(targetColumns.length === 1
        ? { cells: (targetColumns[0] as TargetCells).cells }
        : { values: asCells ? sideBySide(path, targetColumns) : (read.groups.at(-1) as Float32Array) }),
    },
    ...(splitBy === undefined ? {} : { splitBy: read.cells.get(splitBy) as readonly TableCell[] }),
    ...(kinds === undefined ? {} : { columns, ignored: inputs.filter((name) => kinds[name]?.kind === 'ignore') }),
  };
}

/** Whether each of the columns has a single value for an example. */
function areSingle({ columns }: TableFile, names: readonly string[]): boolean {
  return names.every((name) => entrySize(columns.find((column) => column.name === name)?.shape ?? []) === 1);
}

/** A target with several values is named value by value: `position[0]`, `position[1]`. */
function targetNames(file: TableFile, targets: readonly string[]): readonly string[] {
  return targets.flatMap((target) => {
    const size = entrySize(file.columns.find(({ name }) => name === target)?.shape ?? []);
    return size === 1 ? [target] : Array.from({ length: size }, (_, index) => `${target}[${index}]`);
  });
}

function joined(file: TableFile, values: TableValues, targetFile: TableFile, targets: TableValues): TableValues {
  if (values.count === targets.count) {
    return {
      count: values.count,
      groups: [...values.groups, ...targets.groups],
      cells: new Map([...values.cells, ...targets.cells]),
    };
  }
  throw inputError`data-lengths: ${file.path} has ${values.count} examples, ${targetFile.path} has ${targets.count} targets.
    Allowed: one target for each example
    Fix: Write both files from the same examples.`;
}

type Order = Pick<FileSpec, 'channels' | 'sequence'>;

function orderedShape(shape: readonly number[], { channels, sequence }: Order): readonly number[] {
  const [first, second, third] = shape;
  if (first === undefined) return shape;
  if (second === undefined) return sequence ? [first, 1] : shape;
  if (sequence) return channels === 'first' ? [second, first] : [first, second];
  if (third === undefined) return [first, second, 1];
  return channels === 'first' ? [second, third, first] : shape;
}

function orderedInputs(inputs: Float32Array, shape: readonly number[], { channels, sequence }: Order): Float32Array {
  if (channels === 'last' || shape.length < (sequence ? 2 : 3)) return inputs;
  const [depth, height, width = 1] = shape as readonly [number, number, number?];
  const cells = height * width;
  const ordered = new Float32Array(inputs.length);
  for (let start = 0; start < inputs.length; start += depth * cells) {
    for (let channel = 0; channel < depth; channel++) {
      for (let cell = 0; cell < cells; cell++) {
        ordered[start + cell * depth + channel] = inputs[start + channel * cells + cell] as number;
      }
    }
  }
  return ordered;
}
