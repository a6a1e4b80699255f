/** @file The layer, the loss, the optimizer and the setting of the recipes: they train, by the right gradient, and mix no sessions. */
import { afterAll, describe, expect, it } from 'vitest';
import { type JsonObject, randomFrom, replicateStreams } from '../../src/core/index.js';
import { createNetworkTrainer, evaluateModel, exportNetwork } from '../../src/engine/built-in.js';
import type { Dataset, Samples } from '../../src/engine/datasets/index.js';
import { initializeParameters } from '../../src/engine/network/initializers/index.js';
import { buildNetwork } from '../../src/engine/network/network.js';
import { encodeWeights } from '../../src/engine/network/weights-file.js';
import { computeGradient } from '../engine/network/gradient-graph.js';

const BATCH = 6;
const random = randomFrom('recipes');
const normals = (length: number) => Float32Array.from({ length }, () => random.normal());

const map = { inputShape: [4, 4, 2], task: 'regression', targetNames: ['y'], classes: [] } as const;
const row = { inputShape: [5], task: 'regression', targetNames: ['y'], classes: [] } as const;
const plain = { inputs: 'none', target: 'none', initialization: 'pytorch' };

describe.each([
  ['the layer on a map', map, { layers: [{ conv: { filters: 3, kernel: 2 } }, { gain: {} }], loss: 'mse' }],
  ['the layer on a vector', row, { layers: [{ dense: { units: 4, activation: 'tanh' } }, { gain: {} }], loss: 'mse' }],
  ['the loss', row, { layers: [{ dense: { units: 4, activation: 'tanh' } }], loss: 'fourth-power' }],
] as const)('%s', (_, data, settings) => {
  const network = buildNetwork({ ...plain, ...settings } as unknown as JsonObject, data);
  const parameters = initializeParameters({ name: 'pytorch' }, network.parameters, random).map(
    (value) => value + 0.2 * random.normal(),
  );
  const width = data.inputShape.reduce<number>((product, extent) => product * extent, 1);
  const [inputs, targets] = [normals(BATCH * width), normals(BATCH)];
  const at = (values: Float32Array) =>
    computeGradient(network, {
      parameters: [values, [values.length]],
      inputs: [inputs, [BATCH, width]],
      targets: [targets, [BATCH, 1]],
      weights: [new Float32Array(BATCH).fill(1 / BATCH), [BATCH]],
    });

  it('has the gradient that finite differences have', async () => {
    const { gradient } = await at(parameters);
    const reach = 2 ** -7;
    for (const place of parameters.keys()) {
      const moved = async (by: number) => {
        const { losses } = await at(parameters.map((value, index) => (index === place ? value + by : value)));
        return losses[0] as number;
      };
      const slope = ((await moved(reach)) - (await moved(-reach))) / (2 * reach);
      expect(
        Math.abs(slope - (gradient[place] as number)),
        network.parameters.map(({ name }) => name).join(),
      ).toBeLessThan(0.02 * Math.max(1, Math.abs(slope)));
    }
  });

  it('is in the exported model what it was in training', async () => {
    const none = { shift: new Float32Array(), factor: new Float32Array() };
    const weights = encodeWeights({
      ...{ parameters, buffers: new Float32Array(), inputScaling: none, featureScaling: none },
      targetScaling: { centre: Float32Array.of(0), spread: Float32Array.of(1) },
    });
    const configuration = { ...plain, ...settings } as unknown as JsonObject;
    const model = exportNetwork({ candidate: { configuration }, dataset: data, weights });
    const samples: Samples = { count: BATCH, inputs, targets, features: {} };
    const { loss } = await evaluateModel(model, data, samples, configuration);
    expect(loss).toBeCloseTo((await at(parameters)).losses[0] as number, 4);
  });
});

function rows(count: number, seed: string): Samples {
  const own = randomFrom('rows', seed);
  const inputs = new Float32Array(count * 5).map(() => own.normal());
  const targets = new Float32Array(count).map((_, at) => 3 * (inputs[at * 5] as number) + own.normal() / 4);
  return { count, inputs, targets, features: {} };
}

const dataset: Dataset = {
  ...{ name: 'rows', ...row, hash: '', simulated: true },
  ...{ pool: rows(80, 'pool'), selection: rows(40, 'selection'), final: rows(2, 'final') },
};

describe('a training', () => {
  const trainer = createNetworkTrainer({ dataset });
  afterAll(() => trainer.close?.());
  const train = async (settings: JsonObject, by = trainer) => {
    const trial = { candidate: 'c', streams: replicateStreams(0), fidelity: { sampleSize: 40 }, repeat: 0 };
    const context = { experimentSeed: 1, signal: new AbortController().signal, report: () => {} };
    const configuration = { layers: [{ dense: { units: 3 } }], epochs: 3, ...settings };
    return (await by.train({ id: 'c', label: '', configuration }, trial, context)).lossPerEpoch as readonly number[];
  };

  it('by the optimizer takes steps of one length', async () => {
    const [first, , last] = await train({ optimizer: { name: 'sign-descent', learningRate: 0.02 } });
    expect(last).toBeLessThan(first as number);
    expect(await train({ optimizer: { name: 'sign-descent', learningRate: 1e-30 } })).toHaveLength(3);
  });

  it('under the loss falls', async () => {
    const [first, , last] = await train({ loss: 'fourth-power' });
    expect(last).toBeLessThan(first as number);
  });

  it('with the setting steps as far as a larger rate would, whatever was trained before', async () => {
    const plainly = { name: 'sgd', learningRate: 0.01 };
    const scaled = await train({ optimizer: plainly, gradientScale: 4 });
    const unscaled = await train({ optimizer: plainly });
    const faster = await train({ optimizer: { ...plainly, learningRate: 0.04 } });
    expect(scaled).not.toEqual(unscaled);
    for (const [epoch, loss] of scaled.entries()) expect(loss).toBeCloseTo(faster[epoch] as number, 4);
    const fresh = createNetworkTrainer({ dataset });
    expect(await train({ optimizer: plainly, gradientScale: 4 }, fresh)).toEqual(scaled);
    await fresh.close?.();
    expect(await train({ optimizer: plainly, gradientScale: 1 })).toEqual(unscaled);
  });
});
