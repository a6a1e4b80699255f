/** @file Every source of data that an experiment can name, and loading what it asks for. */
import { z } from 'zod';
import { hashJson } from '../../core/index.js';
import { bumps } from './bumps.js';
import { calorimeter } from './calorimeter/calorimeter.js';
import type { DataSource, Dataset } from './dataset.js';
import { digits } from './digits.js';
import { fileSource } from './files/load-file.js';
import { gratings } from './gratings.js';

const SOURCES = [digits, gratings, bumps, calorimeter, fileSource] as const satisfies readonly DataSource[];

type Schemas<Sources> = {
  -readonly [Place in keyof Sources]: Sources[Place] extends DataSource<infer Schema> ? Schema : never;
};

/** The `data` of an experiment: where the examples come from and how they are split. Unknown keys are errors. */
export const dataSpecSchema = z
  .discriminatedUnion('source', SOURCES.map(({ schema }) => schema) as unknown as Schemas<typeof SOURCES>)
  .describe('The data: a built-in source or a file, and how it is split.');

/** A checked data specification with its defaults filled in. */
export type DataSpec = z.output<typeof dataSpecSchema>;

/** One as a user writes it. */
export type DataSpecInput = z.input<typeof dataSpecSchema>;

interface LoadOptions {
  /** Absolute folder that relative paths start from, and where packages are looked for first: the experiment's. */
  readonly baseFolder: string;
}

/**
 * Reads or generates the data and splits it, by the specification alone: no other seed enters, so experiments that
 * differ in their seed see equal data. Throws InputError when the data cannot be used.
 */
export async function loadDataset(spec: DataSpec, { baseFolder }: LoadOptions): Promise<Dataset> {
  const dataset = await sourceOf(spec).load(spec, baseFolder);
  return spec.split.samples === undefined ? dataset : withSamples(dataset, spec.split.samples);
}

/** Other samples are other data for training: the hash says so. Nothing is drawn or hashed that is not asked for. */
function withSamples(dataset: Dataset, samples: NonNullable<Dataset['samples']>): Dataset {
  let hash: string | undefined;
  const get = () => {
    hash ??= hashJson({ data: dataset.hash, samples });
    return hash;
  };
  const own = { samples: { enumerable: true, value: samples }, hash: { enumerable: true, get } };
  return Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(dataset), ...own }) as Dataset;
}

/** Absolute paths of the files that {@link loadDataset} reads; none where data are generated. Throws InputError where they cannot be found. */
export function dataFiles(spec: DataSpec, baseFolder: string): readonly string[] {
  return sourceOf(spec).files?.(spec, baseFolder) ?? [];
}

function sourceOf({ source }: DataSpec): DataSource {
  const sources: readonly DataSource[] = SOURCES;
  const named = sources.find(({ schema }) => schema.shape.source?.safeParse(source).success);
  if (named === undefined) throw new TypeError(`There is no data source "${source}".`);
  return named;
}
