/** @file A large batch computed in pieces gives the gradient of the whole, whether or not the pieces divide it. */
import { describe, expect, it } from 'vitest';
import { type JsonObject, permutation, randomFrom } from '../../../src/core/index.js';
import { layOutBatch } from '../../../src/engine/network/batch-layout.js';
import { initializeParameters } from '../../../src/engine/network/initializers/index.js';
import { batchLoss } from '../../../src/engine/network/losses/index.js';
import { buildNetwork } from '../../../src/engine/network/network.js';
import { openSession } from '../../../src/engine/network/runtime/session.js';
import { TrainingRun } from '../../../src/engine/network/runtime/training-run.js';
import { encodeTrainingGraph } from '../../../src/engine/network/training-graph.js';
import { computeGradient } from './gradient-graph.js';

const data = { inputShape: [6, 6, 1], task: 'regression', targetNames: ['y'], classes: [] } as const;
const networkFor = (loss: string) =>
  buildNetwork(
    {
      layers: [{ conv: { filters: 4 } }, { maxPool: 2 }, { dense: { units: 5 } }],
      optimizer: { name: 'sgd', learningRate: 1 },
      inputs: 'none',
      target: 'none',
      loss,
    },
    data,
  );

describe.each([64, 130, 191].flatMap((batch) => ['mse', 'rmse'].map((loss) => ({ batch, loss }))))(
  'a batch of $batch under $loss',
  ({ batch, loss: name }) => {
    const network = networkFor(name);

    it('moves the parameters by the gradient of the whole batch', async () => {
      const random = randomFrom('pieces', batch);
      const inputs = new Float32Array(batch * 36).map(() => random.normal());
      const targets = new Float32Array(batch).map(() => random.normal());
      const parameters = initializeParameters({ name: 'pytorch' }, network.parameters, random);
      const { pieces, size } = layOutBatch(network, batch);
      expect(pieces > 1).toBe(batch > 64);
      expect(pieces * size).toBeGreaterThanOrEqual(batch);

      const session = await openSession(encodeTrainingGraph(network, batch));
      const targetScaling = { centre: Float32Array.of(0), spread: Float32Array.of(1) };
      const sample = { count: batch, inputs, targets, features: new Float32Array(), targetScaling };
      const run = new TrainingRun({ session, members: [{ network, batch, sample, parameters, noise: random }] });
      const [losses] = await run.runEpoch([{ order: permutation(batch, random), learningRateAt: () => 1 }]);
      await session.release();
      const whole = await computeGradient(network, {
        parameters: [parameters, [network.parameterCount]],
        inputs: [inputs, [batch, 36]],
        targets: [targets, [batch, 1]],
        weights: [new Float32Array(batch).fill(1 / batch), [batch]],
      });
      expect(losses?.[0]).toBeCloseTo(batchLoss(network.loss, whole.losses, [{ centre: 0, spread: 1 }]), 5);
      const after = run.parametersOf(0);
      for (const [index, slope] of whole.gradient.entries()) {
        expect((parameters[index] as number) - (after[index] as number)).toBeCloseTo(slope, 5);
      }
    });
  },
);

it('is never cut where a layer mixes its examples', () => {
  const mixing = buildNetwork({ layers: [{ batchNorm: {} }] }, data);
  expect(layOutBatch(mixing, 500)).toEqual({ pieces: 1, size: 500 });
});

it('is cut by what fits the cache where there are maps, and whole where all layers give vectors', () => {
  const layouts = (layers: readonly JsonObject[], batch: number) => layOutBatch(buildNetwork({ layers }, data), batch);
  expect(layouts([{ conv: { filters: 4 } }], 256)).toEqual({ pieces: 4, size: 64 });
  expect(layouts([{ dense: { units: 2048 } }], 1024)).toEqual({ pieces: 1, size: 1024 });
  expect(layouts([{ dense: { units: 2048 } }], 1026)).toEqual({ pieces: 2, size: 513 });
});
