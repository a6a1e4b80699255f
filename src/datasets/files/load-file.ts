/** @file Loads the user's own files as a data set: chooses columns, numbers labels, splits examples. */
import { basename, extname, resolve } from 'node:path';
import { InputError, randomFrom } from '../../core/index.js';
import { encodeColumns } from '../columns/encode.js';
import { encodedWidth, type RawColumn, type TableEncoding } from '../columns/encoding.js';
import { fitEncoding } from '../columns/fit-encoding.js';
import { hashDataset } from '../content-hash.js';
import type { Dataset, Samples, Task } from '../dataset.js';
import { splitByGroup, splitByTime } from '../held-together.js';
import { takeSamples } from '../samples.js';
import { resolveSizes, type SplitIndices, type SplitSizes, splitExamples } from '../split.js';
import { classNames, encodeLabels, inferTask, type LabelColumn } from './class-labels.js';
import type { FileSpec } from './file-spec.js';
import { type Examples, readExamples, type StatedKinds } from './read-examples.js';
import { groupNumbers, moments } from './split-columns.js';

/** Shares of a file that is split into all three parts, and of one that is split into two. */
const THREE_PARTS: SplitSizes = { pool: 0.6, selection: 0.2, final: 0.2 };
const TWO_PARTS = { pool: 0.75, other: 0.25 };

/** Paths start at `baseFolder`. Throws InputError for everything that keeps the files from being used. */
export async function loadFile(spec: FileSpec, baseFolder: string): Promise<Dataset> {
  refuseContradictions(spec);
  const [main, selection, final] = await readFiles(spec, baseFolder);
  for (const other of [selection, final]) if (other !== undefined) requireSameShape(main, other);
  const files = [main, selection, final].filter((examples) => examples !== undefined);
  const { task, classes, encode } = targetsOf(spec, files);

  const sizes = resolveSizes(splitSizesOf(spec, main.count), main.count);
  const strata = task === 'classification' ? { labels: encode(main), classes } : undefined;
  const indices = divide(spec, main, sizes, strata);
  const encoding = encodingOf(main, indices.pool);
  const toSamples = (examples: Examples): Samples => ({
    count: examples.count,
    ...inputsOf(examples, encoding),
    targets: encode(examples),
    ...weightsOf(spec, examples),
  });
  const all = toSamples(main);
  const dataset = {
    name: basename(spec.file, extname(spec.file)),
    task,
    inputShape: encoding === undefined ? main.inputShape : [encodedWidth(encoding)],
    targetNames: main.target.names,
    classes,
    ...(encoding === undefined ? {} : { encoding }),
    ...(main.inputNames === undefined ? {} : { inputNames: main.inputNames }),
    pool: withoutColumns(takeSamples(all, indices.pool)),
    selection: withoutColumns(selection === undefined ? takeSamples(all, indices.selection) : toSamples(selection)),
    final: final === undefined ? takeSamples(all, indices.final) : toSamples(final),
    simulated: false,
  };
  requireEveryClass(dataset);
  return { ...dataset, hash: hashDataset(dataset) };
}

/** Main, selection and final file. Numbers where all inputs are, else columns as what they are: in all files alike. */
async function readFiles(
  spec: FileSpec,
  baseFolder: string,
): Promise<readonly [Examples, Examples | undefined, Examples | undefined]> {
  const paths = [spec.file, spec.selectionFile, spec.finalFile];
  const readAll = async (kinds?: StatedKinds) => {
    const main = await readExamples(spec, resolve(baseFolder, spec.file), baseFolder, kinds);
    const own = kinds === undefined ? undefined : { ...kinds, ...kindsOf(main) };
    const [, selection, final] = await Promise.all(
      paths.map((path, index) =>
        index === 0 || path === undefined ? undefined : readExamples(spec, resolve(baseFolder, path), baseFolder, own),
      ),
    );
    return [main, selection, final] as const;
  };
  if (spec.columns !== undefined) return readAll(spec.columns);
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
  return Object.fromEntries(
    columns.map(({ raw, format }) => [raw.name, raw.kind === 'number' && format !== 'plain' ? format : raw.kind]),
  );
}

