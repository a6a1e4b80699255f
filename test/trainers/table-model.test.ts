/** @file A model of a table takes raw rows: what it says is what the network says of the encoded ones. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { replicateTrial } from '../../src/core/index.js';
import { encodeColumns } from '../../src/datasets/columns/encode.js';
import { dataSpecSchema, loadDataset, type RawColumn, type TableEncoding } from '../../src/datasets/index.js';
import { createNetworkTrainer, exportNetwork, openModel } from '../../src/trainers/built-in.js';
import { encodeInferenceGraph, inferenceTensors } from '../../src/trainers/network/inference-graph.js';
import { buildNetwork } from '../../src/trainers/network/network.js';
import { Tensor } from '../../src/trainers/network/runtime/onnxruntime.js';
import { predict } from '../../src/trainers/network/runtime/predict.js';
import { openSession } from '../../src/trainers/network/runtime/session.js';
import { decodeWeights } from '../../src/trainers/network/weights-file.js';

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
  const session = await openSession(encodeInferenceGraph(network, decoded, false));
  const tensors = [...inferenceTensors(network, decoded)].map(([name, { shape, values }]) => [
    name,
    new Tensor('float32', values, shape),
  ]);
  const { outputs } = await predict(session, network, samples, Object.fromEntries(tensors));
  await session.release();

  const model = await openModel(exportNetwork({ candidate: { configuration }, dataset, weights }), 'm.onnx');
  const answers = await model.answer(raw, count);
  await model.close();
  if (classes.length === 0) {
    expect(answers.values).toHaveLength(count);
    for (const [row, value] of answers.values.entries()) expect(value).toBeCloseTo(outputs[row] as number, 4);
    return;
  }
  expect(model.classes).toEqual(classes);
  for (let row = 0; row < count; row++) {
    const [first, second] = [outputs[row * 2] as number, outputs[row * 2 + 1] as number];
    const probability = 1 / (1 + Math.exp(first - second));
    expect(answers.probabilities[row * 2 + 1]).toBeCloseTo(probability, 5);
    expect(answers.labels[row]).toBe(classes[probability > 0.5 ? 1 : 0]);
  }
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
