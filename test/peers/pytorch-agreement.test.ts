/** @file Model 2 trained by the built-in trainer and by PyTorch on the same 30 samples: their losses agree. */
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { openTrialBench } from '../../src/app/single-trial.js';
import { type JsonObject, randomFrom, replicateStreams } from '../../src/core/index.js';
import { dataSpecSchema } from '../../src/datasets/index.js';
import { checkExperiment } from '../../src/experiment/index.js';
import { interquartileRange, median, quantile } from '../../src/stats/index.js';
import { DEBIAN_FIRST, missingFor } from './debian-python.js';

const missing = missingFor('torch');
const REPLICATES = 30;
const RESAMPLES = 4000;

/**
 * Training examples and epochs. The rate falls to nothing by a cosine: at a constant one the last batches decide where a
 * training ends, and its losses scatter four times as much. `AGREEMENT=8000x30 npm run test:peers -- agreement` is for
 * those who have time.
 */
const [sampleSize, epochs] = (process.env.AGREEMENT ?? '6000x25').split('x').map(Number) as [number, number];
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
      const outcome = await bench.train(candidate, { streams, sampleSize: 0, epochs: 0, repeat: 0, experimentSeed: 1 });
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

test.skipIf(missing !== '')(`PyTorch and the built-in trainer agree${missing}`, { timeout: 3_600_000 }, async () => {
  const command = ['python3', 'calorimeter_pytorch.py'];
  const environment = { ...DEBIAN_FIRST, PYTHONPATH: '../../clients/python', PYTHONDONTWRITEBYTECODE: '1' };
  const torch = { command, protocol: 'long-lived', sample: 'files', environment, checkSeeds: false };
  const all = Array.from({ length: REPLICATES }, (_, replicate) => replicate);
  // Two trainings at a time; the built-in one is done sooner and leaves its place to PyTorch.
  const shared = Math.round(REPLICATES * 0.7);
  const [[ours, last], first] = await Promise.all([
    lossesOf('network', network, all).then(
      async (losses) => [losses, await lossesOf(torch, settings, all.slice(shared))] as const,
    ),
    lossesOf(torch, settings, all.slice(0, shared)),
  ]);
  const theirs = [...first, ...last];
  const pairs = ours.map((loss, replicate) => [loss, theirs[replicate] as number] as const);
  const centre = median(side(pairs, 1));
  const [low, high] = bootstrap(pairs, (some) => shift(some) / centre);
  const [narrow, wide] = bootstrap(pairs, spread);
  const percent = (value: number) => `${(100 * value).toFixed(2)} %`;
  console.log(
    `median loss ${median(side(pairs, 0)).toPrecision(4)} built in, ${centre.toPrecision(4)} PyTorch; median difference ` +
      `${percent(shift(pairs) / centre)} of it, 90 % interval ${percent(low)} to ${percent(high)}; interquartile ranges ` +
      `${spread(pairs).toFixed(2)} to 1, 90 % interval ${narrow.toFixed(2)} to ${wide.toFixed(2)}`,
  );
  expect(low).toBeGreaterThan(-MOST_DIFFERENCE);
  expect(high).toBeLessThan(MOST_DIFFERENCE);
  // Thirty losses a side tell spreads apart to a factor of two or so: the interval must hold a ratio that is allowed.
  expect(narrow).toBeLessThan(MOST_RATIO);
  expect(wide).toBeGreaterThan(1 / MOST_RATIO);
});
