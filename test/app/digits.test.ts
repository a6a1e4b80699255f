/** @file Learning is real: small networks race on real handwritten digits, and the model file keeps its promise. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { dataSpecSchema, loadDataset } from '../../src/engine/datasets/index.js';
import { parseResult, type Result } from '../../src/report/index.js';
import { surefoot, temporaryFolder } from './command-line.js';

const split = { pool: 6000, selection: 1000, final: 1000 };
const experiment = `
name: digits
data: { source: digits, split: ${JSON.stringify(split)} }
sample: 1000
space:
  layers:
    - conv: { filters: 16, kernel: 5, activation: relu }
    - maxPool: 2
    - conv: { filters: 16, kernel: 3, activation: relu }
    - maxPool: 2
    - dense: { units: [32, 64], activation: relu }
  optimizer: { name: adamw, learningRate: 0.003, weightDecay: 0.01 }
  batchSize: 32
  epochs: 6
race: { warmup: 2, rule: halving, finalTrials: 3 }
workers: 1
`;

describe('two networks on 1,000 digits each time', () => {
  let result: Result;
  let model: Uint8Array;
  let trials: string[][];
  beforeAll(async () => {
    let cleanUp = (): void => {};
    const folder = temporaryFolder((remove) => {
      cleanUp = remove;
    });
    writeFileSync(join(folder, 'digits.yaml'), experiment);
    const { status, stderr } = await surefoot(['select', 'digits.yaml'], folder);
    // Progress, and last what it came to.
    expect(stderr).toMatch(/^(\[.*\] .+: .*\n)+units=64 .*\n$/);
    expect(status).toBe(0);
    const read = (name: string) => readFileSync(join(folder, 'runs/digits', name));
    result = parseResult(read('result.json').toString());
    model = read('model.onnx');
    trials = read('trials.csv')
      .toString()
      .trim()
      .split(/\r?\n/)
      .map((row) => row.split(','));
    return cleanUp;
  });

  test("the winner's mean accuracy over its trials is above 0.92 on the selection set", () => {
    const column = trials[0]?.indexOf('accuracy') as number;
    const id = trials[0]?.indexOf('candidate') as number;
    const accuracies = trials.filter((row) => row[id] === result.winner?.candidate).map((row) => Number(row[column]));
    expect(accuracies.length).toBeGreaterThanOrEqual(5);
    expect(accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length).toBeGreaterThan(0.92);
  });

  test('model.onnx alone gives exactly the accuracy of result.json on the final set', async () => {
    const { final } = await loadDataset(dataSpecSchema.parse({ source: 'digits', split }), { baseFolder: '.' });
    expect(final.count).toBe(1000);
    const session = await InferenceSession.create(model);
    onTestFinished(() => session.release());
    const outputs = await session.run({ input: new Tensor('float32', final.inputs, [final.count, 28, 28, 1]) });
    const probabilities = outputs.probabilities?.data as Float32Array;
    let right = 0;
    for (let example = 0; example < final.count; example++) {
      const row = probabilities.subarray(example * 10, (example + 1) * 10);
      if (row.indexOf(Math.max(...row)) === final.targets[example]) right++;
    }
    expect(right / final.count).toBe(result.winner?.final?.accuracy);
    expect(result.winner?.final?.accuracy).toBeGreaterThan(0.9);
  });
});
