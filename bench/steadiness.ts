/**
 * @file How far retrainings predict differently, and what is left of that when one instance or a mean of several is delivered: digits, tables and
 * simulated showers. `npm run bench:steadiness`, about ten minutes on one core; `--only friedman` takes one problem, `--table cifar10-10k.csv` adds the given table of image models, `--energy` has Models 1 and 2 of the
 * paper by energy, on fewer examples than in docs/paper.md.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { labelsOf, permutation, randomFrom, type SetPredictions, type Trial } from '../src/core/index.js';
import { type Dataset, dataSpecSchema, loadDataset } from '../src/datasets/index.js';
import {
  labelDisagreement,
  labelSets,
  labelThreshold,
  meanPrediction,
  nearestToMean,
  numberDisagreement,
  type Outputs,
  pairwiseDisagreement,
  residualLimits,
  sliceFigures,
  targetSpread,
} from '../src/stats/index.js';
import { createBuiltInTrainer } from '../src/trainers/built-in.js';

const { values: given } = parseArgs({
  options: { only: { type: 'string' }, table: { type: 'string' }, energy: { type: 'boolean', default: false } },
});

const LEVEL = 0.95;
/** Of each stream that moves alone. */
const FEW = 8;
/** With everything moving: halves of ten are compared. */
const MANY = 20;
const SPLITS = 40;

const dense = (units: number, epochs: number) => ({ layers: [{ dense: { units, activation: 'relu' } }], epochs });
const digits = (activation: string) => ({
  layers: [
    { conv: { filters: 4, kernel: 5, activation } },
    { maxPool: 2 },
    { dense: { units: 32, activation: 'relu' } },
  ],
  optimizer: { name: 'adamw', learningRate: 0.003, weightDecay: 0.01 },
  ...{ batchSize: 20, epochs: 8 },
});
const showers = (join: boolean) => ({
  layers: [
    { conv: { filters: 32, kernel: 3, bias: false, activation: 'relu' } },
    { maxPool: { size: 2, stride: 2 } },
    { conv: { filters: 64, kernel: 3, bias: false, activation: 'relu' } },
    { maxPool: { size: 2, stride: 1 } },
    { dense: { units: 9, activation: 'relu', ...(join ? { join: 'sum' } : {}) } },
  ],
  ...{ loss: 'relative-rmse', inputs: 'none', batchSize: 32, epochs: 10 },
  optimizer: { name: 'adamw', learningRate: 0.001, weightDecay: 0.1 },
});

interface Problem {
  readonly data: unknown;
  readonly sample: number;
  readonly first: object;
  readonly second: object;
}

const PROBLEMS: Readonly<Record<string, Problem>> = {
  digits: {
    data: { source: 'digits', split: { pool: 6000, selection: 1000, final: 2000 } },
    ...{ sample: 600, first: digits('relu'), second: digits('tanh') },
  },
  friedman: {
    data: { file: 'examples/friedman.csv', target: 'y', split: { pool: 0.5, selection: 0.25, final: 0.25 } },
    ...{ sample: 0, first: dense(32, 60), second: dense(8, 60) },
  },
  table: {
    data: {
      file: given.table ?? '',
      target: 'accuracy_20',
      inputs: ['batch_size', 'peak_lr', 'l2_reg', 'optimizer', 'activation', 'num_filters'],
      split: { pool: 0.5, selection: 0.25, final: 0.25 },
    },
    ...{ sample: 0, first: dense(32, 60), second: dense(8, 60) },
  },
  calorimeter: {
    data: {
      source: 'calorimeter',
      spectrum: 'B',
      target: 'energy',
      split: { pool: 8000, selection: 1000, final: 1000 },
    },
    ...{ sample: 1000, first: showers(true), second: showers(false) },
  },
};

type Streams = readonly ('init' | 'sample' | 'order')[];

