/** @file Linear models against scikit-learn, as their model files say it; what they leave to chance, and what they refuse. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type JsonObject, replicateTrial, type TrainingContext } from '../../../src/core/index.js';
import { createNetworkTrainer, exportNetwork, runModel } from '../../../src/engine/built-in.js';
import { type Dataset, dataSpecSchema, loadDataset, type Samples } from '../../../src/engine/datasets/index.js';
import { createLinearInspector, measureBaselines } from '../../../src/engine/inspection.js';
import { createOnceFitter } from '../../../src/engine/network/linear/fit-once.js';
import type { Shrinkage } from '../../../src/engine/network/linear/least-squares.js';
import { buildNetwork } from '../../../src/engine/network/network.js';

interface Fit {
  readonly penalty: number;
  readonly outputs: readonly (readonly number[])[];
}

type Rows = readonly (readonly number[])[];

const reference: { readonly train: Rows; readonly test: Rows; readonly targets: Rows } & Readonly<
  Record<'classes' | 'counts', readonly number[]>
> &
  Readonly<
    Record<'ridge' | 'lasso' | 'net' | 'weighted' | 'logistic' | 'multinomial' | 'weightedClasses', readonly Fit[]>
  > = JSON.parse(readFileSync(new URL('../../reference/linear.json', import.meta.url), 'utf8'));

interface Given {
  readonly targets: Rows;
  readonly classes?: readonly string[];
  readonly weights?: readonly number[];
}

function samplesOf(rows: Rows, targets: Rows, weights?: readonly number[]): Samples {
  return {
    count: rows.length,
    inputs: Float32Array.from(rows.flat()),
    targets: Float32Array.from(targets.flat()),
    features: {},
    ...(weights === undefined ? {} : { weights: Float32Array.from(weights) }),
  };
}

function datasetOf({ targets, classes = [], weights }: Given): Dataset {
  const pool = samplesOf(reference.train, targets, weights);
  const final = samplesOf(
    reference.test,
    reference.test.map(() => targets[0] as readonly number[]),
  );
  return {
    name: 'reference',
    task: classes.length > 0 ? 'classification' : 'regression',
    inputShape: [5],
    targetNames: (targets[0] as readonly number[]).map((_, place) => `y${place}`),
    classes,
    ...{ pool, selection: pool, final },
    hash: '',
    simulated: true,
  };
}

/** What the model file of a training says of the final set: numbers, or probabilities. */
async function told(dataset: Dataset, settings: JsonObject, replicate = 0): Promise<Float32Array> {
  const folder = mkdtempSync(join(tmpdir(), 'surefoot-linear-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const configuration = createLinearInspector(dataset).complete(settings);
  const trainer = createNetworkTrainer({ dataset });
  const context: TrainingContext = {
    ...{ experimentSeed: 1, signal: new AbortController().signal, artifactFolder: folder, report: () => {} },
  };
  const candidate = { id: 'c', label: '', configuration };
  const { artifacts } = await trainer.train(candidate, replicateTrial('c', replicate, 0), context);
  await trainer.close?.();
  const model = exportNetwork({ candidate, dataset, weights: readFileSync(artifacts?.weights as string) });
  const run = await runModel(model, dataset, dataset.final, configuration);
  return (dataset.task === 'classification' ? run.told.probabilities : run.told.output) as Float32Array;
}

function expectEqual(found: Float32Array, { outputs }: Fit): void {
  const expected = outputs.flat();
  expect(found).toHaveLength(expected.length);
  for (const [place, value] of expected.entries()) {
    expect(Math.abs((found[place] as number) - value)).toBeLessThan(2e-5 * Math.max(1, Math.abs(value)));
  }
}

const labels = (numbers: readonly number[]) => numbers.map((one) => [one]);
const numbers = { targets: reference.targets };
const several = { targets: labels(reference.classes), classes: ['a', 'b', 'c'] };
const two = { targets: labels(reference.classes.map((one) => Number(one === 1))), classes: ['no', 'yes'] };
const weights = reference.counts;
const CASES: readonly (readonly [string, readonly Fit[], Given, JsonObject])[] = [
  ['ridge', reference.ridge, numbers, {}],
  ['lasso', reference.lasso, numbers, { mix: 1 }],
  ['elastic net', reference.net, numbers, { mix: 0.5 }],
  ['rows that count more', reference.weighted, { ...numbers, weights }, {}],
  ['two classes', reference.logistic, two, {}],
  ['two classes, one logit', reference.logistic, two, { loss: 'binary-cross-entropy' }],
  ['three classes', reference.multinomial, several, {}],
  ['classes of rows that count more', reference.weightedClasses, { ...several, weights }, {}],
];

describe('a linear model says what that of scikit-learn says', () => {
  test.each(CASES)('%s', async (_, fits, given, settings) => {
    for (const fit of fits) expectEqual(await told(datasetOf(given), { ...settings, penalty: fit.penalty }), fit);
  });
});

test('nothing but the sample is random', async () => {
  const dataset = datasetOf(numbers);
  expect(await told(dataset, {}, 1)).toEqual(await told(dataset, {}, 0));
});

test('a sample is fitted once, and other samples, divisions and settings for themselves', () => {
  const dataset = datasetOf(numbers);
  const fitOnce = createOnceFitter();
  const fitted = (settings: JsonObject, replicate: number, size: number, data = dataset) => {
    const network = buildNetwork(createLinearInspector(data).complete(settings), data);
    const context = { experimentSeed: 1, signal: new AbortController().signal, report: () => {} };
    const trial = replicateTrial('c', replicate, size);
    return fitOnce({ ...context, network, dataset: data, trial }, network.exact as Shrinkage);
  };
  const first = fitted({ penalty: 1 }, 0, 0);
  expect([fitted({ penalty: 1 }, 1, 0), fitted({ penalty: 1 }, 2, 120)].map((one) => one === first)).toEqual([
    true,
    true,
  ]);
  const small = fitted({ penalty: 1 }, 0, 60);
  expect(fitted({ penalty: 1 }, 0, 60)).toBe(small);
  const others = [
    fitted({ penalty: 1 }, 1, 60),
    fitted({ penalty: 1 }, 0, 61),
    fitted({ penalty: 1, mix: 1 }, 0, 0),
    fitted({ penalty: 1, loss: 'relative-rmse' }, 0, 0),
    fitted({ penalty: 1, inputs: 'min-max' }, 0, 0),
    fitted({ penalty: 1, target: 'log' }, 0, 0),
    fitted({ penalty: 1 }, 0, 0, {
      ...dataset,
      pool: { ...dataset.pool, targets: dataset.pool.targets.map((y) => y + 1) },
    }),
    small,
    first,
  ].map(({ weights }) => [...weights.parameters, ...weights.targetScaling.centre].join());
  expect(new Set(others).size).toBe(others.length);
});

test('of the cells of pictures it is the one of the baseline', async () => {
  const spec = { source: 'bumps', split: { pool: 400, selection: 100, final: 100 } };
  const dataset = await loadDataset(dataSpecSchema.parse(spec), { baseFolder: tmpdir() });
  const { loss } = createLinearInspector(dataset).complete({});
  const [, simple] = measureBaselines({
    ...{ dataset, loss: loss as { name: string }, sampleSize: 0, experimentSeed: 1, touchesFinal: true },
  });
  const outputs = await told(dataset, { penalty: 0 });
  const squares = outputs.reduce(
    (sum, output, place) => sum + (output - (dataset.final.targets[place] as number)) ** 2,
    0,
  );
  expect(Math.sqrt(squares / outputs.length)).toBeCloseTo(simple?.final?.loss as number, 4);
});

test.each([
  ['penalty is -1', numbers, { penalty: -1 }],
  ['mix is 2', numbers, { mix: 2 }],
  ['mix is 0.5, but the slopes of classes', several, { mix: 0.5 }],
  ['layers: there is no such setting', numbers, { layers: [] }],
  ['loss is "quantile"', numbers, { loss: { name: 'quantile', level: 0.9 } }],
  ['loss is "cross-entropy" with settings', several, { loss: { name: 'cross-entropy', labelSmoothing: 0.1 } }],
])('is refused: %s', (text, given, settings) => {
  expect(() => createLinearInspector(datasetOf(given)).complete(settings as JsonObject)).toThrow(text);
});
