/** @file A graph that gives one batch's loss and gradient, for comparing gradients with a reference. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { emitGraph } from '../../src/trainers/network/graph/emit-graph.js';
import { Graph } from '../../src/trainers/network/graph/tensor.js';
import { lossAndGradient } from '../../src/trainers/network/loss-and-gradient.js';
import type { Network } from '../../src/trainers/network/network.js';
import { encodeModel, OnnxGraph } from '../../src/trainers/network/onnx/onnx-graph.js';

/** A value by name: its elements and their shape. */
export type Feed = readonly [values: Float32Array, shape: readonly number[]];

export interface Batch {
  readonly parameters: Feed;
  readonly inputs: Feed;
  readonly targets: Feed;
  readonly weights: Feed;
  readonly features?: Feed;
  readonly noise?: Feed;
  readonly buffers?: Feed;
}

export async function computeGradient(
  network: Network,
  batch: Batch,
): Promise<{ loss: number; gradient: Float32Array }> {
  const feeds = Object.entries(batch) as [keyof Batch, Feed][];
  const graph = new Graph();
  const onnx = new OnnxGraph('gradient');
  const tensors = feeds.map(([name, [, shape]]) => [name, graph.input(onnx.input(name, 'float32', shape), shape)]);
  const result = lossAndGradient(network, Object.fromEntries(tensors));
  const [loss, gradient] = emitGraph(onnx, [result.loss, result.gradient]) as [string, string];
  onnx.output(loss, 'float32', []);
  onnx.output(gradient, 'float32', [network.parameterCount]);
  const session = await InferenceSession.create(encodeModel(onnx), { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const inputs = feeds.map(([name, [values, shape]]) => [name, new Tensor('float32', values, shape)]);
  const results = await session.run(Object.fromEntries(inputs));
  await session.release();
  return {
    loss: ((results[loss] as Tensor).data as Float32Array)[0] as number,
    gradient: (results[gradient] as Tensor).data as Float32Array,
  };
}
