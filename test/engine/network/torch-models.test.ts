/** @file The four published networks: their parameter counts, and 300 steps of each as PyTorch trains it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonObject, Random } from '../../../src/core/index.js';
import { initializeParameters } from '../../../src/engine/network/initializers/index.js';
import { buildNetwork } from '../../../src/engine/network/network.js';
import { openSession } from '../../../src/engine/network/runtime/session.js';
import { TrainingRun } from '../../../src/engine/network/runtime/training-run.js';
import { encodeTrainingGraph } from '../../../src/engine/network/training-graph.js';
import { scaleSample } from '../../../src/engine/network/training-sample.js';
import { lehmer } from './lehmer.js';

interface ModelCase {
  readonly name: string;
  readonly target: 'energy' | 'x';
  readonly configuration: JsonObject & { readonly batchSize: number };
  readonly losses: readonly number[];
  readonly gap: number;
}

const reference: { readonly examples: number; readonly cases: readonly ModelCase[] } = JSON.parse(
  readFileSync(new URL('../../reference/torch-models.json', import.meta.url), 'utf8'),
);

const COUNTS: Readonly<Record<string, number>> = {
  'model-1': 23_923,
  'model-2': 23_932,
  'model-3': 23_644,
  'model-4': 23_662,
};

/** As the reference script makes them, from the numbers that come after the weights. */
function clusters(count: number, random: Random, target: 'energy' | 'x') {
  const inputs = new Float32Array(count * 225);
  const targets = new Float32Array(count);
  for (let example = 0; example < count; example++) {
    const energy = 1 + 9 * random.uniform();
    const x = random.uniform() - 0.5;
    const y = random.uniform() - 0.5;
    for (let cell = 0; cell < 225; cell++) {
      const distance = ((cell % 15) - 7 - x) ** 2 + (Math.floor(cell / 15) - 7 - y) ** 2;
      const deposit = (energy / (2 * Math.PI)) * Math.exp(-distance / 2);
      inputs[example * 225 + cell] = deposit >= 0.1 ? deposit : 0;
    }
    targets[example] = target === 'energy' ? energy : x;
  }
  return { count, inputs, targets, features: {} };
}

describe.each(reference.cases)('$name', ({ name, configuration, target, losses, gap }) => {
  const data = { inputShape: [15, 15, 1], task: 'regression', targetNames: [target], classes: [] } as const;
  const network = buildNetwork(configuration, data);

  it('has exactly the published number of parameters', () => {
    expect(network.parameterCount).toBe(COUNTS[name]);
  });

  it('trains 300 steps as PyTorch does', async () => {
    const random = lehmer();
    const parameters = initializeParameters({ name: 'pytorch' }, network.parameters, random);
    const { sample } = scaleSample(network, clusters(reference.examples, random, target));
    const batch = configuration.batchSize;
    const session = await openSession(encodeTrainingGraph(network, batch));
    const run = new TrainingRun({ session, members: [{ network, batch, sample, parameters, noise: random }] });
    const order = Int32Array.from({ length: reference.examples }, (_, index) => index);
    const { learningRate } = network.optimizer;
    const ours: number[] = [];
    while (ours.length < losses.length) {
      const [epoch] = await run.runEpoch([{ order, learningRateAt: () => learningRate }]);
      ours.push(...(epoch as Float64Array));
    }
    await session.release();
    const worst = Math.max(...losses.map((loss, step) => Math.abs(loss - (ours[step] as number))));
    expect(worst).toBeLessThanOrEqual(Math.max(1e-4, 3 * gap));
  });
});
