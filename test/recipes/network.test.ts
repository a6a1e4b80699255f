/** @file The loss, the optimizer and the setting of the recipes: they train, and mix no sessions. */
import { afterAll, describe, expect, it } from 'vitest';
import { type JsonObject, randomFrom, replicateStreams } from '../../src/core/index.js';
import { createNetworkTrainer } from '../../src/engine/built-in.js';
import type { Dataset, Samples } from '../../src/engine/datasets/index.js';

function rows(count: number, seed: string): Samples {
  const own = randomFrom('rows', seed);
  const inputs = new Float32Array(count * 5).map(() => own.normal());
  const targets = new Float32Array(count).map((_, at) => 3 * (inputs[at * 5] as number) + own.normal() / 4);
  return { count, inputs, targets, features: {} };
}

const dataset: Dataset = {
  ...{ name: 'rows', inputShape: [5], task: 'regression', targetNames: ['y'], classes: [], hash: '', simulated: true },
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
