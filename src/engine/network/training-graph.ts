/**
 * @file The training graph: forward, loss, backward and optimizer of one step as the body of an ONNX Scan over the steps
 * of an epoch. The data set stays outside the body; each step looks its batch up by index.
 */
import { layOutBatch } from './batch-layout.js';
import { add } from './graph/operations/arithmetic.js';
import { fill } from './graph/operations/constant.js';
import { lookUp } from './graph/operations/indexing.js';
import { reshape } from './graph/operations/shape.js';
import { emitGraph, shapeOf } from './graph/stack.js';
import { Graph, sizeOf, type Tensor } from './graph/tensor.js';
import { lossAndGradient } from './loss-and-gradient.js';
import type { NetworkGraph } from './network.js';
import { type ElementType, encodeModel, OnnxGraph } from './onnx/onnx-graph.js';
import { joinGroups, separateGroups } from './parameter-groups.js';
import { coefficientCount, encodeUpdate } from './update-graph.js';

const ofGroup = (state: string, group: number): string => (group === 0 ? state : `${state}.${group}`);

/** Names of the graph's inputs and outputs. A name after the epoch is that of the state with `new.` before it. */
export const TRAINING_NAMES = {
  /** State: parameters, group by group; flat buffers; the optimizer's vectors, likewise. */
  parameters: (group: number) => ofGroup('parameters', group),
  buffers: 'buffers',
  optimizerState: (index: number, group: number) => ofGroup(`optimizer${index}`, group),
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
  const { groups, optimizer, bufferCount } = network;
  return [
    ...groups.map(({ shape }, group) => ({
      name: TRAINING_NAMES.parameters(group),
      shape,
      initial: 'given' as const,
    })),
    ...(bufferCount > 0 ? [{ name: TRAINING_NAMES.buffers, shape: [bufferCount], initial: 'given' as const }] : []),
    ...optimizer.initialStates.flatMap((initial, index) =>
      groups.map(({ shape }, group) => ({ name: TRAINING_NAMES.optimizerState(index, group), shape, initial })),
    ),
  ];
}

/**
 * The bytes of the ONNX model that trains `network` in batches of `batch` examples, laid out by `layOutBatch`: once, or for several
 * `members` at once, whose values lie along an axis that comes after steps and pieces, and whose examples follow one another.
 */
export function encodeTrainingGraph(network: NetworkGraph, batch: number, members = 1): Uint8Array {
  const names = TRAINING_NAMES;
  const { pieces, size } = layOutBatch(network, batch);
  const states = trainingStates(network);
  const perPiece: readonly ScanValue[] = [
    { name: names.examples, shape: [size], type: 'int32' },
    { name: names.weights, shape: [size] },
    ...(network.noiseCount > 0 ? [{ name: names.noise, shape: [size * network.noiseCount] }] : []),
  ];
  const perStep: readonly ScanValue[] = [
    ...perPiece.map((value) => ({ ...value, shape: [pieces, ...shapeOf(members, value.shape)] })),
    { name: names.coefficients, shape: shapeOf(members, [coefficientCount(network)]) },
  ];
  const perExample: readonly ScanValue[] = [
    { name: names.inputs, shape: [sizeOf(network.data.inputShape)] },
    { name: names.targets, shape: [network.data.targetNames.length] },
    ...(network.features.length > 0 ? [{ name: names.features, shape: [network.features.length] }] : []),
  ];

  const step = new OnnxGraph('step', 's');
  for (const { name, shape } of states) step.input(inStep(name), 'float32', shapeOf(members, shape));
  for (const { name, shape, type = 'float32' } of perStep) step.input(inStep(name), type, shape);
  const encode = pieces === 1 ? encodeWhole : encodePieces;
  const gradient = encode(step, network, members, perPiece, perExample);
  const inGroups = (name: (group: number) => string): string[] => network.groups.map((_, group) => inStep(name(group)));
  const updated = encodeUpdate(step, network, members, {
    ...gradient,
    parameters: inGroups(names.parameters),
    states: network.optimizer.initialStates.map((_, index) => inGroups((group) => names.optimizerState(index, group))),
    coefficients: inStep(names.coefficients),
  });
  const buffers = gradient.buffers === undefined ? [] : [gradient.buffers];
  for (const [index, name] of [...updated.parameters, ...buffers, ...updated.states.flat()].entries()) {
    step.output(name, 'float32', shapeOf(members, (states[index] as ScanValue).shape));
  }
  const losses = shapeOf(members, [lossCount(network)]);
  step.output(gradient.losses, 'float32', losses);

  const epoch = new OnnxGraph('epoch');
  for (const { name, shape } of states) epoch.input(name, 'float32', shapeOf(members, shape));
  for (const { name, shape } of perExample) epoch.input(name, 'float32', ['examples', ...shape]);
  const coefficients = network.loss.coefficientCount;
  if (coefficients > 0) {
    epoch.input(names.targetCoefficients, 'float32', shapeOf(members, [coefficients, lossCount(network)]));
  }
  for (const { name, shape, type = 'float32' } of perStep) epoch.input(name, type, ['steps', ...shape]);
  epoch.nodes(
    'Scan',
    [...states, ...perStep].map(({ name }) => name),
    { body: { graph: step }, num_scan_inputs: perStep.length },
    [...states.map(({ name }) => afterEpoch(name)), names.losses],
  );
  for (const { name, shape } of states) epoch.output(afterEpoch(name), 'float32', shapeOf(members, shape));
  epoch.output(names.losses, 'float32', ['steps', ...losses]);
  return encodeModel(epoch);
}

