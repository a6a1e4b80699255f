/**
 * @file The training graph: forward, loss, backward and optimizer of one step as the body of an ONNX Scan over the steps
 * of an epoch. The data set stays outside the body; each step looks its batch up by index.
 */
import { layOutBatch } from './batch-layout.js';
import { emitGraph } from './graph/emit-graph.js';
import { add } from './graph/operations/arithmetic.js';
import { fill } from './graph/operations/constant.js';
import { lookUp } from './graph/operations/indexing.js';
import { reshape, slice } from './graph/operations/shape.js';
import { Graph, sizeOf, type Tensor } from './graph/tensor.js';
import { gradientOfRoot, lossAndGradient } from './loss-and-gradient.js';
import type { NetworkGraph } from './network.js';
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
  /** What the loss reads beside scaled targets. */
  targetCoefficients: 'targetCoefficients',
  /** Per step: numbers of its examples, their weights, the optimizer's coefficients and the clipping bound, noise. */
  examples: 'examples',
  weights: 'weights',
  coefficients: 'coefficients',
  noise: 'noise',
  /** Out: of each step, the weighted loss of each target before any root. */
  losses: 'losses',
} as const;

/** The name under which a state comes out. */
export function afterEpoch(state: string): string {
  return `new.${state}`;
}

/** Coefficients a step is fed: the optimizer's, then the clipping bound. */
export function coefficientCount({ optimizer, settings }: NetworkGraph): number {
  return optimizer.coefficientCount + (settings.gradientClipping ? 1 : 0);
}

/** Losses that a step gives: one for each target, one for classes. */
export function lossCount({ data }: NetworkGraph): number {
  return data.targetNames.length;
}

/** A value that the Scan carries from step to step, or takes a row of at each step. */
interface ScanValue {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type?: ElementType;
}

