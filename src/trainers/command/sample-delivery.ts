/** @file Hands the training sample of a trial to a command: as a seed, as indices, or as files. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dump } from 'npyjs';
import { defined, streamRandom, streamSeed, type Trial } from '../../core/index.js';
import {
  type Dataset,
  dividedRows,
  drawSample,
  type Samples,
  takeEither,
  takeSamples,
} from '../../engine/datasets/index.js';
import type { SampleFiles, SampleMessage } from './trial-message.js';

/** `examples`: the user has them and only their number is known. */
export type SampleSource =
  | { readonly by: 'seed' }
  | { readonly by: 'indices'; readonly examples: number }
  | { readonly by: 'indices' | 'files'; readonly dataset: Dataset };

/** What judges a trial of these data: the selection set, as it is divided for it. */
export function judgingSamples(source: SampleSource, trial: Trial, experimentSeed: number): Samples | undefined {
  return 'dataset' in source ? partsFor(source.dataset, trial, experimentSeed).selection.take() : undefined;
}

/** Says what a trial trains on. `folder` is where files of this trial may be put. */
export type SampleDelivery = (trial: Trial, experimentSeed: number, folder: string) => Promise<SampleMessage>;

/**
 * Files that trials share are written once, into `sharedFolder`, when the first of them asks. Where the command only predicts (`isJudged`), the
 * targets of what judges it are not told, and the final set's inputs are. Where trials divide the data
 * anew, all examples but the final set's are one pool, of which indices choose, and each division has selection files of its
 * own. The final set is never handed over with its targets: a command cannot learn from it by mistake.
 */
export function createSampleDelivery(source: SampleSource, sharedFolder: string, isJudged = false): SampleDelivery {
  if (source.by === 'seed') return async (trial, seed) => bySeed(trial, seed);
  if ('examples' in source) {
    const pool = { count: source.examples };
    return async (trial, seed) => ({ ...bySeed(trial, seed), indices: draw({ pool }, trial, seed) });
  }
  const { by, dataset } = source;
  const write = (samples: Samples, folder: string, tells = true) => writeSamples(samples, dataset, folder, tells);
  const written = new Map<string, Promise<SampleFiles>>();
  const writeOnce = (name: string, samples: () => Samples, tells = true): Promise<SampleFiles> => {
    const files = written.get(name) ?? write(samples(), join(sharedFolder, name), tells);
    written.set(name, files);
    return files;
  };
  // Other rows may take the place of the final set.
  const finals = new Map<Samples, string>();
  const writeFinal = (samples: Samples) => {
    const name = finals.get(samples) ?? `final-${finals.size}`;
    finals.set(samples, name);
    return writeOnce(name, () => samples, false);
  };
  return async (trial, seed, folder) => {
    const { sources, rows, pool, selection } = partsFor(dataset, trial, seed);
    const drawn = { ...defined({ samples: dataset.samples }), pool: { count: rows?.length ?? dataset.pool.count } };
    const indices = draw(drawn, trial, seed).map((index) => rows?.[index] ?? index);
    const judging = {
      selection: await writeOnce(selection.name, selection.take, !isJudged),
      ...(isJudged ? { final: await writeFinal(dataset.final) } : {}),
    };
    const own =
      by === 'indices'
        ? { indices, ...judging, pool: await writeOnce(pool.name, pool.take) }
        : { training: await write(sources(Int32Array.from(indices)), join(folder, 'training')), ...judging };
    return { ...bySeed(trial, seed), classes: dataset.classes.length, ...own };
  };
}

interface NamedSamples {
  /** Of its folder. */
  readonly name: string;
  readonly take: () => Samples;
}

interface Parts {
  /** Examples by index. */
  readonly sources: (indices: Int32Array) => Samples;
  /** Of the pool among these examples; absent where it is all of them. */
  readonly rows?: Int32Array;
  readonly pool: NamedSamples;
  readonly selection: NamedSamples;
}

function partsFor(dataset: Dataset, { streams: { split } }: Trial, experimentSeed: number): Parts {
  if (split === undefined) {
    return {
      sources: (indices) => takeSamples(dataset.pool, indices),
      pool: { name: 'pool', take: () => dataset.pool },
      selection: { name: 'selection', take: () => dataset.selection },
    };
  }
  const { pool, selection } = dataset;
  const rows = dividedRows(dataset, streamRandom(experimentSeed, 'split', split));
  const everything = () => Int32Array.from({ length: pool.count + selection.count }, (_, row) => row);
  return {
    sources: (indices) => takeEither(dataset, indices),
    rows: rows.pool,
    pool: { name: 'pool-and-selection', take: () => takeEither(dataset, everything()) },
    selection: { name: `selection-${split}`, take: () => takeEither(dataset, rows.selection) },
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
  tells: boolean,
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
    ...(tells ? { targets: await write('targets', samples.targets, [samples.count, targetNames.length]) } : {}),
    ...(tells && samples.weights !== undefined
      ? { weights: await write('weights', samples.weights, [samples.count]) }
      : {}),
    features,
  };
}