/** Values inside the step have names of their own, since a Scan's body sees the names around it. */
const inStep = (name: string): string => `step.${name}`;
const inPiece = (name: string): string => `piece.${name}`;

/** Names of a step's results in the step's graph. */
interface StepGradient {
  readonly losses: string;
  /** Of each group of parameters. */
  readonly gradients: readonly string[];
  readonly buffers: string | undefined;
}

/** Loss and gradients, group by group, of the examples that `perPiece` names, whose values `find` gives. */
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
    values.set(name, lookUp(graph.table(name, shape), examples));
  }
  const value = (name: string): Tensor => values.get(name) as Tensor;
  const coefficientRows = network.loss.coefficientCount;
  const { groups } = network;
  const held = groups.map(({ shape }, group) => graph.input(inStep(TRAINING_NAMES.parameters(group)), shape));
  const { losses, gradients, buffers } = lossAndGradient(network, {
    parameters: separateGroups(groups, network.parameters, held),
    inputs: value(TRAINING_NAMES.inputs),
    targets: value(TRAINING_NAMES.targets),
    targetCoefficients:
      coefficientRows > 0
        ? graph.input(TRAINING_NAMES.targetCoefficients, [coefficientRows, lossCount(network)])
        : undefined,
    weights: value(TRAINING_NAMES.weights),
    features: values.get(TRAINING_NAMES.features),
    noise: values.get(TRAINING_NAMES.noise),
    buffers: network.bufferCount > 0 ? graph.input(inStep(TRAINING_NAMES.buffers), [network.bufferCount]) : undefined,
  });
  return { losses, gradients: joinGroups(groups, gradients), buffers };
}

function encodeWhole(
  step: OnnxGraph,
  network: NetworkGraph,
  members: number,
  perPiece: readonly ScanValue[],
  perExample: readonly ScanValue[],
): StepGradient {
  const graph = new Graph();
  const result = buildGradient(network, graph, perPiece, perExample, ({ name, shape, type }) =>
    reshape(graph.input(inStep(name), [1, ...shape], type), shape),
  );
  const { losses, gradients, buffers } = result;
  const names = emitGraph(step, [losses, ...gradients, ...(buffers ? [buffers] : [])], members);
  const [lossName, ...others] = names as [string, ...string[]];
  return { losses: lossName, gradients: others.slice(0, gradients.length), buffers: others[gradients.length] };
}

/** A Scan over the pieces that adds up losses and gradients. */
function encodePieces(
  step: OnnxGraph,
  network: NetworkGraph,
  members: number,
  perPiece: readonly ScanValue[],
  perExample: readonly ScanValue[],
): StepGradient {
  const graph = new Graph();
  const piece = new OnnxGraph('piece', 'p');
  const sums = [
    { name: 'losses', shape: [lossCount(network)] },
    ...network.groups.map(({ shape }, group) => ({ name: ofGroup('gradient', group), shape })),
  ];
  const inputOf = ({ name, shape, type = 'float32' }: ScanValue): Tensor =>
    graph.input(piece.input(inPiece(name), type, shapeOf(members, shape)), shape, type);
  const sumsSoFar = sums.map(inputOf);
  const { losses, gradients } = buildGradient(network, graph, perPiece, perExample, inputOf);
  const results = [losses, ...gradients].map((value, index) => add(sumsSoFar[index] as Tensor, value));
  for (const [index, name] of emitGraph(piece, results, members).entries()) {
    piece.output(name, 'float32', shapeOf(members, (results[index] as Tensor).shape));
  }
  const zeros = new Graph();
  const start = emitGraph(
    step,
    sums.map(({ shape }) => fill(zeros, 0, shapeOf(members, shape))),
  );
  const inputs = [...start, ...perPiece.map(({ name }) => inStep(name))];
  step.nodes(
    'Scan',
    inputs,
    { body: { graph: piece }, num_scan_inputs: perPiece.length },
    sums.map(({ name }) => inStep(name)),
  );
  const [lossName, ...gradientNames] = sums.map(({ name }) => inStep(name)) as [string, ...string[]];
  return { losses: lossName, gradients: gradientNames, buffers: undefined };
}
