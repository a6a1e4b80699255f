/** @file A model of a table takes raw rows: what it says is what the network says of the encoded ones. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { expect, onTestFinished, test } from 'vitest';
import { type JsonObject, replicateTrial } from '../../../src/core/index.js';
import { createNetworkTrainer, exportNetwork, openModel } from '../../../src/engine/built-in.js';
import { encodeColumns } from '../../../src/engine/datasets/files/encode-inputs.js';
import { dataSpecSchema, loadDataset, type RawColumn, type TableEncoding } from '../../../src/engine/datasets/index.js';
import { encodeInferenceGraph, inferenceTensors } from '../../../src/engine/network/inference-graph.js';
import { buildNetwork } from '../../../src/engine/network/network.js';
import { predictOutputs } from '../../../src/engine/network/runtime/evaluate.js';
import { Tensor } from '../../../src/engine/network/runtime/onnxruntime.js';
import { openSession } from '../../../src/engine/network/runtime/session.js';
import { NO_SCALING } from '../../../src/engine/network/scaling.js';
import { encodeStoredModel } from '../../../src/engine/network/stored-model.js';
import { decodeWeights, encodeWeights } from '../../../src/engine/network/weights-file.js';

const rows = Array.from({ length: 90 }, (_, row) => {
  const day = new Date(Date.UTC(2020, 0, 1 + row * 17, row % 24)).toISOString().slice(0, 16);
  return [
    ['a', 'b', ''][row % 3],
    row % 7 === 0 ? 'NA' : row / 10,
    day,
    row % 2 === 0 ? 'yes' : 'no',
    row % 4 === 0 ? 'p' : 'q',
  ];
});

test.each([
  ['classification', { target: 'kind' }, ['p', 'q']],
  ['regression', { target: 'output', inputs: ['city', 'kind', 'when'] }, []],
  ['embedded columns', { target: 'output', columns: { city: 'embedded', '0': 'embedded' } }, []],
  [
    'embedded columns alone',
    { target: 'kind', inputs: ['city', '0'], columns: { city: 'embedded', '0': 'embedded' } },
    ['p', 'q'],
  ],
])('%s: equal to 1e-5, with new categories and missing cells', async (_, spec, classes) => {
  const folder = mkdtempSync(join(tmpdir(), 'surefoot-table-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  // Names that a graph has of its own.
  const header = ['city', 'output', 'when', '0', 'kind'];
  writeFileSync(
    join(folder, 'd.csv'),
    [header, ...rows]
      .map((row) => `${row.join(',')}\n`)
      .join('')
      .replaceAll(',NA,', ',5,'),
  );
  const dataset = await loadDataset(dataSpecSchema.parse({ file: 'd.csv', ...spec }), { baseFolder: folder });
  const configuration = { layers: [{ dense: { units: 5 } }], epochs: 2 };
  const trainer = createNetworkTrainer({ dataset });
  const context = { experimentSeed: 1, signal: new AbortController().signal, artifactFolder: folder, report: () => {} };
  const { artifacts } = await trainer.train({ id: 'c', label: '', configuration }, replicateTrial('c', 0, 0), context);
  await trainer.close?.();
  const weights = readFileSync(artifacts?.weights as string);

  const encoding = dataset.encoding as TableEncoding;
  const raw = (dataset.final.columns as readonly RawColumn[]).map((column): RawColumn => {
    if (column.kind === 'category')
      return { ...column, values: column.values.map((value, row) => (row === 1 ? 'new' : value)) };
    return { ...column, values: column.values.map((value, row) => (row === 2 ? Number.NaN : value)) };
  });
  const { count, targets, features } = dataset.final;
  const samples = { count, targets, features, inputs: encodeColumns(encoding, raw, count) };
  const network = buildNetwork(configuration, dataset);
  const decoded = decodeWeights(weights);
  const session = await openSession(encodeInferenceGraph(network, decoded));
  const tensors = [...inferenceTensors(network, decoded)].map(([name, { shape, values }]) => [
    name,
    new Tensor('float32', values, shape),
  ]);
  const { outputs } = await predictOutputs(session, network, samples, Object.fromEntries(tensors));
  await session.release();

  const bytes = exportNetwork({ candidate: { configuration }, dataset, weights });
  const model = await openModel(bytes, 'm.onnx');
  const answers = await model.answer(raw, count);
  await model.close();
  const alone = await answersOfRuntimeAlone(bytes, raw, count);
  if (classes.length === 0) {
    expect(alone['target output']?.dims).toEqual([count, 1]);
    expect(alone['target output']?.data).toEqual(answers.values);
    expect(answers.values).toHaveLength(count);
    for (const [row, value] of answers.values.entries()) expect(value).toBeCloseTo(outputs[row] as number, 4);
    return;
  }
  expect(model.classes).toEqual(classes);
  expect(alone.classes?.data).toEqual(classes);
  expect(alone.label?.data).toEqual(answers.labels);
  expect(alone.probabilities?.dims).toEqual([count, 2]);
  expect(alone.probabilities?.data).toEqual(answers.probabilities);
  for (let row = 0; row < count; row++) {
    const [first, second] = [outputs[row * 2] as number, outputs[row * 2 + 1] as number];
    const probability = 1 / (1 + Math.exp(first - second));
    expect(answers.probabilities[row * 2 + 1]).toBeCloseTo(probability, 5);
    expect(answers.labels[row]).toBe(classes[probability > 0.5 ? 1 : 0]);
  }
});

/** As somebody has them who knows ONNX Runtime and the table, and nothing of Surefoot: columns by name in, all outputs out. */
async function answersOfRuntimeAlone(bytes: Uint8Array, raw: readonly RawColumn[], count: number) {
  const session = await ort.InferenceSession.create(bytes);
  const feeds = session.inputNames.map((input) => {
    // A graph has an output and a 0 of its own.
    const column = raw.find(({ name }) => input === name || input === `column ${name}`) as RawColumn;
    const values = column.kind === 'category' ? [...column.values] : column.values;
    const type = column.kind === 'category' ? 'string' : 'float64';
    return [input, new ort.Tensor(type as 'string', values as string[], [count, 1])] as const;
  });
  const answers = await session.run(Object.fromEntries(feeds));
  await session.release();
  return answers;
}

