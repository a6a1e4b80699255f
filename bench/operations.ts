/** @file What a training step needs at least: the operations of its matrix products. */
import { sizeOf } from '../src/trainers/network/graph/tensor.js';
import { buildNetwork } from '../src/trainers/network/network.js';
import type { BenchNetwork } from './networks.js';

/**
 * Floating-point operations of the matrix products that one example needs in a training step, convolutions counted
 * directly: forward, gradient of the weights, and but for the first layer gradient of the input.
 */
export function operationsPerExample({ configuration, data }: BenchNetwork): number {
  const { layers } = buildNetwork(configuration, data);
  const weighted = layers.filter(({ parameters }) => parameters.some(({ role }) => role === 'weight'));
  return weighted.reduce((total, { parameters, outputShape }, index) => {
    const weights = parameters.find(({ role }) => role === 'weight')?.shape as readonly [number, number];
    const places = sizeOf(outputShape) / weights[1];
    return total + 2 * places * sizeOf(weights) * (index === 0 ? 2 : 3);
  }, 0);
}
