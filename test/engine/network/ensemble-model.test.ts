/** @file Several trainings as one graph, and intervals inside a model: what they give is what separate models and plain arithmetic give. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { expect, onTestFinished, test } from 'vitest';
import { type JsonObject, replicateTrial } from '../../../src/core/index.js';
import { createNetworkTrainer, evaluateModel, exportNetwork } from '../../../src/engine/built-in.js';
import { type Dataset, dataSpecSchema, loadDataset, type RawColumn } from '../../../src/engine/datasets/index.js';
import { rawFeeds } from '../../../src/engine/network/runtime/evaluate.js';

type Outputs = Readonly<Record<string, ort.Tensor>>;

const temporary = () => {
  const folder = mkdtempSync(join(tmpdir(), 'surefoot-ensemble-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
};

async function weightsOf(dataset: Dataset, configuration: JsonObject, count: number): Promise<readonly Uint8Array[]> {
  const trainer = createNetworkTrainer({ dataset });
  const weights: Uint8Array[] = [];
  for (let replicate = 0; replicate < count; replicate++) {
    const artifactFolder = temporary();
    const context = { experimentSeed: 1, signal: new AbortController().signal, artifactFolder, report: () => {} };
    await trainer.train({ id: 'c', label: '', configuration }, replicateTrial('c', replicate, 0), context);
    weights.push(readFileSync(join(artifactFolder, 'weights')));
  }
  await trainer.close?.();
  return weights;
}

const feedsOf = (dataset: Dataset): Record<string, ort.Tensor> => {
  const { count, inputs, features, columns = [] } = dataset.final;
  const joined = Object.entries(features).map(([name, values]) => [
    `feature.${name}`,
    new ort.Tensor('float32', values, [count, 1]),
  ]);
  const own =
    dataset.encoding === undefined
      ? { input: new ort.Tensor('float32', inputs, [count, ...dataset.inputShape]) }
      : rawFeeds(dataset.encoding.columns, columns as readonly RawColumn[], 0, count);
  return { ...Object.fromEntries(joined), ...own } as Record<string, ort.Tensor>;
};

async function ask(model: Uint8Array, dataset: Dataset): Promise<Outputs> {
  const session = await ort.InferenceSession.create(model);
  const answers = await session.run(feedsOf(dataset));
  await session.release();
  return answers;
}

const numbers = ({ data }: ort.Tensor) => Array.from(data as Float32Array, Number);
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviationOf = (values: readonly number[]) =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - meanOf(values)) ** 2, 0) / (values.length - 1));

const table = async (target: string) => {
  const folder = temporary();
  const lines = Array.from(
    { length: 80 },
    (_, row) => `${['a', 'b', ''][row % 3]},${row % 11},${row / 3},${'pq'[row % 2]}`,
  );
  writeFileSync(join(folder, 'd.csv'), ['low,rooms,spread,kind', ...lines].join('\n'));
  return loadDataset(dataSpecSchema.parse({ file: 'd.csv', target }), { baseFolder: folder });
};
const generated = (spec: object) => loadDataset(dataSpecSchema.parse(spec), { baseFolder: '/' });
const split = { pool: 60, selection: 10, final: 40 };

const CASES: readonly [string, () => Promise<Dataset>, JsonObject][] = [
  ['classes', () => generated({ source: 'gratings', size: 6, split }), { layers: [{ dense: { units: 4 } }] }],
  [
    'numbers on a logarithmic scale, with joined features',
    () => generated({ source: 'calorimeter', spectrum: 'A', target: 'energy', barycentre: 10, split }),
    { layers: [{ dense: { units: 3, join: 'bx + by + sum' } }], target: { scale: 'log' } },
  ],
  ['a table whose columns are called as outputs are', () => table('spread'), { layers: [{ dense: { units: 3 } }] }],
  ['two classes of a table', () => table('kind'), { layers: [{ dense: { units: 3 } }] }],
];

test.each(CASES)('%s: the mean of three instances, their spread and agreement in one call', async (_, load, own) => {
  const dataset = await load();
  const configuration = { epochs: 2, ...own };
  const weights = await weightsOf(dataset, configuration, 3);
  const answers = await Promise.all(
    weights.map((one) => ask(exportNetwork({ candidate: { configuration }, dataset, weights: one }), dataset)),
  );
  const model = exportNetwork({ candidate: { configuration }, dataset, weights });
  const joined = await ask(model, dataset);
  const isClasses = dataset.classes.length > 0;
  const told = isClasses ? 'probabilities' : 'output';
  const each = answers.map((one) => numbers(one[told] as ort.Tensor));
  const [mean, spread] = [numbers(joined[told] as ort.Tensor), numbers(joined.spread as ort.Tensor)];
  expect(mean).toHaveLength(each[0]?.length as number);
  for (const [place, value] of mean.entries()) {
    const values = each.map((one) => one[place] as number);
    const scale = Math.max(1, Math.abs(value));
    expect(Math.abs(value - meanOf(values)) / scale).toBeLessThan(1e-6);
    expect(Math.abs((spread[place] as number) - deviationOf(values)) / scale).toBeLessThan(1e-6);
  }
  expect(Math.max(...spread)).toBeGreaterThan(0);
  if (!isClasses) return;
  const labels = answers.map((one) => (one.label as ort.Tensor).data as unknown as string[]);
  const label = (joined.label as ort.Tensor).data as unknown as string[];
  const agreement = label.map((name, row) => meanOf(labels.map((own) => (own[row] === name ? 1 : 0))));
  for (const [row, share] of numbers(joined.agreement as ort.Tensor).entries()) {
    expect(share).toBeCloseTo(agreement[row] as number, 6);
  }
  // The logits are those of the mean: the loss is that of the mean probability of the truth.
  const width = mean.length / label.length;
  const losses = label.map((_, row) => -Math.log(mean[row * width + (dataset.final.targets[row] as number)] as number));
  const { loss } = await evaluateModel(model, dataset, dataset.final, configuration);
  expect(loss).toBeCloseTo(meanOf(losses), 5);
});

test('intervals of numbers reach half a width to either side, target by target', async () => {
  const dataset = await generated({ source: 'bumps', size: 5, target: ['energy', 'x'], split });
  const configuration = { layers: [{ dense: { units: 3 } }], epochs: 1 };
  const weights = await weightsOf(dataset, configuration, 1);
  const widths = [0.1, 3];
  const model = exportNetwork({
    candidate: { configuration },
    dataset,
    weights,
    intervals: { kind: 'intervals', widths },
  });
  const { output, low, high } = await ask(model, dataset);
  const [middle, least, most] = [output, low, high].map((one) => numbers(one as ort.Tensor)) as [
    number[],
    number[],
    number[],
  ];
  for (const [place, value] of middle.entries()) {
    const width = widths[place % 2] as number;
    expect(most[place]).toBeCloseTo(value + width, 4);
    expect(least[place]).toBeCloseTo(value - width, 4);
  }
});

test('sets hold every class that is likely enough, and always the most probable one', async () => {
  const dataset = await generated({ source: 'gratings', size: 6, split });
  const configuration = { layers: [{ dense: { units: 4 } }], epochs: 2 };
  const weights = await weightsOf(dataset, configuration, 2);
  const ofThreshold = async (threshold: number) => {
    const intervals = { kind: 'sets', threshold } as const;
    const { set, probabilities } = await ask(
      exportNetwork({ candidate: { configuration }, dataset, weights, intervals }),
      dataset,
    );
    return { set: numbers(set as ort.Tensor), probabilities: numbers(probabilities as ort.Tensor) };
  };
  const { probabilities } = await ofThreshold(0);
  const threshold = probabilities[6] as number;
  const { set } = await ofThreshold(threshold);
  const isMost = (place: number) => {
    const row = probabilities.slice(place - (place % 4), place - (place % 4) + 4);
    return probabilities[place] === Math.max(...row);
  };
  expect(set).toEqual(probabilities.map((value, place) => Number(value >= threshold || isMost(place))));
  expect(set[6]).toBe(1);
  expect((await ofThreshold(2)).set).toEqual(probabilities.map((_, place) => Number(isMost(place))));
  expect((await ofThreshold(0)).set.every((value) => value === 1)).toBe(true);
});
