/** @file Debian's onnxruntime gives the answers of `surefoot predict`, and of ONNX Runtime under Node.js, on the same raw rows. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { expect, onTestFinished, test } from 'vitest';
import { predictRows } from '../../src/app/models/predict.js';
import { type JsonObject, replicateTrial } from '../../src/core/index.js';
import { createNetworkTrainer, exportNetwork } from '../../src/engine/built-in.js';
import { type Dataset, dataSpecSchema, loadDataset } from '../../src/engine/datasets/index.js';
import { temporaryFolder } from '../app/command-line.js';
import { missingFor, PYTHON } from './debian-python.js';

const missing = missingFor('onnxruntime');

/** Of 1.21 beside 1.30 all answers here were equal to the last bit; other versions may sum in another order. */
const MOST_DIFFERENCE = 1e-5;

async function trainModel(folder: string, dataset: Dataset, configuration: JsonObject, replicate = 0): Promise<string> {
  const trainer = createNetworkTrainer({ dataset });
  const context = { experimentSeed: 1, signal: new AbortController().signal, artifactFolder: folder, report: () => {} };
  const candidate = { id: 'c', label: '', configuration };
  const { artifacts } = await trainer.train(candidate, replicateTrial('c', replicate, 0), context);
  await trainer.close?.();
  const model = join(folder, 'model.onnx');
  const weights = readFileSync(artifacts?.weights as string);
  writeFileSync(model, exportNetwork({ candidate: { configuration }, dataset, weights }));
  return model;
}

interface PythonAnswers {
  readonly label?: readonly string[];
  readonly [output: string]: unknown;
}

function askPython(model: string, rows: string): PythonAnswers {
  const { stdout, stderr, status } = spawnSync(PYTHON, ['test/peers/onnx_answers.py', model, rows], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  // Debian's package tells of every schema that it registers twice.
  expect(status, stderr.slice(-2000)).toBe(0);
  return JSON.parse(stdout) as PythonAnswers;
}

function largestDifference(one: readonly number[], other: ArrayLike<number>): number {
  expect(one).toHaveLength(other.length);
  return Math.max(...one.map((value, index) => Math.abs(value - (other[index] as number))));
}

const csv = (lines: readonly (readonly unknown[])[]) => lines.map((line) => `${line.join(',')}\n`).join('');

const HEADER = ['city', 'area', 'when', 'zone', 'rooms', 'price', 'kind'];
const houses = Array.from({ length: 90 }, (_, row) => {
  const when = new Date(Date.UTC(2020, 0, 1 + row * 17, row % 24)).toISOString().slice(0, 16);
  const area = row % 7 === 0 ? '' : 20 + row;
  return [['Bern', 'Basel', ''][row % 3], area, when, `z${row % 40}`, row % 5, row / 9, row % 4 === 0 ? 'p' : 'q'];
});
/** A kind that training never saw, in each column of kinds, and a missing number. */
const asked = houses.slice(0, 30).map((house, row) => {
  const changes: Readonly<Record<number, readonly [column: number, cell: string]>> = {
    1: [0, 'never seen'],
    2: [1, ''],
    3: [3, 'z-none'],
  };
  const [column, cell] = changes[row] ?? [-1, ''];
  return house.map((old, place) => (place === column ? cell : old));
});

test.skipIf(missing !== '').each([
  ['values, of categories, dates and embedded kinds', { target: 'price', columns: { zone: 'embedded' } }, 'price'],
  ['probabilities, of the same', { target: 'kind', columns: { zone: 'embedded' } }, 'probabilities'],
  ['values, of plain numbers', { target: 'price', inputs: ['rooms'] }, 'price'],
  [
    'values, of tokens',
    { target: 'price', inputs: ['rooms'] },
    'price',
    { layers: [{ tokenEmbedding: { tokens: 5, width: 3 } }, { positions: 'learned' }], inputs: 'none' },
  ],
] as const)(
  `%s${missing}`,
  async (_, spec, output, configuration: JsonObject = { layers: [{ dense: { units: 5 } }] }) => {
    const folder = temporaryFolder(onTestFinished);
    writeFileSync(join(folder, 'houses.csv'), csv([HEADER, ...houses]));
    const rows = join(folder, 'asked.csv');
    writeFileSync(rows, csv([HEADER, ...asked]));
    const dataset = await loadDataset(dataSpecSchema.parse({ file: 'houses.csv', ...spec }), { baseFolder: folder });
    const model = await trainModel(folder, dataset, { ...configuration, epochs: 3 });
    const predicted = await predictRows(model, rows);
    const answers = askPython(model, rows);
    const numbers = (answers[output] as readonly (readonly number[])[]).flat();
    const own = output === 'probabilities' ? predicted.probabilities : predicted.values;
    expect(largestDifference(numbers, own)).toBeLessThan(MOST_DIFFERENCE);
    if (output === 'probabilities') expect(answers.label).toEqual(predicted.labels);
  },
);

test.skipIf(missing !== '')(`three trainings as one, with intervals and with sets${missing}`, async () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'houses.csv'), csv([HEADER, ...houses]));
  const rows = join(folder, 'asked.csv');
  writeFileSync(rows, csv([HEADER, ...asked]));
  const configuration = { layers: [{ dense: { units: 5 } }], epochs: 3 };
  for (const target of ['price', 'kind']) {
    const dataset = await loadDataset(dataSpecSchema.parse({ file: 'houses.csv', target }), { baseFolder: folder });
    const weights: Uint8Array[] = [];
    for (const replicate of [0, 1, 2]) {
      await trainModel(folder, dataset, configuration, replicate);
      weights.push(readFileSync(join(folder, 'weights')));
    }
    const isClasses = target === 'kind';
    const intervals = isClasses
      ? ({ kind: 'sets', threshold: 0.4 } as const)
      : ({ kind: 'intervals', widths: [1] } as const);
    const metadata = { conformal: JSON.stringify({ level: 0.9, calibration: 9 }) };
    const model = join(folder, `${target}.onnx`);
    writeFileSync(model, exportNetwork({ candidate: { configuration }, dataset, weights, intervals, metadata }));
    const predicted = await predictRows(model, rows);
    const answers = askPython(model, rows) as Readonly<Record<string, readonly (number | readonly number[])[]>>;
    const compared = isClasses
      ? ({ probabilities: predicted.probabilities, set: predicted.set, agreement: predicted.agreement } as const)
      : ({ output: predicted.values, low: predicted.low, high: predicted.high, spread: predicted.spread } as const);
    for (const [name, own] of Object.entries(compared)) {
      expect(largestDifference(answers[name]?.flat().map(Number) ?? [], own ?? [])).toBeLessThan(MOST_DIFFERENCE);
    }
  }
});

