/** @file Loads the user's own files as a data set: chooses columns, numbers labels, splits examples. */
import { basename, extname, resolve } from 'node:path';
import { defined, InputError, inputError } from '../../../core/index.js';
import { encodedWidth, type StatedKinds } from '../columns/encoding.js';
import { type Dataset, dataSource, hashDataset, type Samples, type Task } from '../dataset.js';
import { requireDivisible } from '../redivide.js';
import { takeSamples } from '../samples.js';
import { classNames, encodeLabels, inferTask, type LabelColumn } from './class-labels.js';
import { divideFile, divisionOf, togetherOf } from './divide-file.js';
import { encodingOf, inputsOf, withoutColumns } from './encode-inputs.js';
import { areArrays, type FileSpec, fileSpecSchema } from './file-spec.js';
import { withAllTroubles } from './find-troubles.js';
import { type Examples, readExamples } from './read-examples.js';
import { targetQuantity } from './read-target.js';

/** Paths start at `baseFolder`. Throws InputError for everything that keeps the files from being used, all of it at once. */
async function loadFile(spec: FileSpec, baseFolder: string): Promise<Dataset> {
  refuseContradictions(spec);
  try {
    return await loadExamples(spec, baseFolder);
  } catch (error) {
    throw error instanceof InputError ? await withAllTroubles(spec, baseFolder, error) : error;
  }
}

async function loadExamples(spec: FileSpec, baseFolder: string): Promise<Dataset> {
  const [main, selection, final] = await readFiles(spec, baseFolder);
  const files = [main, selection, final].filter((examples) => examples !== undefined);
  const { task, classes, encode } = targetsOf(spec, files);

  const strata = task === 'classification' ? { labels: encode(main), classes } : undefined;
  const indices = divideFile(spec, main, strata);
  const encoding = encodingOf(main, indices.pool);
  const toSamples = (examples: Examples): Samples => ({
    count: examples.count,
    ...inputsOf(examples, encoding),
    targets: encode(examples),
    ...weightsOf(spec, examples),
    origin: { file: basename(examples.path), rows: Int32Array.from({ length: examples.count }, (_, row) => row) },
  });
  const all = toSamples(main);
  const dataset = {
    name: basename(spec.file, extname(spec.file)),
    task,
    inputShape: encoding === undefined ? main.inputShape : [encodedWidth(encoding)],
    targetNames: main.target.names,
    ...(task === 'regression' && hasOwnWays(main.target.readAs) ? { targetReadings: main.target.readAs } : {}),
    classes,
    ...defined({ encoding }),
    ...(main.inputNames === undefined ? {} : { inputNames: main.inputNames }),
    pool: withoutColumns(takeSamples(all, indices.pool)),
    selection: selection === undefined ? takeSamples(all, indices.selection) : toSamples(selection),
    final: final === undefined ? takeSamples(all, indices.final) : toSamples(final),
    ...(indices.calibration.length === 0 ? {} : { calibration: takeSamples(all, indices.calibration) }),
    ...divisionOf(spec, main, indices),
    ...togetherOf(spec, main, indices),
    simulated: false,
  };
  requireEveryClass(dataset);
  if (spec.split.repeated) requireDivisible(dataset, 'data.split.repeated');
  return { ...dataset, hash: hashDataset(dataset) };
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
    throw inputError`data-weights: data.weights: ${what}
      Allowed: finite numbers of at least 0, one above it or more
      Fix: Correct the column, or leave \`weights\` out.`;
  }
  return { features: spec.features?.includes(name) ? features : others, weights };
}

/** Whether a model's user must know how the targets were written to read such a table again. */
function hasOwnWays(readAs: Examples['target']['readAs']): boolean {
  return Object.values(readAs).some(({ kind, unit }) => kind !== 'number' || unit != null);
}

interface TargetReading {
  readonly task: Task;
  readonly classes: readonly string[];
  readonly encode: (examples: Examples) => Float32Array;
}

