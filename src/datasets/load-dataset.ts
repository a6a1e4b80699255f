/** @file Loads the data that an experiment asks for. */
import { resolve } from 'node:path';
import { z } from 'zod';
import { bumpsSpecSchema, generateBumps } from './bumps.js';
import { calorimeterSpecSchema, generateCalorimeter } from './calorimeter/index.js';
import type { Dataset } from './dataset.js';
import { digitFiles, digitsSpecSchema, loadDigits } from './digits.js';
import { fileSpecSchema } from './files/file-spec.js';
import { loadFile } from './files/load-file.js';
import { generateGratings, gratingsSpecSchema } from './gratings.js';

/** The `data` of an experiment: where the examples come from and how they are split. Unknown keys are errors. */
export const dataSpecSchema = z
  .discriminatedUnion('source', [
    digitsSpecSchema,
    gratingsSpecSchema,
    bumpsSpecSchema,
    calorimeterSpecSchema,
    fileSpecSchema,
  ])
  .describe('The data: a built-in source or a file, and how it is split.');

/** A checked data specification with its defaults filled in. */
export type DataSpec = z.output<typeof dataSpecSchema>;

/** One as a user writes it. */
export type DataSpecInput = z.input<typeof dataSpecSchema>;

export interface LoadOptions {
  /** Absolute folder that relative paths start from, and where packages are looked for first: the experiment's. */
  readonly baseFolder: string;
}

/**
 * Reads or generates the data and splits it, by the specification alone: no other seed enters, so experiments that
 * differ in their seed see equal data. Throws InputError when the data cannot be used.
 */
export async function loadDataset(spec: DataSpec, options: LoadOptions): Promise<Dataset> {
  switch (spec.source) {
    case 'digits':
      return loadDigits(spec, options.baseFolder);
    case 'gratings':
      return generateGratings(spec);
    case 'bumps':
      return generateBumps(spec);
    case 'calorimeter':
      return generateCalorimeter(spec);
    default:
      return loadFile(spec, options.baseFolder);
  }
}

/** Absolute paths of the files that {@link loadDataset} reads; none where data are generated. Throws InputError where they cannot be found. */
export function dataFiles(spec: DataSpec, baseFolder: string): readonly string[] {
  if (spec.source === 'digits') return digitFiles(baseFolder);
  if (!('file' in spec)) return [];
  const { file, targetFile, selectionFile, finalFile } = spec;
  return [file, targetFile, selectionFile, finalFile]
    .filter((path) => path !== undefined)
    .map((path) => resolve(baseFolder, path));
}
