/** @file A graph that gives one batch's loss and gradient, for comparing gradients with a reference. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { emitGraph } from '../../../src/engine/network/graph/stack.js';
import { Graph, type Tensor as GraphTensor } from '../../../src/engine/network/graph/tensor.js';
import { gradientOfRoot, lossAndGradient } from '../../../src/engine/network/loss-and-gradient.js';
import type { Network } from '../../../src/engine/network/network.js';
import { encodeModel, OnnxGraph } from '../../../src/engine/network/onnx/onnx-graph.js';
import { joinGroups, separateGroups } from '../../../src/engine/network/parameter-groups.js';

/** A value by name: its elements and their shape. */
export type Feed = readonly [values: Float32Array, shape: readonly number[]];

export interface Batch {
  readonly parameters: Feed;
  readonly inputs: Feed;
  readonly targets: Feed;
  readonly targetCoefficients?: Feed;
  readonly weights: Feed;
  readonly features?: Feed;
  readonly noise?: Feed;
  readonly buffers?: Feed;
}

interface LossAndSlope {
  readonly losses: Float32Array;
  readonly gradient: Float32Array;
}

export async function computeGradient(network: Network, batch: Batch): Promise<LossAndSlope> {
  const { at, close } = await openGradient(network, batch);
  const result = await at();
  await close();
  return result;
}

/** The same for one batch after the other, of the shapes of the first; `changes` takes the place of its values. */
export async function openGradient(network: Network, batch: Batch) {
  const feeds = Object.entries(batch) as [keyof Batch, Feed][];
  const graph = new Graph();
  const onnx = new OnnxGraph('gradient');
  const tensors = feeds.map(([name, [, shape]]) => [name, graph.input(onnx.input(name, 'float32', shape), shape)]);
  const { parameters, ...others } = Object.fromEntries(tensors);
  const flat = [{ members: [...network.parameters.keys()], shape: [network.parameterCount] }];
  const separate = separateGroups(flat, network.parameters, [parameters]);
  const result = lossAndGradient(network, { ...others, parameters: separate } as Parameters<typeof lossAndGradient>[1]);
  const [ofMean] = joinGroups(flat, result.gradients) as [GraphTensor];
  const ofLoss = network.loss.isRoot ? gradientOfRoot(result.losses, ofMean) : ofMean;
  const [losses, gradient] = emitGraph(onnx, [result.losses, ofLoss]) as [string, string];
  onnx.output(losses, 'float32', result.losses.shape);
  onnx.output(gradient, 'float32', [network.parameterCount]);
  const session = await InferenceSession.create(encodeModel(onnx), { intraOpNumThreads: 1, logSeverityLevel: 3 });
  return {
    at: async (changes: Partial<Batch> = {}): Promise<LossAndSlope> => {
      const given = Object.entries({ ...batch, ...changes }) as [keyof Batch, Feed][];
      const inputs = given.map(([name, [values, shape]]) => [name, new Tensor('float32', values, shape)]);
      const results = await session.run(Object.fromEntries(inputs));
      return {
        losses: (results[losses] as Tensor).data as Float32Array,
        gradient: (results[gradient] as Tensor).data as Float32Array,
      };
    },
    close: () => session.release(),
  };
}