/** Of the pool's rows; undefined where the inputs are the file's own numbers. */
function encodingOf({ columns, ignored = [], path }: Examples, pool: Int32Array): TableEncoding | undefined {
  if (columns === undefined) return undefined;
  const left = ignored.map((name) => ({ name, reason: 'left out by `data.columns`', isChosen: true }));
  return fitEncoding(columns, pool, left, path);
}

function inputsOf(
  { inputs, columns = [], count }: Examples,
  encoding: TableEncoding | undefined,
): Pick<Samples, 'inputs' | 'columns'> {
  if (encoding === undefined) return { inputs };
  const byName = new Map(columns.map(({ raw }) => [raw.name, raw]));
  const kept = encoding.columns.map(({ name }) => byName.get(name) as RawColumn);
  return { inputs: encodeColumns(encoding, kept, count), columns: kept };
}

/** The column of weights is no feature unless it is named as one. */
function weightsOf(spec: FileSpec, { features, path }: Examples): Pick<Samples, 'features' | 'weights'> {
  const { weights: name } = spec;
  if (name === undefined) return { features };
  const { [name]: weights = new Float32Array(), ...others } = features;
  const place = weights.findIndex((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (place >= 0 || weights.every((weight) => weight === 0)) {
    const what =
      place >= 0
        ? `\`${name}\` of ${path} is ${weights[place]} in example ${place + 1}.`
        : `\`${name}\` of ${path} is 0 everywhere.`;
    throw new InputError({
      code: 'data-weights',
      what: `data.weights: ${what}`,
      allowed: 'finite numbers of at least 0, one above it or more',
      fix: 'Correct the column, or leave `weights` out.',
    });
  }
  return { features: spec.features?.includes(name) ? features : others, weights };
}

/** Only of the final set raw rows are needed: a model is judged on it as whoever deploys it would use it. */
function withoutColumns({ columns: _, ...samples }: Samples): Samples {
  return samples;
}

/** By groups, in time, or at random: then stratified by class where there are labels. */
function divide(
  { split: { by, time, seed } }: FileSpec,
  { path, count, splitBy = [] }: Examples,
  sizes: SplitSizes,
  strata: { readonly labels: Float32Array; readonly classes: readonly string[] } | undefined,
): SplitIndices {
  const random = randomFrom('data', 'file', 'split', seed);
  if (by !== undefined) return splitByGroup(groupNumbers(splitBy), sizes, random, by);
  if (time !== undefined) return splitByTime(moments(splitBy, path, time), sizes, random, time);
  if (strata === undefined) return splitExamples(new Float32Array(count), sizes, random);
  requireMembers(path, strata, sizes);
  return splitExamples(strata.labels, sizes, random);
}

interface TargetReading {
  readonly task: Task;
  readonly classes: readonly string[];
  readonly encode: (examples: Examples) => Float32Array;
}

function targetsOf(spec: FileSpec, files: readonly Examples[]): TargetReading {
  const columns = files.map(labelColumnOf).filter((column) => column !== undefined);
  const [first] = columns;
  const stated = spec.task ?? (spec.classes === undefined ? undefined : 'classification');
  const task = stated ?? (first === undefined ? 'regression' : inferTask(first));
  if (task === 'classification') {
    if (first === undefined) throw severalLabels(spec);
    const classes = classNames(spec.classes, columns);
    return { task, classes, encode: (examples) => encodeLabels(labelColumnOf(examples) as LabelColumn, classes) };
  }
  return {
    task,
    classes: [],
    encode: ({ target }) => ('values' in target ? target.values : Float32Array.from(target.cells, Number)),
  };
}

function labelColumnOf({ path, target }: Examples): LabelColumn | undefined {
  return 'cells' in target ? { path, name: target.names[0] as string, cells: target.cells } : undefined;
}

/** 0 for the parts that have a file of their own. */
function splitSizesOf({ split, selectionFile, finalFile }: FileSpec, count: number): SplitSizes {
  if (selectionFile !== undefined && finalFile !== undefined) return { pool: count, selection: 0, final: 0 };
  const shares =
    selectionFile === undefined && finalFile === undefined
      ? THREE_PARTS
      : {
          pool: TWO_PARTS.pool,
          selection: selectionFile === undefined ? TWO_PARTS.other : 0,
          final: finalFile === undefined ? TWO_PARTS.other : 0,
        };
  return {
    pool: split.pool ?? shares.pool,
    selection: split.selection ?? shares.selection,
    final: split.final ?? shares.final,
  };
}

function refuseContradictions(spec: FileSpec): void {
  const { split, selectionFile, finalFile, targetFile, classes, task, columns, shape } = spec;
  const refuse = (what: string, allowed: string, fix: string) => {
    throw new InputError({ code: 'data-contradiction', what, allowed, fix });
  };
  for (const [part, path] of [
    ['selection', selectionFile],
    ['final', finalFile],
  ] as const) {
    if (path !== undefined && split[part] !== undefined) {
      refuse(
        `data.split.${part}: ${split[part]}, but ${path} is the ${part} set.`,
        `either \`split.${part}\` or \`${part}File\``,
        'Remove one of the two.',
      );
    }
  }
  if (selectionFile !== undefined && finalFile !== undefined && split.pool !== undefined) {
    refuse(
      `data.split.pool: ${split.pool}, but \`file\` is not split: selection and final set have files of their own.`,
      'no sizes where all three parts have a file',
      'Remove `data.split`.',
    );
  }
  const { by, time } = split;
  if (by !== undefined && time !== undefined) {
    refuse(
      `data.split: \`by: ${by}\` and \`time: ${time}\` are two ways to divide.`,
      'one of `split.by` and `split.time`',
      'Remove one of the two.',
    );
  }
  if (selectionFile !== undefined && finalFile !== undefined && (by ?? time) !== undefined) {
    refuse(
      `data.split.${by === undefined ? 'time' : 'by'}: \`file\` is not split: selection and final set have files of their own.`,
      'no `split` where all three parts have a file',
      'Remove `data.split`.',
    );
  }
  if (targetFile !== undefined && (selectionFile !== undefined || finalFile !== undefined)) {
    refuse(
      `data.targetFile: ${targetFile} has no targets for \`selectionFile\` or \`finalFile\`.`,
      'NPZ files, each with inputs and targets',
      'Write inputs and targets of each part into one NPZ file.',
    );
  }
  if (columns !== undefined && (shape !== undefined || targetFile !== undefined)) {
    refuse(
      `data.columns: it says what columns of a table are, beside \`${shape === undefined ? 'targetFile' : 'shape'}\`.`,
      'tables (CSV or Parquet) whose columns are single values, without `shape` and `targetFile`',
      'Remove one of the two.',
    );
  }
  if (classes !== undefined && task === 'regression') {
    refuse(
      'data.classes: there are none in a regression.',
      '`classes` with `task: classification`',
      'Remove one of the two.',
    );
  }
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

/** A class that training never sees cannot be learned. */
function requireEveryClass({ classes, pool, name }: Omit<Dataset, 'hash'>): void {
  const present = new Set(pool.targets);
  const absent = classes.findIndex((_, number) => !present.has(number));
  if (classes.length === 0 || absent < 0) return;
  throw new InputError({
    code: 'data-class-absent',
    what: `data: class "${classes[absent]}" of ${name} has no example in the pool.`,
    allowed: 'at least one example of every class to train on',
    fix: 'Give the pool a larger part under `data.split`, or take the class out of the data.',
  });
}

/** A class must have an example for each part, or a part is judged without it. */
function requireMembers(
  path: string,
  { labels, classes }: { readonly labels: Float32Array; readonly classes: readonly string[] },
  sizes: SplitSizes,
): void {
  const parts = Object.values(sizes).filter((size) => size > 0).length;
  const counts = new Int32Array(classes.length);
  for (const label of labels) counts[label] = (counts[label] as number) + 1;
  const rare = counts.findIndex((count) => count > 0 && count < parts);
  if (rare < 0) return;
  throw new InputError({
    code: 'data-class-rare',
    what: `${path}: class "${classes[rare]}" has ${counts[rare]} ${counts[rare] === 1 ? 'example' : 'examples'}, too few for ${parts} parts.`,
    allowed: `${parts} examples or more of every class`,
    fix: 'Add examples, leave the class out of the data, or join it with another.',
  });
}

function severalLabels({ target }: FileSpec): InputError {
  return new InputError({
    code: 'data-target',
    what: `data.target: ${(target ?? []).join(', ')} is more than one value for each example.`,
    allowed: 'one column of labels for a classification',
    fix: 'Name one column, or `task: regression`.',
  });
}