test('a single logit is the probability of both classes', async () => {
  const data = { inputShape: [1], task: 'classification', targetNames: ['t'], classes: ['no', 'yes'] } as const;
  const configuration = { layers: [], loss: 'binary-cross-entropy', inputs: 'none' };
  const network = buildNetwork(configuration, data);
  const weights = {
    parameters: Float32Array.of(1, 0),
    buffers: new Float32Array(),
    inputScaling: NO_SCALING,
    featureScaling: NO_SCALING,
    targetScaling: { centre: new Float32Array(), spread: new Float32Array() },
  };
  const session = await ort.InferenceSession.create(encodeStoredModel(network, [weights]));
  const input = new ort.Tensor('float32', Float32Array.of(-2, 0.1, Math.log(3)), [3, 1]);
  const { probabilities, label } = await session.run({ input });
  await session.release();
  expect(probabilities?.dims).toEqual([3, 2]);
  expect([...((probabilities?.data ?? []) as Float32Array)].slice(4)).toEqual([
    expect.closeTo(0.25, 6),
    expect.closeTo(0.75, 6),
  ]);
  expect(label?.data).toEqual(['no', 'yes', 'yes']);
});

test('a model of pictures says that it reads no table', async () => {
  const dataset = await loadDataset(
    dataSpecSchema.parse({ source: 'bumps', split: { pool: 20, selection: 5, final: 5 } }),
    {
      baseFolder: tmpdir(),
    },
  );
  const folder = mkdtempSync(join(tmpdir(), 'surefoot-table-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const configuration = { layers: [{ flatten: {} }], epochs: 1 };
  const trainer = createNetworkTrainer({ dataset });
  const context = { experimentSeed: 1, signal: new AbortController().signal, artifactFolder: folder, report: () => {} };
  const { artifacts } = await trainer.train({ id: 'c', label: '', configuration }, replicateTrial('c', 0, 0), context);
  await trainer.close?.();
  const model = exportNetwork({
    candidate: { configuration },
    dataset,
    weights: readFileSync(artifacts?.weights as string),
  });
  await expect(openModel(model, 'm.onnx')).rejects.toMatchObject({ code: 'model-without-columns' });
  await expect(openModel(Uint8Array.of(1, 2, 3), 'm.onnx')).rejects.toMatchObject({ code: 'model-unreadable' });
});

/** A model of plain columns `a` to `f`, which lie in `inputShape`, with weights that nobody trained. */
async function modelOfColumns(inputShape: readonly number[], configuration: JsonObject) {
  const data = { inputShape, task: 'regression', targetNames: ['y'], classes: [], inputNames: [...'abcdef'] } as const;
  const network = buildNetwork(configuration, data);
  const weights = {
    parameters: Float32Array.from({ length: network.parameterCount }, (_, place) => Math.sin(place)),
    buffers: new Float32Array(),
    ...{ inputScaling: NO_SCALING, featureScaling: NO_SCALING },
    targetScaling: { centre: Float32Array.of(0), spread: Float32Array.of(1) },
  };
  const bytes = exportNetwork({ candidate: { configuration }, dataset: data, weights: encodeWeights(weights) });
  const model = await openModel(bytes, 'm.onnx');
  onTestFinished(() => model.close());
  /** What it says of rows, beside what its graph says of the same numbers in their shape. */
  const answers = async (rows: readonly (readonly number[])[]) => {
    const columns = [...'abcdef'].map((name, place): RawColumn => {
      return { name, kind: 'number', values: Float64Array.from(rows, (row) => row[place] as number) };
    });
    const said = await model.outputs(columns, rows.length);
    const session = await ort.InferenceSession.create(bytes);
    const input = new ort.Tensor('float32', Float32Array.from(rows.flat()), [rows.length, ...inputShape]);
    const { output } = await session.run({ input }, ['output']);
    await session.release();
    return { said, expected: output?.data };
  };
  return answers;
}

test('columns that are the cells of a picture go into a model in its shape', async () => {
  const layers = [{ conv: { filters: 2, kernel: 2 } }];
  const answers = await modelOfColumns([2, 3, 1], { layers, inputs: 'none', target: 'none' });
  const { said, expected } = await answers([
    [0, 1, 4, 3, 2, 5],
    [1, 0, 2, 2, 9, 7],
  ]);
  expect(said).toEqual(expected);
  expect(said[0]).not.toBe(said[1]);
});

test('a model of tokens refuses what is none, by column and row', async () => {
  const layers = [{ tokenEmbedding: { tokens: 5, width: 2 } }, { attention: { heads: 2 } }];
  const answers = await modelOfColumns([6], { layers, inputs: 'none', target: 'none' });
  const good = [0, 1, 4, 3, 2, 0];
  const { said, expected } = await answers([good]);
  expect(said).toEqual(expected);
  for (const wrong of [5, -1, 0.5, Number.NaN]) {
    const refused = { code: 'token-input', what: `The model reads tokens, and column \`b\`, row 2 has ${wrong}.` };
    await expect(answers([good, good.with(1, wrong)])).rejects.toMatchObject(refused);
  }
});
