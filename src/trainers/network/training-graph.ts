/**
 * @file The training graph: forward, loss, backward and optimizer of one step as the body of an ONNX Scan over the steps
 * of an epoch. The data set stays outside the body; each step looks its batch up by index.
 */
import { buildForward, type StepInputs } from './forward.js';
import { differentiate } from './graph/differentiate.js';
import { emitGraph } from './graph/emit-graph.js';
import { multiply } from './graph/operations/arithmetic.js';
import { lookUp } from './graph/operations/indexing.js';
import { reduceSum } from './graph/operations/reduction.js';
import { concatenate, reshape, slice } from './graph/operations/shape.js';
import { Graph, sizeOf, type Tensor } from './graph/tensor.js';
import type { Network } from './network.js';
import { type ElementType, encodeModel, OnnxGraph } from './onnx/onnx-graph.js';
import { clipGradient } from './optimizers/clipping.js';

/** Names of the graph's inputs and outputs. A name after the epoch is that of the state with `new.` before it. */
export const TRAINING_NAMES = {
  /** State: flat parameters, flat buffers, the optimizer's vectors. */
  parameters: 'parameters',
  buffers: 'buffers',
  optimizerState: (index: number) => `optimizer${index}`,
  /** Per example: scaled inputs, targets, joined features. */
  inputs: 'inputs',
  targets: 'targets',
  features: 'features',
  /** Per step: numbers of its examples, their weights, the optimizer's coefficients and the clipping bound, noise. */
  examples: 'examples',
  weights: 'weights',
  coefficients: 'coefficients',
  noise: 'noise',
  /** Out: the weighted loss of each step. */
  losses: 'losses',
} as const;

/** The name under which a state comes out. */
export function afterEpoch(state: string): string {
  return `new.${state}`;
}

/** Coefficients a step is fed: the optimizer's, then the clipping bound. */
export function coefficientCount({ optimizer, configuration }: Network): number {
  return optimizer.coefficientCount + (configuration.gradientClipping ? 1 : 0);
}

export interface LossAndGradient {
  /** Scalar: sum over examples of weight times loss. */
  readonly loss: Tensor;
  /** Its gradient, flat, in the order of the network's parameters. */
  readonly gradient: Tensor;
  /** Flat, the buffers after the step. */
  readonly buffers: Tensor | undefined;
}

export function lossAndGradient(network: Network, step: StepInputs): LossAndGradient {
  const { outputs, variables, buffers } = buildForward(network, step);
  const weights = reshape(step.weights, [step.weights.shape[0] as number, 1]);
  const weighted = multiply(network.loss.train(outputs, step.targets), weights);
  const loss = reshape(reduceSum(weighted, [0]), []);
  const gradients = differentiate(loss, variables).map((gradient) => reshape(gradient, [sizeOf(gradient.shape)]));
  return { loss, gradient: concatenate(gradients, 0), buffers };
}

/** A value that the Scan carries from step to step, or takes a row of at each step. */
interface ScanValue {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type?: ElementType;
}

/** The states of a training, in order. */
export function trainingStates(network: Network): readonly (ScanValue & { readonly initial: number | 'given' })[] {
  const shape = [network.parameterCount];
  return [
    { name: TRAINING_NAMES.parameters, shape, initial: 'given' },
    ...(network.bufferCount > 0
      ? [{ name: TRAINING_NAMES.buffers, shape: [network.bufferCount], initial: 'given' as const }]
      : []),
    ...network.optimizer.initialStates.map((initial, index) => ({
      name: TRAINING_NAMES.optimizerState(index),
      shape,
      initial,
    })),
  ];
}

/** The bytes of the ONNX model that trains `network` in batches of `batch` examples. */
export function encodeTrainingGraph(network: Network, batch: number): Uint8Array {
  const names = TRAINING_NAMES;
  const states = trainingStates(network);
  const perStep: readonly ScanValue[] = [
    { name: names.examples, shape: [batch], type: 'int32' },
    { name: names.weights, shape: [batch] },
    { name: names.coefficients, shape: [coefficientCount(network)] },
    ...(network.noiseCount > 0 ? [{ name: names.noise, shape: [batch * network.noiseCount] }] : []),
  ];
  const perExample: readonly ScanValue[] = [
    { name: names.inputs, shape: [sizeOf(network.data.inputShape)] },
    { name: names.targets, shape: [network.data.targetNames.length] },
    ...(network.features.length > 0 ? [{ name: names.features, shape: [network.features.length] }] : []),
  ];

  const body = encodeStep(network, states, perStep, perExample);
  const epoch = new OnnxGraph('epoch');
  for (const { name, shape } of states) epoch.input(name, 'float32', shape);
  for (const { name, shape } of perExample) epoch.input(name, 'float32', ['examples', ...shape]);
  for (const { name, shape, type = 'float32' } of perStep) epoch.input(name, type, ['steps', ...shape]);
  epoch.nodes(
    'Scan',
    [...states, ...perStep].map(({ name }) => name),
    { body: { graph: body }, num_scan_inputs: perStep.length },
    [...states.map(({ name }) => afterEpoch(name)), names.losses],
  );
  for (const { name, shape } of states) epoch.output(afterEpoch(name), 'float32', shape);
  epoch.output(names.losses, 'float32', ['steps']);
  return encodeModel(epoch);
}

/** The Scan's body: states and rows in, states and the step's loss out. */
function encodeStep(
  network: Network,
  states: readonly ScanValue[],
  perStep: readonly ScanValue[],
  perExample: readonly ScanValue[],
): OnnxGraph {
  const names = TRAINING_NAMES;
  const graph = new Graph();
  const body = new OnnxGraph('step', 's');
  const values = new Map<string, Tensor>();
  for (const { name, shape, type = 'float32' } of [...states, ...perStep]) {
    const inner = body.input(`step.${name}`, type, shape);
    values.set(name, graph.input(inner, shape, type));
  }
  const examples = values.get(names.examples) as Tensor;
  for (const { name, shape } of perExample) {
    // How many examples there are is known at run time only; nothing but the look-up sees it.
    values.set(name, lookUp(graph.input(name, [0, ...shape]), examples));
  }
  const value = (name: string): Tensor => values.get(name) as Tensor;
  const { loss, gradient, buffers } = lossAndGradient(network, {
    parameters: value(names.parameters),
    inputs: value(names.inputs),
    targets: value(names.targets),
    weights: value(names.weights),
    features: values.get(names.features),
    noise: values.get(names.noise),
    buffers: values.get(names.buffers),
  });
  const update = applyOptimizer(network, value, gradient);
  const results = [update.parameters, ...(buffers ? [buffers] : []), ...update.states, loss];
  for (const [index, name] of emitGraph(body, results).entries()) {
    body.output(name, 'float32', (results[index] as Tensor).shape);
  }
  return body;
}

function applyOptimizer(network: Network, value: (name: string) => Tensor, gradient: Tensor) {
  const { optimizer, configuration } = network;
  const coefficients = Array.from({ length: coefficientCount(network) }, (_, index) =>
    slice(value(TRAINING_NAMES.coefficients), 0, index, index + 1),
  );
  const { gradientClipping } = configuration;
  const bound = coefficients[optimizer.coefficientCount];
  const clipped = gradientClipping && bound ? clipGradient(gradientClipping, gradient, bound) : gradient;
  const states = optimizer.initialStates.map((_, index) => value(TRAINING_NAMES.optimizerState(index)));
  return optimizer.update(value(TRAINING_NAMES.parameters), clipped, states, coefficients);
}
