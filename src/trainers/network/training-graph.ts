/**
 * @file The training graph: forward, loss, backward and optimizer of one step as the body of an ONNX Scan over the steps
 * of an epoch. The data set stays outside the body; each step looks its batch up by index.
 */
import { differentiate } from './graph/differentiate.js';
import { emitGraph } from './graph/emit-graph.js';
import { multiply } from './graph/operations/arithmetic.js';
import { lookUp } from './graph/operations/indexing.js';
import { reduceSum } from './graph/operations/reduction.js';
import { concatenate, reshape, slice } from './graph/operations/shape.js';
import { Graph, sizeOf, type Tensor } from './graph/tensor.js';
import { type Features, flattenFeatures, inputMap } from './layers/features.js';
import type { Network } from './network.js';
import { encodeModel, OnnxGraph } from './onnx/onnx-graph.js';

/** Names of the graph's inputs and outputs; states are numbered. */
export const TRAINING_NAMES = {
  /** In: flat parameters [parameters]; states [parameters] each. */
  parameters: 'parameters',
  state: (index: number) => `state${index}`,
  /** In: scaled inputs [examples, values], targets [examples, targets]. */
  inputs: 'inputs',
  targets: 'targets',
  /** In, per step: examples int32 [steps, batch], their weights [steps, batch], coefficients [steps, coefficients]. */
  examples: 'examples',
  weights: 'weights',
  coefficients: 'coefficients',
  /** Out: parameters and states after the epoch, weighted loss of each step [steps]. */
  newParameters: 'newParameters',
  newState: (index: number) => `newState${index}`,
  losses: 'losses',
} as const;

export interface LossAndGradient {
  /** Scalar: sum over examples of weight times loss. */
  readonly loss: Tensor;
  /** Its gradient, flat, in the order of the network's parameters. */
  readonly gradient: Tensor;
}

/** `inputs` [batch, values], `targets` [batch, targets], `weights` [batch], `parameters` flat. */
export function lossAndGradient(
  network: Network,
  parameters: Tensor,
  inputs: Tensor,
  targets: Tensor,
  weights: Tensor,
): LossAndGradient {
  let offset = 0;
  const variables = network.parameters.map(({ shape }) => {
    const start = offset;
    offset += sizeOf(shape);
    return reshape(slice(parameters, 0, start, offset), shape);
  });
  const outputs = forward(network, inputs, variables);
  const batch = weights.shape[0] as number;
  const weighted = multiply(network.loss.train(outputs, targets), reshape(weights, [batch, 1]));
  const loss = reshape(reduceSum(weighted, [0]), []);
  const gradients = differentiate(loss, variables).map((gradient) => reshape(gradient, [sizeOf(gradient.shape)]));
  return { loss, gradient: concatenate(gradients, 0) };
}

function forward(network: Network, inputs: Tensor, variables: readonly Tensor[]): Tensor {
  const [height, width, channels] = network.data.inputShape;
  const isMap = height !== undefined && width !== undefined && channels !== undefined;
  let features: Features = isMap ? inputMap(inputs, [height, width], channels) : { kind: 'vector', values: inputs };
  let next = 0;
  for (const layer of network.layers) {
    const count = layer.parameters.length;
    features = layer.train(features, variables.slice(next, next + count));
    next += count;
  }
  return flattenFeatures(features);
}

/** The bytes of the ONNX model that trains `network` in batches of `batch` examples. */
export function encodeTrainingGraph(network: Network, batch: number): Uint8Array {
  const names = TRAINING_NAMES;
  const { parameterCount: size, optimizer, data } = network;
  const valuesPerExample = sizeOf(data.inputShape);
  const targetsPerExample = data.targetNames.length;
  const states = optimizer.initialStates.map((_, index) => names.state(index));

  const graph = new Graph();
  const parameters = graph.input('p', [size]);
  const stateInputs = states.map((name) => graph.input(`${name}.s`, [size]));
  const examples = graph.input('e', [batch], 'int32');
  const weights = graph.input('w', [batch]);
  const coefficients = graph.input('c', [optimizer.coefficientCount]);
  // How many examples there are is known at run time only; nothing but the look-up below sees it.
  const inputs = lookUp(graph.input(names.inputs, [0, valuesPerExample]), examples);
  const targets = lookUp(graph.input(names.targets, [0, targetsPerExample]), examples);
  const { loss, gradient } = lossAndGradient(network, parameters, inputs, targets, weights);
  const scalars = Array.from({ length: optimizer.coefficientCount }, (_, index) =>
    slice(coefficients, 0, index, index + 1),
  );
  const update = optimizer.update(parameters, gradient, stateInputs, scalars);

  const body = new OnnxGraph('step', 's');
  for (const tensor of [parameters, ...stateInputs, examples, weights, coefficients]) {
    body.input(tensor.operation.settings, tensor.type, tensor.shape);
  }
  const results = [update.parameters, ...update.states, loss];
  for (const [index, name] of emitGraph(body, results).entries()) {
    body.output(name, 'float32', (results[index] as Tensor).shape);
  }

  const epoch = new OnnxGraph('epoch');
  for (const name of [names.parameters, ...states]) epoch.input(name, 'float32', [size]);
  epoch.input(names.inputs, 'float32', ['examples', valuesPerExample]);
  epoch.input(names.targets, 'float32', ['examples', targetsPerExample]);
  epoch.input(names.examples, 'int32', ['steps', batch]);
  epoch.input(names.weights, 'float32', ['steps', batch]);
  epoch.input(names.coefficients, 'float32', ['steps', optimizer.coefficientCount]);
  const outputs = [names.newParameters, ...states.map((_, index) => names.newState(index)), names.losses];
  epoch.nodes(
    'Scan',
    [names.parameters, ...states, names.examples, names.weights, names.coefficients],
    { body: { graph: body }, num_scan_inputs: 3 },
    outputs,
  );
  for (const name of outputs.slice(0, -1)) epoch.output(name, 'float32', [size]);
  epoch.output(names.losses, 'float32', ['steps']);
  return encodeModel(epoch);
}
