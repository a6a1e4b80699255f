/** @file Reads all files of a data set alike: by numbers where all inputs are, else by columns as what they are. */
import { resolve } from 'node:path';
import { InputError } from '../../core/index.js';
import type { StatedKinds } from '../columns/column-kinds.js';
import type { FileSpec } from './file-spec.js';
import { type Examples, readExamples } from './read-examples.js';

/** Main, selection and final file. Throws an InputError also where they differ in their columns. */
export async function readFiles(
  spec: FileSpec,
  baseFolder: string,
): Promise<readonly [Examples, Examples | undefined, Examples | undefined]> {
  const readAll = async (kinds?: StatedKinds) => {
    const read = (path: string, own = kinds, targets = own) =>
      readExamples(spec, resolve(baseFolder, path), baseFolder, own, targets);
    const main = await read(spec.file);
    const asMain = kinds && { ...kinds, ...kindsOf(main) };
    const readOther = async (path: string | undefined) => {
      if (path === undefined) return undefined;
      const other = await read(path, asMain, { ...kinds, ...main.target.readAs });
      requireSameShape(main, other);
      return other;
    };
    return [main, await readOther(spec.selectionFile), await readOther(spec.finalFile)] as const;
  };
  if (spec.columns !== undefined) {
    return readAll(Object.fromEntries(Object.entries(spec.columns).map(([name, kind]) => [name, { kind }])));
  }
  try {
    return await readAll();
  } catch (error) {
    const isTable = spec.shape === undefined && spec.targetFile === undefined;
    if (!isTable || !(error instanceof InputError) || error.code !== 'data-not-a-number') throw error;
    return readAll({});
  }
}

/** What the columns of the main file turned out to be: the other files are read so. */
function kindsOf({ columns = [] }: Examples): StatedKinds {
  return Object.fromEntries(columns.map(({ raw, readAs }) => [raw.name, readAs]));
}

function requireSameShape(main: Examples, other: Examples): void {
  const describe = ({ inputShape, target }: Examples) =>
    `${inputShape.join(' x ')} inputs and ${target.names.length} target(s)`;
  if (describe(main) === describe(other)) return;
  throw new InputError({
    code: 'data-shape',
    what: `${other.path} has ${describe(other)}, ${main.path} has ${describe(main)}.`,
    allowed: 'the same inputs and targets in all files',
    fix: 'Give all files the same columns, or choose the columns with `data.inputs`.',
  });
}