async function retrain(
  dataset: Dataset,
  configuration: object,
  sample: number,
  moving: Streams,
  count: number,
): Promise<Record<'selection' | 'final', SetPredictions>[]> {
  const trainer = createBuiltInTrainer({ dataset });
  const artifactFolder = mkdtempSync(join(tmpdir(), 'surefoot-steadiness-'));
  const found: Record<'selection' | 'final', SetPredictions>[] = [];
  for (let replicate = 0; replicate < count; replicate++) {
    const at = (stream: Streams[number]) => (moving.includes(stream) ? replicate : 0);
    const trial: Trial = {
      candidate: 'c',
      streams: { init: at('init'), sample: at('sample'), order: at('order'), noise: moving.length > 1 ? replicate : 0 },
      fidelity: { sampleSize: sample, epochs: 0 },
      repeat: 0,
    };
    const candidate = { id: 'c', label: 'c', configuration: configuration as never };
    const context = {
      experimentSeed: 1,
      signal: new AbortController().signal,
      report: () => {},
      artifactFolder,
      keepPredictions: true,
    };
    const { predictions } = await trainer.train(candidate, trial, context);
    found.push(predictions as Record<'selection' | 'final', SetPredictions>);
  }
  await trainer.close?.();
  rmSync(artifactFolder, { recursive: true });
  return found;
}

/** How far two lie apart, and what may be delivered of several. */
function means(dataset: Dataset, kind: SetPredictions['kind'], outputs: number) {
  const isClasses = kind !== 'values';
  const spreads = isClasses ? [] : targetSpread(dataset.selection.targets, outputs);
  return {
    apart: (one: Outputs, other: Outputs): number =>
      isClasses
        ? labelDisagreement(labelsOf(one, outputs), labelsOf(other, outputs))
        : numberDisagreement(one, other, spreads),
    nearest: (all: readonly Outputs[]): Outputs => all[nearestToMean(all, isClasses ? [1] : spreads).index] as Outputs,
    mean: (all: readonly Outputs[]): Outputs => meanPrediction(all),
  };
}

/** The mean over random halves of what two that share nothing would deliver, each of `count`. */
function between(
  all: readonly Outputs[],
  count: number,
  deliver: (all: readonly Outputs[]) => Outputs,
  apart: (a: Outputs, b: Outputs) => number,
): number {
  const random = randomFrom('bench/steadiness', count);
  let sum = 0;
  for (let split = 0; split < SPLITS; split++) {
    const order = Array.from(permutation(all.length, random), (place) => all[place] as Outputs);
    sum += apart(deliver(order.slice(0, count)), deliver(order.slice(count, 2 * count)));
  }
  return sum / SPLITS;
}

/** Half width of the interval, or mean size of the set, at 90 %: calibrated on one half of the final set, told of the other; mean over retrainings. */
function conformal(dataset: Dataset, retrainings: readonly SetPredictions[]): number {
  const { targets, count } = dataset.final;
  const half = count >> 1;
  const sizes = retrainings.map(({ kind, outputs, values }) => {
    const [calibration, rest] = [values.subarray(0, half * outputs), values.subarray(half * outputs)];
    if (kind === 'values')
      return residualLimits(calibration, targets.subarray(0, half * outputs), outputs, 0.9)?.[0] ?? Number.NaN;
    const threshold = labelThreshold(calibration, outputs, targets.subarray(0, half), 0.9);
    const sets = threshold === null ? new Uint8Array() : labelSets(rest, outputs, threshold);
    return sets.reduce((sum, one) => sum + one, 0) / (count - half);
  });
  return sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
}

