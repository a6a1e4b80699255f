/** @file A graph that gives one batch's loss and gradient, for comparing gradients with a reference. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { emitGraph } from '../../src/trainers/network/graph/emit-graph.js';
import { Graph, sizeOf } from '../../src/trainers/network/graph/tensor.js';
import type { Network } from '../../src/trainers/network/network.js';
import { encodeModel, OnnxGraph } from '../../src/trainers/network/onnx/onnx-graph.js';
import { lossAndGradient } from '../../src/trainers/network/training-graph.js';

export interface Batch {
  readonly parameters: Float32Array;
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
  readonly weights: Float32Array;
}

export async function computeGradient(
  network: Network,
  batch: Batch,
): Promise<{ loss: number; gradient: Float32Array }> {
  const count = batch.weights.length;
  const shapes: Record<keyof Batch, readonly number[]> = {
    parameters: [network.parameterCount],
    inputs: [count, sizeOf(network.data.inputShape)],
    targets: [count, network.data.targetNames.length],
    weights: [count],
  };
  const graph = new Graph();
  const [parameters, inputs, targets, weights] = Object.entries(shapes).map(([name, shape]) =>
    graph.input(name, shape),
  );
  const result = lossAndGradient(network, parameters!, inputs!, targets!, weights!);
  const onnx = new OnnxGraph('gradient');
  for (const [name, shape] of Object.entries(shapes)) onnx.input(name, 'float32', shape);
  const [loss, gradient] = emitGraph(onnx, [result.loss, result.gradient]) as [string, string];
  onnx.output(loss, 'float32', []);
  onnx.output(gradient, 'float32', [network.parameterCount]);
  const session = await InferenceSession.create(encodeModel(onnx), { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const feeds = Object.entries(shapes).map(([name, shape]) => [
    name,
    new Tensor('float32', batch[name as keyof Batch], shape),
  ]);
  const results = await session.run(Object.fromEntries(feeds));
  await session.release();
  return {
    loss: ((results[loss] as Tensor).data as Float32Array)[0] as number,
    gradient: (results[gradient] as Tensor).data as Float32Array,
  };
}