/** The states of a training, in order. */
export function trainingStates(network: NetworkGraph): readonly (ScanValue & { readonly initial: number | 'given' })[] {
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

/** The bytes of the ONNX model that trains `network` in batches of `batch` examples, laid out by `layOutBatch`. */
export function encodeTrainingGraph(network: NetworkGraph, batch: number): Uint8Array {
  const names = TRAINING_NAMES;
  const { pieces, size } = layOutBatch(network, batch);
  const states = trainingStates(network);
  const perPiece: readonly ScanValue[] = [
    { name: names.examples, shape: [size], type: 'int32' },
    { name: names.weights, shape: [size] },
    ...(network.noiseCount > 0 ? [{ name: names.noise, shape: [size * network.noiseCount] }] : []),
  ];
  const perStep: readonly ScanValue[] = [
    ...perPiece.map((value) => ({ ...value, shape: [pieces, ...value.shape] })),
    { name: names.coefficients, shape: [coefficientCount(network)] },
  ];
  const perExample: readonly ScanValue[] = [
    { name: names.inputs, shape: [sizeOf(network.data.inputShape)] },
    { name: names.targets, shape: [network.data.targetNames.length] },
    ...(network.features.length > 0 ? [{ name: names.features, shape: [network.features.length] }] : []),
  ];

  const step = new OnnxGraph('step', 's');
  for (const { name, shape, type = 'float32' } of [...states, ...perStep]) step.input(inStep(name), type, shape);
  const gradient =
    pieces === 1 ? encodeWhole(step, network, perPiece, perExample) : encodePieces(step, network, perPiece, perExample);
  encodeUpdate(step, network, states, gradient);

  const epoch = new OnnxGraph('epoch');
  for (const { name, shape } of states) epoch.input(name, 'float32', shape);
  for (const { name, shape } of perExample) epoch.input(name, 'float32', ['examples', ...shape]);
  const coefficients = network.loss.coefficientCount;
  if (coefficients > 0) epoch.input(names.targetCoefficients, 'float32', [coefficients, lossCount(network)]);
  for (const { name, shape, type = 'float32' } of perStep) epoch.input(name, type, ['steps', ...shape]);
  epoch.nodes(
    'Scan',
    [...states, ...perStep].map(({ name }) => name),
    { body: { graph: step }, num_scan_inputs: perStep.length },
    [...states.map(({ name }) => afterEpoch(name)), names.losses],
  );
  for (const { name, shape } of states) epoch.output(afterEpoch(name), 'float32', shape);
  epoch.output(names.losses, 'float32', ['steps', lossCount(network)]);
  return encodeModel(epoch);
}

/** Values inside the step have names of their own, since a Scan's body sees the names around it. */
const inStep = (name: string): string => `step.${name}`;
const inPiece = (name: string): string => `piece.${name}`;

/** Names of a step's results in the step's graph. */
interface StepGradient {
  readonly losses: string;
  readonly gradient: string;
  readonly buffers: string | undefined;
}

/** Loss and gradient of the examples that `perPiece` names, whose values `find` gives. */
function buildGradient(
  network: NetworkGraph,
  graph: Graph,
  perPiece: readonly ScanValue[],
  perExample: readonly ScanValue[],
  find: (value: ScanValue) => Tensor,
) {
  const values = new Map(perPiece.map((value) => [value.name, find(value)]));
  const examples = values.get(TRAINING_NAMES.examples) as Tensor;
  for (const { name, shape } of perExample) {
    // How many examples there are is known at run time only; nothing but the look-up sees it.
    values.set(name, lookUp(graph.input(name, [0, ...shape]), examples));
  }
  const value = (name: string): Tensor => values.get(name) as Tensor;
  const coefficientRows = network.loss.coefficientCount;
  const state = (name: string, count: number): Tensor => graph.input(inStep(name), [count]);
  return lossAndGradient(network, {
    parameters: state(TRAINING_NAMES.parameters, network.parameterCount),
    inputs: value(TRAINING_NAMES.inputs),
    targets: value(TRAINING_NAMES.targets),
    targetCoefficients:
      coefficientRows > 0
        ? graph.input(TRAINING_NAMES.targetCoefficients, [coefficientRows, lossCount(network)])
        : undefined,
    weights: value(TRAINING_NAMES.weights),
    features: values.get(TRAINING_NAMES.features),
    noise: values.get(TRAINING_NAMES.noise),
    buffers: network.bufferCount > 0 ? state(TRAINING_NAMES.buffers, network.bufferCount) : undefined,
  });
}

function encodeWhole(
  step: OnnxGraph,
  network: NetworkGraph,
  perPiece: readonly ScanValue[],
  perExample: readonly ScanValue[],
): StepGradient {
  const graph = new Graph();
  const result = buildGradient(network, graph, perPiece, perExample, ({ name, shape, type }) =>
    reshape(graph.input(inStep(name), [1, ...shape], type), shape),
  );
  const { losses, gradient, buffers } = result;
  const [lossName, gradientName, bufferName] = emitGraph(step, [losses, gradient, ...(buffers ? [buffers] : [])]);
  return { losses: lossName as string, gradient: gradientName as string, buffers: bufferName };
}

/** A Scan over the pieces that adds up losses and gradients. */
function encodePieces(
  step: OnnxGraph,
  network: NetworkGraph,
  perPiece: readonly ScanValue[],
  perExample: readonly ScanValue[],
): StepGradient {
  const graph = new Graph();
  const piece = new OnnxGraph('piece', 'p');
  const sums = [
    { name: 'losses', shape: [lossCount(network)] },
    { name: 'gradient', shape: [network.parameterCount] },
  ];
  const sumsSoFar = sums.map(({ name, shape }) => graph.input(piece.input(inPiece(name), 'float32', shape), shape));
  const { losses, gradient } = buildGradient(
    network,
    graph,
    perPiece,
    perExample,
    ({ name, shape, type = 'float32' }) => graph.input(piece.input(inPiece(name), type, shape), shape, type),
  );
  const results = [losses, gradient].map((value, index) => add(sumsSoFar[index] as Tensor, value));
  for (const [index, name] of emitGraph(piece, results).entries()) {
    piece.output(name, 'float32', (results[index] as Tensor).shape);
  }
  const zeros = new Graph();
  const start = emitGraph(
    step,
    sums.map(({ shape }) => fill(zeros, 0, shape)),
  );
  const inputs = [...start, ...perPiece.map(({ name }) => inStep(name))];
  step.nodes(
    'Scan',
    inputs,
    { body: { graph: piece }, num_scan_inputs: perPiece.length },
    sums.map(({ name }) => inStep(name)),
  );
  return { losses: inStep('losses'), gradient: inStep('gradient'), buffers: undefined };
}

/** The optimizer's update; names the step's results as its outputs. */
function encodeUpdate(step: OnnxGraph, network: NetworkGraph, states: readonly ScanValue[], from: StepGradient): void {
  const { optimizer, settings, parameterCount, loss } = network;
  const graph = new Graph();
  const row = graph.input(inStep(TRAINING_NAMES.coefficients), [coefficientCount(network)]);
  const coefficients = Array.from({ length: coefficientCount(network) }, (_, index) => slice(row, 0, index, index + 1));
  const vector = (name: string): Tensor => graph.input(name, [parameterCount]);
  const ofMean = vector(from.gradient);
  let gradient = loss.isRoot ? gradientOfRoot(graph.input(from.losses, [lossCount(network)]), ofMean) : ofMean;
  const bound = coefficients[optimizer.coefficientCount];
  if (settings.gradientClipping && bound) gradient = clipGradient(settings.gradientClipping, gradient, bound);
  const before = optimizer.initialStates.map((_, index) => vector(inStep(TRAINING_NAMES.optimizerState(index))));
  const update = optimizer.update(vector(inStep(TRAINING_NAMES.parameters)), gradient, before, coefficients);
  const [parameters, ...after] = emitGraph(step, [update.parameters, ...update.states]) as [string, ...string[]];
  const results = [parameters, ...(from.buffers === undefined ? [] : [from.buffers]), ...after];
  for (const [index, name] of results.entries()) {
    step.output(name, 'float32', (states[index] as ScanValue).shape);
  }
  step.output(from.losses, 'float32', [lossCount(network)]);
}