async function measureProblem(name: string, { data, sample, first, second }: Problem): Promise<void> {
  const dataset = await loadDataset(dataSpecSchema.parse(data), { baseFolder: process.cwd() });
  const all = await retrain(dataset, first, sample, ['init', 'sample', 'order'], MANY);
  const { kind, outputs } = (all[0] as (typeof all)[number]).selection;
  const { apart, nearest, mean } = means(dataset, kind, outputs);
  const told = (predictions: typeof all, set: 'selection' | 'final'): Outputs[] =>
    predictions.map((one) => one[set].values);
  const interval = (values: readonly Outputs[]): string => {
    const { value, low, high } = pairwiseDisagreement(
      values.length,
      (a, b) => apart(values[a] as Outputs, values[b] as Outputs),
      LEVEL,
    );
    return `${value.toFixed(4)} [${low?.toFixed(4)}, ${high?.toFixed(4)}]`;
  };
  const rows = [['everything', interval(told(all, 'final'))]];
  for (const stream of ['init', 'sample', 'order'] as const) {
    rows.push([stream, interval(told(await retrain(dataset, first, sample, [stream], FEW), 'final'))]);
  }
  console.log(`| ${name} | ${rows.map(([, text]) => text).join(' | ')} |`);
  const final = told(all, 'final');
  const one = between(final, 1, ([only]) => only as Outputs, apart);
  // The nearest is chosen on the selection set.
  const selection = new Map(all.map((both) => [both.final.values as Outputs, both.selection.values]));
  const chosen = (group: readonly Outputs[]): Outputs => {
    const inSelection = group.map((values) => selection.get(values) as Outputs);
    return group[inSelection.indexOf(nearest(inSelection))] as Outputs;
  };
  const delivered = [
    one,
    between(final, 10, chosen, apart),
    between(final, 3, mean, apart),
    between(final, 10, mean, apart),
  ];
  console.log(`delivered: ${name} | ${delivered.map((value) => value.toFixed(4)).join(' | ')} |`);
  const others = await retrain(dataset, second, sample, ['init', 'sample', 'order'], FEW);
  const widths = [all.slice(0, FEW), others].map((group) =>
    conformal(
      dataset,
      group.map((both) => both.final),
    ),
  );
  console.log(`conformal: ${name} | ${widths.map((width) => width.toFixed(3)).join(' | ')} |`);
}

const EDGES = [1, 3, 10, 30, 68, 100.001];

/** Signed relative errors by energy: their mean is the systematic difference, their spread that between retrainings. */
async function measureEnergy(): Promise<void> {
  const data = {
    source: 'calorimeter',
    spectrum: 'B',
    target: 'energy',
    split: { pool: 16_000, selection: 1000, final: 4000 },
  };
  const dataset = await loadDataset(dataSpecSchema.parse(data), { baseFolder: process.cwd() });
  const { targets } = dataset.final;
  const sliceOf = Array.from(targets, (energy) => EDGES.findLastIndex((edge) => energy >= edge));
  const model1 = {
    ...showers(false),
    batchSize: 64,
    epochs: 20,
    optimizer: { name: 'nadam', learningRate: 0.0001, weightDecay: 0.01 },
  };
  for (const [name, configuration] of Object.entries({
    'Model 1': model1,
    'Model 2': { ...showers(true), epochs: 20 },
  })) {
    const retrainings = await retrain(dataset, configuration, 2000, ['init', 'sample', 'order'], FEW);
    const errors = retrainings.map(({ final: { values } }) =>
      Float64Array.from(targets, (energy, row) => ((values[row] as number) - energy) / energy),
    );
    for (const [slice, { examples, mean, spread }] of sliceFigures(
      errors,
      sliceOf,
      EDGES.length - 1,
      LEVEL,
    ).entries()) {
      const told = (figure: typeof mean | null) =>
        figure === null ? '-' : `${figure.value.toFixed(4)} [${figure.low?.toFixed(4)}, ${figure.high?.toFixed(4)}]`;
      console.log(
        `| ${name} | ${EDGES[slice]} to ${Math.floor(EDGES[slice + 1] as number)} | ${examples} | ${told(mean)} | ${told(spread)} |`,
      );
    }
  }
}

if (given.energy) await measureEnergy();
else {
  for (const [name, problem] of Object.entries(PROBLEMS)) {
    if (name === 'table' && given.table === undefined) continue;
    if (given.only === undefined || given.only === name) await measureProblem(name, problem);
  }
}
