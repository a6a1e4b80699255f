/**
 * @file The end of a training step's graph: the gradient of the whole batch, clipped, and the optimizer's update of every group of
 * parameters. A group that is held in chunks is updated by a Scan over them.
 */

import { slice } from './graph/operations/shape.js';
import { emitGraph } from './graph/stack.js';
import { Graph, type Shape, type Tensor } from './graph/tensor.js';
import { gradientOfRoot } from './loss-and-gradient.js';
import type { NetworkGraph } from './network.js';
import { OnnxGraph } from './onnx/onnx-graph.js';
import { clipGradients } from './optimizers/clipping.js';

/** Coefficients a step is fed: the optimizer's, then the clipping bound. */
export function coefficientCount({ optimizer, settings }: NetworkGraph): number {
  return optimizer.coefficientCount + (settings.gradientClipping ? 1 : 0);
}

/** Names of values in the step's graph; lists have one for each group of parameters. */
interface UpdateNames {
  readonly parameters: readonly string[];
  /** Of each state of the optimizer. */
  readonly states: readonly (readonly string[])[];
  readonly gradients: readonly string[];
  /** [targets] */
  readonly losses: string;
  readonly coefficients: string;
}

/** Adds the update of each member to `step`; returns the names of parameters and states after it. Chunks are of one member alone. */
export function encodeUpdate(
  step: OnnxGraph,
  network: NetworkGraph,
  members: number,
  names: UpdateNames,
): Pick<UpdateNames, 'parameters' | 'states'> {
  const { gradients, coefficients } = encodeGradients(step, network, members, names);
  const updated = network.groups.map(({ shape }, group) => {
    const states = names.states.map((ofGroups) => ofGroups[group] as string);
    const vectors = [names.parameters[group] as string, gradients[group] as string, ...states];
    return shape.length < 3
      ? encodeVector(step, network, members, shape, vectors, coefficients)
      : encodeChunks(step, network, shape, vectors, coefficients);
  });
  return {
    parameters: updated.map(([parameters]) => parameters as string),
    states: names.states.map((_, index) => updated.map((results) => results[1 + index] as string)),
  };
}

/** The gradients that the optimizer gets, and its coefficients one by one. */
function encodeGradients(step: OnnxGraph, network: NetworkGraph, members: number, names: UpdateNames) {
  const { optimizer, settings, groups, loss } = network;
  const graph = new Graph();
  const row = graph.input(names.coefficients, [coefficientCount(network)]);
  const coefficients = Array.from({ length: coefficientCount(network) }, (_, index) => slice(row, 0, index, index + 1));
  let gradients = groups.map(({ shape }, group) => graph.input(names.gradients[group] as string, shape));
  if (loss.isRoot) {
    const losses = graph.input(names.losses, [network.data.targetNames.length]);
    gradients = gradients.map((gradient) => gradientOfRoot(losses, gradient));
  }
  const bound = coefficients[optimizer.coefficientCount];
  if (settings.gradientClipping && bound) gradients = clipGradients(settings.gradientClipping, gradients, bound);
  const own = coefficients.slice(0, optimizer.coefficientCount);
  const emitted = emitGraph(step, [...gradients, ...own], members);
  return { gradients: emitted.slice(0, groups.length), coefficients: emitted.slice(groups.length) };
}

/** `vectors`: parameters, gradient and states by name, each of `shape`; the results are parameters and states. */
function encodeVector(
  onnx: OnnxGraph,
  { optimizer }: NetworkGraph,
  members: number,
  shape: Shape,
  vectors: readonly string[],
  coefficients: readonly string[],
): readonly string[] {
  const graph = new Graph();
  const [parameters, gradient, ...states] = vectors.map((name) => graph.input(name, shape)) as [Tensor, Tensor];
  const scalars = coefficients.map((name) => graph.input(name, [1]));
  const update = optimizer.update(parameters, gradient, states, scalars);
  return emitGraph(onnx, [update.parameters, ...update.states], members);
}

function encodeChunks(
  step: OnnxGraph,
  network: NetworkGraph,
  shape: Shape,
  vectors: readonly string[],
  coefficients: readonly string[],
): readonly string[] {
  const ofChunk = shape.slice(1);
  const body = new OnnxGraph('chunk', `${vectors[0]}.`);
  const inputs = vectors.map((name) => body.input(`chunk.${name}`, 'float32', ofChunk));
  const results = encodeVector(body, network, 1, ofChunk, inputs, coefficients);
  for (const name of results) body.output(name, 'float32', ofChunk);
  const outputs = results.map((name) => `all.${name}`);
  step.nodes('Scan', vectors, { body: { graph: body }, num_scan_inputs: vectors.length }, outputs);
  return outputs;
}