function targetsOf(spec: FileSpec, files: readonly Examples[]): TargetReading {
  const columns = files.map(labelColumnOf).filter((column) => column !== undefined);
  const [first] = columns;
  const areClasses = spec.classes !== undefined || (first !== undefined && spec.columns?.[first.name] === 'category');
  const stated = spec.task ?? (areClasses ? 'classification' : undefined);
  const task = stated ?? (first === undefined ? 'regression' : inferTask(first));
  if (task === 'classification') {
    if (first === undefined) throw severalLabels(spec);
    const classes = classNames(spec.classes, columns);
    return { task, classes, encode: (examples) => encodeLabels(labelColumnOf(examples) as LabelColumn, classes) };
  }
  return {
    task,
    classes: [],
    encode: ({ path, target }) =>
      'values' in target ? target.values : targetQuantity(path, target.names[0] as string, target.cells),
  };
}

function labelColumnOf({ path, target }: Examples): LabelColumn | undefined {
  return 'cells' in target ? { path, name: target.names[0] as string, cells: target.cells } : undefined;
}

/** A class that training never sees cannot be learned. */
function requireEveryClass({ classes, pool, name }: Omit<Dataset, 'hash'>): void {
  const present = new Set(pool.targets);
  const absent = classes.findIndex((_, number) => !present.has(number));
  if (classes.length === 0 || absent < 0) return;
  throw inputError`data-class-absent: data: class "${classes[absent]}" of ${name} has no example in the pool.
    Allowed: at least one example of every class to train on
    Fix: Give the pool a larger part under \`data.split\`, or take the class out of the data.`;
}

function severalLabels({ target }: FileSpec): InputError {
  return inputError`data-target: data.target: ${(target ?? []).join(', ')} is more than one value for each example.
    Allowed: one column of labels for a classification
    Fix: Name one column, or \`task: regression\`.`;
}

/** Paths of all files that a specification names. */
function filesOf({ file, targetFile, selectionFile, finalFile }: FileSpec, baseFolder: string): readonly string[] {
  return [file, targetFile, selectionFile, finalFile]
    .filter((path) => path !== undefined)
    .map((path) => resolve(baseFolder, path));
}

export const fileSource = dataSource({ schema: fileSpecSchema, load: loadFile, files: filesOf });

/** Main, selection and final file. Throws an InputError also where they differ in their columns. */
async function readFiles(
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
    const isTable = !areArrays(spec) && spec.targetFile === undefined;
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
  throw inputError`data-shape: ${other.path} has ${describe(other)}, ${main.path} has ${describe(main)}.
    Allowed: the same inputs and targets in all files
    Fix: Give all files the same columns, or choose the columns with \`data.inputs\`.`;
}

/** What a specification says twice, or in two ways that cannot both be meant. Throws an InputError (`data-contradiction`). */
function refuseContradictions(spec: FileSpec): void {
  const { split, selectionFile, finalFile, targetFile, classes, task, columns, shape } = spec;
  const refuse = (what: string, allowed: string, fix: string) => {
    throw inputError`data-contradiction: ${what}
      Allowed: ${allowed}
      Fix: ${fix}`;
  };
  for (const [part, path] of [
    ['selection', selectionFile],
    ['final', finalFile],
  ] as const) {
    if (path !== undefined && split[part] !== undefined) {
      refuse(
        `data.split.${part}: ${split[part]}, but ${path} already is the ${part} set.`,
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
      `data.split: \`by: ${by}\` and \`time: ${time}\` are two different ways to divide.`,
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
  const arrays = shape !== undefined ? 'shape' : areArrays(spec) ? 'sequence' : 'targetFile';
  if (columns !== undefined && spec[arrays] !== undefined) {
    refuse(
      `data.columns: it describes columns of a table, but stands beside \`${arrays}\`.`,
      'tables (CSV or Parquet) whose columns are single values, without `shape`, `sequence` and `targetFile`',
      'Remove one of the two.',
    );
  }
  if (classes !== undefined && task === 'regression') {
    refuse('data.classes: a regression has none.', '`classes` with `task: classification`', 'Remove one of the two.');
  }
}
