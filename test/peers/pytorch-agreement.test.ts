/**
 * @file Model 2 trained by the built-in trainer and by PyTorch on the same 30 samples: their losses agree. PyTorch's are
 * kept beside the test, with the hash of the script that it ran; one of them is trained again, to see that they still
 * stand. `AGREEMENT=record npm run test:peers -- agreement` trains and keeps all of them.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { openTrialBench } from '../../src/app/run/single-trial.js';
import { type JsonObject, randomFrom, replicateStreams } from '../../src/core/index.js';
import { dataSpecSchema } from '../../src/engine/datasets/index.js';
import { checkExperiment } from '../../src/experiment/index.js';
import { interquartileRange, median, quantile } from '../../src/stats/index.js';
import { DEBIAN_FIRST, missingFor } from './debian-python.js';

const missing = missingFor('torch');
const REPLICATES = 30;
const RESAMPLES = 4000;

/**
 * Training examples and epochs. The rate falls to nothing by a cosine: at a constant one the last batches decide where a
 * training ends, and its losses scatter four times as much. So do they after less training: 3,000 examples for 18 epochs leave
 * an interval of 28 % of the median, and not of 10 %.
 */
const [sampleSize, epochs] = [6000, 25];
const isRecording = process.env.AGREEMENT === 'record';
/** Trained again each time. */
const AGAIN = 1;
const KEPT = 'test/reference/pytorch-agreement.json';
const SCRIPT = 'examples/python/calorimeter_pytorch.py';
/** How far the medians may be apart, as a share of PyTorch's, with all of the interval; and the spreads, as a factor. */
const MOST_DIFFERENCE = 0.05;
const MOST_RATIO = 1.5;

const settings = { learningRate: 0.001, weightDecay: 0.1, batchSize: 32, epochs };
const conv = { kernel: 3, bias: false, activation: 'relu' };
const network = {
  layers: [
    { conv: { ...conv, filters: 32 } },
    { maxPool: { size: 2, stride: 2 } },
    { conv: { ...conv, filters: 64 } },
    { maxPool: { size: 2, stride: 1 } },
    { dense: { units: 9, activation: 'relu', join: 'sum' } },
  ],
  initialization: 'pytorch',
  loss: 'relative-squared-error',
  optimizer: { name: 'adamw', learningRate: settings.learningRate, weightDecay: settings.weightDecay },
  schedule: 'cosine',
  batchSize: settings.batchSize,
  epochs,
};

/** The losses of these replicates, whose samples are the same for every trainer. */
async function lossesOf(
  trainer: JsonObject | 'network',
  configuration: JsonObject,
  replicates: readonly number[],
): Promise<number[]> {
  const split = { pool: 20_000, selection: 2000, final: 10 };
  const experiment = {
    ...{ name: 'agreement', trainer, sample: sampleSize, seed: 1, space: { x: [1, 2] } },
    data: { source: 'calorimeter', spectrum: 'B', target: 'energy', split },
  };
  const draft = checkExperiment(experiment, { source: 'the experiment', dataSchema: dataSpecSchema });
  const bench = await openTrialBench({ draft, baseFolder: resolve('examples/python') }, new AbortController().signal);
  try {
    const candidate = bench.candidateFor({ configuration });
    const losses: number[] = [];
    for (const replicate of replicates) {
      const streams = replicateStreams(replicate);
      const outcome = await bench.train(candidate, { streams, sampleSize: 0, repeat: 0, experimentSeed: 1 });
      expect(outcome).toMatchObject({ status: 'completed' });
      losses.push(outcome.loss);
    }
    return losses;
  } finally {
    await bench.close();
  }
}

type Pairs = readonly (readonly [ours: number, theirs: number])[];

/** 90 % interval of a statistic of pairs, by the percentiles of resampled replicates. */
function bootstrap(pairs: Pairs, statistic: (pairs: Pairs) => number): readonly [low: number, high: number] {
  const random = randomFrom('peers', 'bootstrap');
  const values = Array.from({ length: RESAMPLES }, () => {
    return statistic(pairs.map(() => pairs[random.below(pairs.length)] as Pairs[number]));
  });
  return [quantile(values, 0.05), quantile(values, 0.95)];
}

