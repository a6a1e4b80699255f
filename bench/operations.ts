/** @file What a training step needs at least: the operations of its matrix products. */
import { sizeOf } from '../src/engine/network/graph/tensor.js';
import type { Layer } from '../src/engine/network/layers/layer.js';
import { buildNetwork } from '../src/engine/network/network.js';
import type { BenchNetwork } from './networks.js';

/**
 * Floating-point operations of the matrix products that one example needs in a training step, convolutions counted
 * directly: forward, gradient of the weights, and but for the first layer gradient of the input. Of attention also the two
 * products of its positions with one another.
 */
export function operationsPerExample({ configuration, data }: BenchNetwork): number {
  const layers = buildNetwork(configuration, data).layers.flatMap(parts);
  const first = layers.findIndex((layer) => forward(layer) > 0);
  return layers.reduce((total, layer, index) => total + forward(layer) * (index === first ? 2 : 3), 0);
}

/** The layers that compute something themselves. */
function parts(layer: Layer): readonly Layer[] {
  return layer.inner === undefined ? [layer] : layer.inner.flatMap(parts);
}

function forward({ kind, parameters, outputShape }: Layer): number {
  const weights = parameters.filter(({ role }) => role === 'weight').reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const width = outputShape.at(-1) as number;
  const places = sizeOf(outputShape) / width;
  return 2 * places * weights + (kind === 'attention' ? 4 * places ** 2 * width : 0);
}
