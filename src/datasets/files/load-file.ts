/** @file Loads the user's own files as a data set: chooses columns, numbers labels, splits examples. */
import { basename, extname, resolve } from 'node:path';
import { InputError, randomFrom } from '../../core/index.js';
import { hashDataset } from '../content-hash.js';
import type { Dataset, Samples, Task } from '../dataset.js';
import { splitByGroup, splitByTime } from '../held-together.js';
import { takeSamples } from '../samples.js';
import { resolveSizes, type SplitIndices, type SplitSizes, splitExamples } from '../split.js';
import { classNames, encodeLabels, inferTask, type LabelColumn } from './class-labels.js';
import type { FileSpec } from './file-spec.js';
import { type Examples, readExamples } from './read-examples.js';
import { groupNumbers, moments } from './split-columns.js';

/** Shares of a file that is split into all three parts, and of one that is split into two. */
const THREE_PARTS: SplitSizes = { pool: 0.6, selection: 0.2, final: 0.2 };
const TWO_PARTS = { pool: 0.75, other: 0.25 };

/** Paths start at `baseFolder`. Throws InputError for everything that keeps the files from being used. */
export async function loadFile(spec: FileSpec, baseFolder: string): Promise<Dataset> {
  refuseContradictions(spec);
  const read = (path: string) => readExamples(spec, resolve(baseFolder, path), baseFolder);
  const main = await read(spec.file);
  const selection = spec.selectionFile === undefined ? undefined : await read(spec.selectionFile);
  const final = spec.finalFile === undefined ? undefined : await read(spec.finalFile);
  for (const other of [selection, final]) if (other !== undefined) requireSameShape(main, other);
  const files = [main, selection, final].filter((examples) => examples !== undefined);
  const { task, classes, encode } = targetsOf(spec, files);

  const toSamples = (examples: Examples): Samples => ({
    count: examples.count,
    inputs: examples.inputs,
    targets: encode(examples),
    features: examples.features,
  });
  const all = toSamples(main);
  const sizes = resolveSizes(splitSizesOf(spec, all.count), all.count);
  const indices = divide(spec, main, sizes, task === 'classification' ? { labels: all.targets, classes } : undefined);
  const dataset = {
    name: basename(spec.file, extname(spec.file)),
    task,
    inputShape: main.inputShape,
    targetNames: main.target.names,
    classes,
    pool: takeSamples(all, indices.pool),
    selection: selection === undefined ? takeSamples(all, indices.selection) : toSamples(selection),
    final: final === undefined ? takeSamples(all, indices.final) : toSamples(final),
    simulated: false,
  };
  requireEveryClass(dataset);
  return { ...dataset, hash: hashDataset(dataset) };
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

function refuseContradictions({ split, selectionFile, finalFile, targetFile, classes, task }: FileSpec): void {
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