const side = (pairs: Pairs, index: 0 | 1) => pairs.map((pair) => pair[index]);
const shift = (pairs: Pairs) => median(pairs.map(([ours, theirs]) => ours - theirs));
const spread = (pairs: Pairs) => interquartileRange(side(pairs, 0)) / interquartileRange(side(pairs, 1));

interface Kept {
  readonly settings: JsonObject;
  /** SHA-256 of the script. */
  readonly script: string;
  /** By replicate. */
  readonly losses: readonly number[];
}

/** What is kept must be of these settings and this script. */
const about = {
  settings: { ...settings, sampleSize },
  script: createHash('sha256').update(readFileSync(SCRIPT)).digest('hex'),
};

const torch = {
  command: ['python3', 'calorimeter_pytorch.py'],
  protocol: 'long-lived',
  sample: 'files',
  environment: { ...DEBIAN_FIRST, PYTHONDONTWRITEBYTECODE: '1' },
  checkSeeds: false,
};
const all = Array.from({ length: REPLICATES }, (_, replicate) => replicate);
const [firstHalf, secondHalf] = [all.slice(0, REPLICATES / 2), all.slice(REPLICATES / 2)];

/** PyTorch's losses; two trainings at a time. */
async function record(): Promise<void> {
  const halves = await Promise.all([firstHalf, secondHalf].map((part) => lossesOf(torch, settings, part)));
  writeFileSync(KEPT, `${JSON.stringify({ ...about, losses: halves.flat() }, null, 1)}\n`);
}

test.skipIf(missing !== '')(`PyTorch and the built-in trainer agree${missing}`, async () => {
  if (isRecording) await record();
  const { losses: theirs, ...kept } = JSON.parse(readFileSync(KEPT, 'utf8')) as Kept;
  expect(kept).toEqual(about);
  const [first, [second, again]] = await Promise.all([
    lossesOf('network', network, firstHalf),
    lossesOf(torch, settings, all.slice(0, AGAIN)).then(
      async (losses) => [await lossesOf('network', network, secondHalf), losses] as const,
    ),
  ]);
  const ours = [...first, ...second];
  const pairs = ours.map((loss, replicate) => [loss, theirs[replicate] as number] as const);
  const centre = median(side(pairs, 1));
  const [low, high] = bootstrap(pairs, (some) => shift(some) / centre);
  const [narrow, wide] = bootstrap(pairs, spread);
  const percent = (value: number) => `${(100 * value).toFixed(2)} %`;
  console.log(
    `median loss ${median(side(pairs, 0)).toPrecision(4)} built in, ${centre.toPrecision(4)} PyTorch; median difference ` +
      `${percent(shift(pairs) / centre)} of it, 90 % interval ${percent(low)} to ${percent(high)}; interquartile ranges ` +
      `${spread(pairs).toFixed(2)} to 1, 90 % interval ${narrow.toFixed(2)} to ${wide.toFixed(2)}; trained again ` +
      again.map((loss, replicate) => `${loss.toPrecision(6)} (${theirs[replicate]?.toPrecision(6)})`).join(', '),
  );
  expect(low).toBeGreaterThan(-MOST_DIFFERENCE);
  expect(high).toBeLessThan(MOST_DIFFERENCE);
  // Thirty losses a side tell spreads apart to a factor of two or so: the interval must hold a ratio that is allowed.
  expect(narrow).toBeLessThan(MOST_RATIO);
  expect(wide).toBeGreaterThan(1 / MOST_RATIO);
  // Another processor rounds otherwise, and a training goes another way; it still is one of these.
  for (const loss of again) {
    expect(loss).toBeGreaterThan(Math.min(...theirs) / 1.5);
    expect(loss).toBeLessThan(Math.max(...theirs) * 1.5);
  }
});
