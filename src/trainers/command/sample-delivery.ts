/** @file Hands the training sample of a trial to a command: as a seed, as indices, or as files. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dump } from 'npyjs';
import { streamRandom, streamSeed, type Trial } from '../../core/index.js';
import { type Dataset, drawSample, type Samples, takeSamples } from '../../datasets/index.js';
import type { SampleFiles, SampleMessage } from './trial-message.js';

/** `examples`: the user has them and only their number is known. */
export type SampleSource =
  | { readonly by: 'seed' }
  | { readonly by: 'indices'; readonly examples: number }
  | { readonly by: 'indices' | 'files'; readonly dataset: Dataset };

/** Says what a trial trains on. `folder` is where files of this trial may be put. */
export type SampleDelivery = (trial: Trial, experimentSeed: number, folder: string) => Promise<SampleMessage>;

/**
 * Files that all trials share are written once, into `sharedFolder`, when the first trial asks. The final set is never
 * handed over: a command cannot learn from it by mistake.
 */
export function createSampleDelivery(source: SampleSource, sharedFolder: string): SampleDelivery {
  if (source.by === 'seed') return async (trial, seed) => bySeed(trial, seed);
  if ('examples' in source) {
    const pool = { count: source.examples };
    return async (trial, seed) => ({ ...bySeed(trial, seed), indices: draw({ pool }, trial, seed) });
  }
  const { by, dataset } = source;
  const write = (samples: Samples, folder: string) => writeSamples(samples, dataset, folder);
  let shared: Promise<Pick<SampleMessage, 'pool' | 'selection'>> | undefined;
  const writeShared = async () => {
    const selection = await write(dataset.selection, join(sharedFolder, 'selection'));
    return by === 'files' ? { selection } : { selection, pool: await write(dataset.pool, join(sharedFolder, 'pool')) };
  };
  return async (trial, seed, folder) => {
    shared ??= writeShared();
    const indices = draw(dataset, trial, seed);
    const own =
      by === 'indices'
        ? { indices }
        : { training: await write(takeSamples(dataset.pool, Int32Array.from(indices)), join(folder, 'training')) };
    return { ...bySeed(trial, seed), ...own, ...(await shared) };
  };
}

function bySeed({ fidelity, streams }: Trial, experimentSeed: number): SampleMessage {
  return { size: fidelity.sampleSize, seed: streamSeed(experimentSeed, 'sample', streams.sample) };
}

function draw(
  dataset: Parameters<typeof drawSample>[0],
  { fidelity, streams }: Trial,
  experimentSeed: number,
): number[] {
  return [...drawSample(dataset, fidelity.sampleSize, streamRandom(experimentSeed, 'sample', streams.sample))];
}

async function writeSamples(
  samples: Samples,
  { inputShape, targetNames }: Dataset,
  folder: string,
): Promise<SampleFiles> {
  await mkdir(folder, { recursive: true });
  const write = async (name: string, values: Float32Array, shape: number[]): Promise<string> => {
    const path = join(folder, `${name}.npy`);
    await writeFile(path, Buffer.from(dump(values, shape)));
    return path;
  };
  const features: Record<string, string> = {};
  for (const [name, column] of Object.entries(samples.features)) {
    features[name] = await write(`feature-${encodeURIComponent(name)}`, column, [samples.count]);
  }
  return {
    inputs: await write('inputs', samples.inputs, [samples.count, ...inputShape]),
    targets: await write('targets', samples.targets, [samples.count, targetNames.length]),
    features,
  };
}
