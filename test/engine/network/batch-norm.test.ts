/** @file Moments of a batch are those of its examples, all alike, however much each weighs in the loss. */
import { expect, it } from 'vitest';
import { randomFrom } from '../../../src/core/index.js';
import { initialWeights } from '../../../src/engine/network/initializers/by-layer.js';
import { buildNetwork } from '../../../src/engine/network/network.js';
import { computeGradient } from './gradient-graph.js';

const data = { inputShape: [4, 3, 2], task: 'regression', targetNames: ['y'], classes: [] } as const;

it.each([
  ['maps', [{ conv: { filters: 3, kernel: 2 } }, { batchNorm: {} }]],
  ['vectors', [{ dense: { units: 4 } }, { batchNorm: {} }]],
])('weights three times as large make three times the gradient, of %s', async (_, layers) => {
  const network = buildNetwork({ layers, inputs: 'none', target: 'none', loss: 'mse' }, data);
  const random = randomFrom('batch', 'norm');
  const parameters = initialWeights(network, random);
  const buffers = Float32Array.from(network.buffers.flatMap(({ size, initial }) => Array<number>(size).fill(initial)));
  const inputs = new Float32Array(6 * 24).map(() => random.normal());
  const targets = new Float32Array(6).map(() => random.normal());
  // The last two places are without an example.
  const gradientAt = async (weight: number) => {
    const { gradient } = await computeGradient(network, {
      parameters: [parameters, [network.parameterCount]],
      inputs: [inputs, [6, 24]],
      targets: [targets, [6, 1]],
      weights: [Float32Array.from([1, 2, 1, 4, 0, 0], (one) => one * weight), [6]],
      buffers: [buffers, [network.bufferCount]],
    });
    return gradient;
  };
  const [once, thrice] = [await gradientAt(0.125), await gradientAt(0.375)];
  expect(Math.hypot(...once)).toBeGreaterThan(0.01);
  for (const [place, slope] of once.entries()) expect(thrice[place]).toBeCloseTo(3 * slope, 5);
});
