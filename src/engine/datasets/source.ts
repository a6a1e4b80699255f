/** @file A source of data: what an experiment may say of it, and how its examples are had. */
import type { z } from 'zod';
import type { Dataset } from './dataset.js';

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
