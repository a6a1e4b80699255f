/** @file What the machine can do at best: large matrix products by ONNX Runtime, one thread; and what a step needs. */

import { sizeOf } from '../src/trainers/network/graph/tensor.js';
import { buildNetwork } from '../src/trainers/network/network.js';
import { encodeModel, OnnxGraph } from '../src/trainers/network/onnx/onnx-graph.js';
import { Tensor } from '../src/trainers/network/runtime/onnxruntime.js';
import { openSession } from '../src/trainers/network/runtime/session.js';
import type { BenchNetwork } from './networks.js';

const SIZE = 768;
const REPEATS = 20;

/** Floating-point operations per second (a multiplication and an addition are two), best of several products. */
export async function measureGemmPeak(): Promise<number> {
  const onnx = new OnnxGraph('peak');
  const [a, b] = ['a', 'b'].map((name) => onnx.input(name, 'float32', [SIZE, SIZE])) as [string, string];
  onnx.node('Gemm', [a, b], {}, 'product');
  onnx.output('product', 'float32', [SIZE, SIZE]);
  const session = await openSession(encodeModel(onnx));
  const matrix = new Tensor('float32', new Float32Array(SIZE * SIZE).fill(0.5), [SIZE, SIZE]);
  let best = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const started = performance.now();
    await session.run({ a: matrix, b: matrix });
    best = Math.min(best, performance.now() - started);
  }
  await session.release();
  return (2 * SIZE ** 3) / (best / 1000);
}

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
