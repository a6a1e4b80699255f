/**
 * @file How parameters are held in a training graph, joined, alone or in chunks, changes nothing of a training but last bits: of a
 * product and a sum in one operator, some processors round once.
 */
import { describe, expect, it } from 'vitest';
import { type JsonObject, permutation, randomFrom } from '../../../src/core/index.js';
import { Graph } from '../../../src/engine/network/graph/tensor.js';
import { initializeParameters } from '../../../src/engine/network/initializers/index.js';
import { buildNetwork, type Network } from '../../../src/engine/network/network.js';
import { OPTIMIZER_KINDS } from '../../../src/engine/network/optimizers/index.js';
import {
  groupParameters,
  joinGroups,
  joinValues,
  separateGroups,
  splitValues,
} from '../../../src/engine/network/parameter-groups.js';
import { openSession } from '../../../src/engine/network/runtime/session.js';
import { TrainingRun } from '../../../src/engine/network/runtime/training-run.js';
import { encodeTrainingGraph } from '../../../src/engine/network/training-graph.js';

const data = { inputShape: [6, 6, 1], task: 'regression', targetNames: ['y'], classes: [] } as const;
/** Convolution: 36 + 4 values; normalisation: 4 + 4; dense: 320 + 5; output: 5 + 1. */
const layers = [{ conv: { filters: 4 } }, { batchNorm: {} }, { dense: { units: 5 } }];
const COUNT = 70;
const BATCH = 30;

const sizes = {
  joined: { alone: Number.POSITIVE_INFINITY, chunked: Number.POSITIVE_INFINITY, chunk: 1 },
  alone: { alone: 1, chunked: Number.POSITIVE_INFINITY, chunk: 1 },
  chunked: { alone: 30, chunked: 300, chunk: 64 },
};

/** What the parameters are after three epochs. */
async function train(network: Network, how: keyof typeof sizes, batch: number): Promise<Float32Array> {
  const grouped = { ...network, groups: groupParameters(network.parameters, sizes[how]) };
  const random = randomFrom('groups');
  const inputs = new Float32Array(COUNT * 36).map(() => random.normal());
  const targets = new Float32Array(COUNT).map(() => random.normal());
  const parameters = initializeParameters({ name: 'pytorch' }, network.parameters, random);
  const session = await openSession(encodeTrainingGraph(grouped, batch));
  const targetScaling = { centre: Float32Array.of(0), spread: Float32Array.of(1) };
  const sample = { count: COUNT, inputs, targets, features: new Float32Array(), targetScaling };
  const run = new TrainingRun({ session, members: [{ network: grouped, batch, sample, parameters, noise: random }] });
  for (let epoch = 0; epoch < 3; epoch++) {
    await run.runEpoch([{ order: permutation(COUNT, random), learningRateAt: () => 0.01 }]);
  }
  await session.release();
  return run.parametersOf(0);
}

const cases: readonly (readonly [string, JsonObject, number])[] = [
  ...OPTIMIZER_KINDS.map(({ name }): [string, JsonObject, number] => [name, { optimizer: { name } }, BATCH]),
  ['adamw with a root loss', { loss: 'rmse', optimizer: { name: 'adamw' } }, BATCH],
  ['sgd with cut gradients', { gradientClipping: { value: 0.01 }, optimizer: { name: 'sgd', momentum: 0.9 } }, BATCH],
  ['a batch in pieces', { layers: layers.filter(({ batchNorm }) => batchNorm === undefined) }, COUNT],
];

describe.each(cases)('%s', (_, settings, batch) => {
  const network = buildNetwork({ layers, inputs: 'none', target: 'none', loss: 'mse', ...settings }, data);

  it.each(['alone', 'chunked'] as const)('trains the same with tensors %s', async (how) => {
    const expected = await train(network, 'joined', batch);
    expect(expected.every(Number.isFinite)).toBe(true);
    expectClose(await train(network, how, batch), expected);
  });
});

function expectClose(values: Float32Array, expected: Float32Array): void {
  expect(values.length).toBe(expected.length);
  for (const [index, value] of values.entries()) expect(value).toBeCloseTo(expected[index] as number, 5);
}

it('scales a long gradient down by the length of the whole', async () => {
  const network = buildNetwork(
    { layers, inputs: 'none', target: 'none', gradientClipping: { norm: 0.1 }, optimizer: { name: 'sgd' } },
    data,
  );
  const expected = await train(network, 'joined', BATCH);
  expectClose(await train(network, 'chunked', BATCH), expected);
});

describe('groups', () => {
  const parameters = [[3, 4], [5], [100, 10], [2], [7, 11]].map((shape) => ({ shape }));

  it('join small tensors, hold others alone, and cut the largest into equal chunks', () => {
    expect(groupParameters(parameters, { alone: 50, chunked: 500, chunk: 130 })).toEqual([
      { members: [0, 1, 3], shape: [19] },
      { members: [2], shape: [8, 1, 125] },
      { members: [4], shape: [1, 77] },
    ]);
  });

  it('leave whole what has no chunks of a fitting size, and are one vector where every tensor is small', () => {
    const prime = [{ shape: [1009] }];
    expect(groupParameters(prime, { alone: 50, chunked: 500, chunk: 130 })).toEqual([
      { members: [0], shape: [1, 1009] },
    ]);
    expect(groupParameters(parameters)).toEqual([{ members: [0, 1, 2, 3, 4], shape: [1096] }]);
  });

  it('hold a matrix of 1024 x 1024 in chunks, its bias joined', () => {
    const wide = [{ shape: [1024, 1024] }, { shape: [1024] }];
    expect(groupParameters(wide)).toEqual([
      { members: [1], shape: [1024] },
      { members: [0], shape: [4, 1, 262_144] },
    ]);
  });

  it('give back values and tensors in their order', () => {
    const groups = groupParameters(parameters, { alone: 50, chunked: 500, chunk: 130 });
    const values = Float32Array.from({ length: 1096 }, (_, index) => index);
    const split = splitValues(groups, parameters, values);
    expect(split.map(({ length }) => length)).toEqual([19, 1000, 77]);
    expect(split[0]?.slice(15)).toEqual(Float32Array.of(15, 16, 1017, 1018));
    expect(joinValues(groups, parameters, split)).toEqual(values);
    const graph = new Graph();
    const held = groups.map(({ shape }, group) => graph.input(`group ${group}`, shape));
    const separate = separateGroups(groups, parameters, held);
    expect(separate.map(({ shape }) => shape)).toEqual(parameters.map(({ shape }) => shape));
    expect(joinGroups(groups, separate).map(({ shape }) => shape)).toEqual(groups.map(({ shape }) => shape));
  });
});
