/** @file Chooses which columns of a file are inputs, targets and features, and finds the shape of an example. */
import { type InputError, inputError, nearestName } from '../../../core/index.js';
import type { FileSpec } from './file-spec.js';
import { type ColumnInfo, entrySize, type TableFile } from './table-file.js';

interface ChosenColumns {
  readonly inputs: readonly string[];
  readonly targets: readonly string[];
  /** The weights among them. */
  readonly features: readonly string[];
  /** Of one example as it stands in the file. */
  readonly fileShape: readonly number[];
}

/** `targetFile` holds the targets where they have a file of their own, else it is `file` itself. */
export function chooseColumns(spec: FileSpec, file: TableFile, targetFile: TableFile): ChosenColumns {
  const targets = spec.target ?? onlyColumn(targetFile);
  for (const name of targets) requireColumn(name, 'target', targetFile);
  const features = [...new Set([...(spec.features ?? []), ...(spec.weights === undefined ? [] : [spec.weights])])];
  for (const name of features) {
    const key = spec.features?.includes(name) ? 'features' : 'weights';
    requireSingle(key, requireColumn(name, key, file), file.path);
  }
  const taken = new Set([...features, ...splitColumns(spec, file), ...(targetFile === file ? targets : [])]);
  const inputs = chooseInputs(spec, file, taken);
  const leaked = targetFile === file ? inputs.find((name) => targets.includes(name)) : undefined;
  if (leaked !== undefined) {
    throw inputError`data-target-is-input: data.inputs: \`${leaked}\` is the target, which the model must not see.
      Allowed: columns other than the target
      Fix: Take \`${leaked}\` out of \`data.inputs\`.`;
  }
  const infos = inputs.map((name) => requireColumn(name, 'inputs', file));
  return { inputs, targets, features, fileShape: exampleShape(spec, infos, file.path) };
}

/** The column that the split goes by; none where there is none. */
export function splitColumns({ split: { by, time } }: FileSpec, file: TableFile): readonly string[] {
  if (by !== undefined) requireSingle('split.by', requireColumn(by, 'split.by', file), file.path);
  if (time !== undefined) requireSingle('split.time', requireColumn(time, 'split.time', file), file.path);
  return [by, time].filter((name) => name !== undefined);
}

/** Names in the order of the file. Throws InputError where there are none, and for names and patterns that fit nothing. */
export function chooseInputs(spec: FileSpec, file: TableFile, taken: ReadonlySet<string>): string[] {
  const free = file.columns.filter(({ name }) => !taken.has(name)).map(({ name }) => name);
  if (spec.inputs === undefined) {
    if (free.length > 0) return free;
    throw missing('inputs', 'every column is a target or a feature', file);
  }
  const chosen = spec.inputs.flatMap((pattern) => {
    if (file.columns.some(({ name }) => name === pattern)) return [pattern];
    if (!pattern.includes('*')) return [requireColumn(pattern, 'inputs', file).name];
    const matching = free.filter((name) => matches(pattern, name));
    if (matching.length > 0) return matching;
    throw missing('inputs', `no column is like \`${pattern}\``, file);
  });
  return [...new Set(chosen)];
}

function matches(pattern: string, name: string): boolean {
  const source = pattern.split('*').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`, 's').test(name);
}

function onlyColumn(file: TableFile): readonly string[] {
  const [first, ...others] = file.columns;
  if (first !== undefined && others.length === 0) return [first.name];
  throw missing('target', 'it does not say which column is predicted', file);
}

/** Throws InputError where the file has no such column. */
export function requireColumn(name: string, key: string, file: TableFile): ColumnInfo {
  const column = file.columns.find((info) => info.name === name);
  if (column !== undefined) return column;
  const near = nearestName(
    name,
    file.columns.map((info) => info.name),
  );
  throw missing(key, `there is no column \`${name}\``, file, near);
}

/** Throws InputError for a column of several values. */
function requireSingle(key: string, column: ColumnInfo, path: string): void {
  if (entrySize(column.shape) === 1) return;
  throw inputError`data-feature-shape: data.${key}: \`${column.name}\` of ${path} has ${entrySize(column.shape)} values for each example.
    Allowed: columns with a single value for each example
    Fix: Take it among \`data.inputs\`, or split it into columns.`;
}

function exampleShape(
  { shape: stated, sequence }: FileSpec,
  inputs: readonly ColumnInfo[],
  path: string,
): readonly number[] {
  const width = inputs.reduce((sum, { shape }) => sum + entrySize(shape), 0);
  const own = inputs.length === 1 && inputs[0] !== undefined && inputs[0].shape.length > 0 ? inputs[0].shape : [width];
  const shape = stated ?? own;
  if (sequence && shape.length > 2) {
    throw inputError`data-shape: data.sequence: an example of ${path} has ${shape.length} extents (${shape.join(' x ')}).
      Allowed: one extent, the length, or two, \`[length, channels]\`
      Fix: Say so with \`data.shape\`, or leave \`sequence\` out: the built-in trainer makes sequences of pictures, too.`;
  }
  if (shape.length <= 3 && entrySize(shape) === width) return shape;
  throw inputError`data-shape: ${stated === undefined ? `${path}: an example has ${own.length} extents (${own.join(' x ')}).` : `data.shape: ${stated.join(' x ')} is ${entrySize(stated)} values, but the inputs of ${path} are ${width}.`}
    Allowed: ${stated === undefined ? 'one to three extents' : `extents whose product is ${width}`}
    Fix: Correct \`data.shape\`, or choose the inputs with \`data.inputs\`.`;
}

function missing(key: string, why: string, file: TableFile, near?: string): InputError {
  const names = file.columns.map(({ name }) => name);
  const shown = names.length > 20 ? `${names.slice(0, 20).join(', ')}, ... (${names.length} in all)` : names.join(', ');
  return inputError`data-column: data.${key}: ${why} in ${file.path}.
    Allowed: the columns of the file: ${shown}
    Fix: ${near === undefined ? `Correct \`data.${key}\`.` : `Did you mean \`${near}\`?`}`;
}