const think = { dense: { units: 8, perPosition: true, activation: 'gelu' } } as const;

test.skipIf(missing !== '').each<[string, JsonObject[]]>([
  ['pictures', [{ conv: { filters: 4, kernel: 5, activation: 'tanh' } }, { maxPool: 2 }, { dense: { units: 8 } }]],
  [
    'pictures, by residual blocks',
    [
      { conv: { filters: 4, kernel: 5, activation: 'tanh' } },
      {
        add: {
          layers: [{ conv: { filters: 6, stride: 2 } }, { batchNorm: {} }],
          activation: 'prelu',
          projection: [{ conv: { filters: 6, stride: 2 } }],
        },
      },
      { layerNorm: {} },
      { rmsNorm: {} },
      { globalAveragePool: true },
      { add: { layers: [{ layerNorm: {} }, { dense: { units: 6 } }] } },
    ],
  ],
  [
    'pictures, by a transformer',
    [
      { conv: { filters: 8, kernel: 5, stride: 3 } },
      { positions: 'sinusoidal' },
      { add: { layers: [{ layerNorm: {} }, { attention: { heads: 2 } }] } },
      { add: { layers: [{ layerNorm: {} }, think] } },
      { sequencePool: {} },
    ],
  ],
  [
    'rows of pictures as a sequence',
    [
      { sequence: 28 },
      { conv: { filters: 8, kernel: 3, padding: 'same' } },
      { maxPool: 2 },
      { depthwiseConv: { multiplier: 2, kernel: 3, activation: 'prelu' } },
      { positions: 'learned' },
      think,
    ],
  ],
])(`logits and labels, of %s${missing}`, async (_, layers) => {
  const folder = temporaryFolder(onTestFinished);
  const data = { source: 'digits', split: { pool: 300, selection: 50, final: 50 } };
  const dataset = await loadDataset(dataSpecSchema.parse(data), { baseFolder: folder });
  const model = await trainModel(folder, dataset, { layers, epochs: 2 });
  const { inputs, count } = dataset.final;
  const width = inputs.length / count;
  const pictures = Array.from({ length: count }, (_, row) => [...inputs.subarray(row * width, (row + 1) * width)]);
  const rows = join(folder, 'pictures.csv');
  writeFileSync(rows, csv([Array.from({ length: width }, (_, pixel) => `p${pixel}`), ...pictures]));
  const session = await ort.InferenceSession.create(model);
  const shape = [count, ...dataset.inputShape];
  const { output, label } = await session.run({ input: new ort.Tensor('float32', Float32Array.from(inputs), shape) });
  await session.release();
  const answers = askPython(model, rows);
  const logits = (answers.output as readonly (readonly number[])[]).flat();
  expect(largestDifference(logits, output?.data as Float32Array)).toBeLessThan(MOST_DIFFERENCE);
  expect(answers.label).toEqual(label?.data);
});
