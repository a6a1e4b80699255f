/** @file Samples in memory: inputs, targets, how they are split; the hash of them, and a source that loads them. */

import { createHash, type Hash } from 'node:crypto';
import type { z } from 'zod';
import { canonicalJson, type JsonObject } from '../../core/index.js';
import type { RawColumn, ReadAs, TableEncoding } from './columns/encoding.js';
import { DATA_PARTS } from './split.js';

export type Task = 'classification' | 'regression';

/** `count` examples. All arrays are row-major and must not be changed. */
export interface Samples {
  readonly count: number;
  /** count x product(inputShape), raw values as the source gives them. */
  readonly inputs: Float32Array;
  /** count x targetNames.length; for classification one column of class numbers 0 ... classes-1. */
  readonly targets: Float32Array;
  /** How much each example counts, in training and in what is said of it, at least 0; all alike where absent. */
  readonly weights?: Float32Array;
  /** Named extra columns, each of `count` values, for trainers that join features to a layer. */
  readonly features: Readonly<Record<string, Float32Array>>;
  /** Of encoded tables, but for the pool: the columns of the encoding, in its order, which models read and people are shown. */
  readonly columns?: readonly RawColumn[];
  /** Where they stand in the user's own file, for people. */
  readonly origin?: SampleOrigin;
}

/** Where examples were read; it is no part of what they are. */
interface SampleOrigin {
  /** Its name without folders. */
  readonly file: string;
  /** By example, from 0; a header is no row. */
  readonly rows: Int32Array;
}

/** How pool and selection set may be divided anew; at random where nothing is said. */
type Division =
  /** A group number for each example of the pool, then of the selection set. */
  { readonly kind: 'groups'; readonly groups: Int32Array } | { readonly kind: 'fixed'; readonly why: string };

/**
 * A data set split once: replicates draw their training samples from `pool`; `selection` gives the losses that race;
 * `final` is touched once, for the figure that is reported; `calibration` only calibrates what is delivered.
 */
export interface Dataset {
  readonly name: string;
  readonly task: Task;
  /** Shape of one example, [height, width, channels], [values], or [length, channels] of a sequence. */
  readonly inputShape: readonly number[];
  readonly targetNames: readonly string[];
  /** True where all are above 0 by the way they are made, so that none has to be looked at. */
  readonly positiveTargets?: boolean;
  /** Of quantities: how their columns are read; absent where all are plain numbers. */
  readonly targetReadings?: Readonly<Record<string, ReadAs>>;
  /** Class names in order of their numbers; empty for regression. */
  readonly classes: readonly string[];
  /** Columns of a table that are the values of an example, in their order; absent where there are none of that kind. */
  readonly inputNames?: readonly string[];
  /** How the columns of a table became `inputs`, which are [length] then; absent where they are the file's own numbers. */
  readonly encoding?: TableEncoding;
  readonly division?: Division;
  /** Numbers of what belongs together in the final set, a group or a stretch of time; each example is for itself where absent. */
  readonly finalTogether?: Int32Array;
  /** Smaller samples lie inside larger ones of the same index; drawn for themselves where absent. */
  readonly samples?: 'nested';
  readonly pool: Samples;
  readonly selection: Samples;
  readonly final: Samples;
  readonly calibration?: Samples;
  /** SHA-256 over the values and the split: changes when any example, or its place in the split, does. */
  readonly hash: string;
  /** True for generated data, which every output must say. */
  readonly simulated: boolean;
}

export interface DataSource<Schema extends z.ZodObject = z.ZodObject> {
  /** Its `data` in an experiment; `source` is its name. */
  readonly schema: Schema;
  /** By the specification alone. `baseFolder`: absolute folder that relative paths start from. Throws an InputError. */
  load(spec: z.output<Schema>, baseFolder: string): Dataset | Promise<Dataset>;
  /** Absolute paths of the files that are read; absent where data are generated. Throws an InputError where they cannot be found. */
  files?(spec: z.output<Schema>, baseFolder: string): readonly string[];
}

/** Takes the parts of a source, so that each is checked against the schema. */
export function dataSource<Schema extends z.ZodObject>(source: DataSource<Schema>): DataSource<Schema> {
  return source;
}

/**
 * SHA-256, 64 lower-case hexadecimal digits: differs when any value, the order of the examples, their place in the
 * split, the shape, the names of targets, classes or features, or the task differs. The data set's name does not enter.
 */
export function hashDataset(dataset: Omit<Dataset, 'hash'>): string {
  const hash = createHash('sha256');
  const { task, inputShape, targetNames, classes, encoding } = dataset;
  const encoded = encoding === undefined ? {} : { encoding: JSON.parse(JSON.stringify(encoding)) as JsonObject };
  hash.update(canonicalJson({ version: 1, task, inputShape, targetNames, classes, ...encoded }));
  for (const part of DATA_PARTS) {
    const samples = dataset[part];
    if (samples !== undefined) addSamples(hash, samples);
  }
  return hash.digest('hex');
}

function addSamples(hash: Hash, samples: Samples): void {
  const names = Object.keys(samples.features).sort();
  const weighted = samples.weights === undefined ? {} : { weighted: true };
  hash.update(canonicalJson({ count: samples.count, features: names, ...weighted }));
  hash.update(samples.inputs);
  hash.update(samples.targets);
  if (samples.weights !== undefined) hash.update(samples.weights);
  for (const name of names) hash.update(samples.features[name] as Float32Array);
}
