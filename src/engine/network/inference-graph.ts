/**
 * @file The inference graph: inputs to outputs in standard ONNX operators, for any batch size. Weights are inputs, so that one
 * session evaluates many trainings of one architecture; `stored-model.ts` stores them.
 */
import { embeddedColumns } from '../datasets/index.js';
import { sizeOf } from './graph/tensor.js';
import { inferFeature } from './joined-features.js';
import { exportTensors } from './layers/chain.js';
import { hasPositions } from './layers/fit.js';
import { channelsFirst } from './layers/flatten.js';
import type { ExportedTensor, Layer } from './layers/layer.js';
import type { NetworkGraph, Scales } from './network.js';
import { encodeModel, OnnxGraph } from './onnx/onnx-graph.js';
import { inferScaling, isFenced, isFitted, type Scaling } from './scaling.js';
import { inferTargets, type TargetScaling } from './target-scaling.js';

/** What training leaves: the flat parameters and buffers, and the scaling of inputs, of joined features and of targets. */
export interface TrainedWeights {
  readonly parameters: Float32Array;
  readonly buffers: Float32Array;
  readonly inputScaling: Scaling;
  readonly featureScaling: Scaling;
  readonly targetScaling: TargetScaling;
}

/** What the graph is built from. */
export type Inferred = NetworkGraph & { readonly scales: Scales };

/** Names of a layer's exported tensors: parameters, then buffers. */
function tensorNames({ parameters, buffers = [] }: Layer): readonly string[] {
  return [...parameters, ...buffers].map(({ name }) => name);
}

/** The tensors of an inference graph by name, for weights that are inputs. */
export function inferenceTensors(network: Inferred, weights: TrainedWeights): ReadonlyMap<string, ExportedTensor> {
  const tensors = new Map<string, ExportedTensor>();
  if (isFitted(network.scales.inputs)) {
    for (const [name, scaling] of Object.entries(scalingsOf(network, weights))) {
      for (const [part, values] of Object.entries(scaling)) {
        if (values.length > 0) tensors.set(`${name}.${part}`, { shape: [values.length], values });
      }
    }
  }
  if (network.scales.target !== 'none') {
    const { centre, spread } = weights.targetScaling;
    tensors.set('targets.centre', { shape: [centre.length], values: centre });
    tensors.set('targets.spread', { shape: [spread.length], values: spread });
  }
  const nextParameter = reader(weights.parameters);
  const nextBuffer = reader(weights.buffers);
  for (const layer of network.layers) {
    const parameters = layer.parameters.map(({ shape }) => nextParameter(sizeOf(shape)));
    const buffers = (layer.buffers ?? []).map(({ size }) => nextBuffer(size));
    const exported = exportTensors(layer, [...parameters, ...buffers]);
    for (const [index, name] of tensorNames(layer).entries()) tensors.set(name, exported[index] as ExportedTensor);
  }
  return tensors;
}

/** Takes consecutive runs of values. */
function reader(values: Float32Array): (length: number) => Float32Array {
  let next = 0;
  return (length) => {
    next += length;
    return values.subarray(next - length, next);
  };
}

function scalingsOf({ features }: Inferred, { inputScaling, featureScaling }: TrainedWeights) {
  return {
    ...(inputScaling.shift.length > 0 ? { inputs: inputScaling } : {}),
    ...(features.length > 0 ? { features: featureScaling } : {}),
  };
}

/**
 * Bytes of the graph: `input` [batch, ...inputShape], `feature.<name>` [batch, 1] for every column of the data that a layer joins, and
 * every tensor of {@link inferenceTensors}; `output` [batch, outputs], in the units of the targets, or logits of classes, with
 * `probabilities` beside them.
 */
export function encodeInferenceGraph(network: Inferred, weights: TrainedWeights): Uint8Array {
  const { data } = network;
  const onnx = new OnnxGraph('network');
  const input = onnx.input('input', 'float32', ['batch', ...data.inputShape]);
  const inputs = { input, joined: inferJoined(onnx, network, input) };
  const tensors = inferenceTensors(network, weights);
  for (const [name, { shape }] of tensors) onnx.input(name, 'float32', shape);
  nameOutputs(
    onnx,
    network,
    inferInstance(onnx, network, inputs, (name) => name),
  );
  return encodeModel(onnx);
}

/** Values that every training of a network reads alike. */
interface GraphInputs {
  /** Raw, [batch, ...inputShape]. */
  readonly input: string;
  /** Raw joined features side by side; undefined where there are none. */
  readonly joined: string | undefined;
}

/** What one training of a network says. */
export interface InstanceValues {
  /** In the units of the targets, or logits of classes: [batch, outputs]. */
  readonly output: string;
  /** Of classes: [batch, classes]. */
  readonly probabilities?: string;
}

/** Adds one training; `tensorOf` gives what the graph calls each of its {@link inferenceTensors}. */
export function inferInstance(
  onnx: OnnxGraph,
  network: Inferred,
  inputs: GraphInputs,
  tensorOf: (name: string) => string,
): InstanceValues {
  const { data, layers, outputs } = network;
  const feature = scaledFeatures(onnx, network, inputs, tensorOf);
  const scaled = inferInputs(onnx, network, inputs.input, tensorOf);
  let value = hasPositions(data.inputShape) ? channelsFirst(onnx, scaled, data.inputShape) : scaled;
  for (const layer of layers) {
    value = layer.infer(onnx, value, { tensors: tensorNames(layer).map(tensorOf), feature });
  }
  const [centre, spread] = [tensorOf('targets.centre'), tensorOf('targets.spread')];
  if (data.task !== 'classification') {
    return { output: inferTargets(onnx, network.scales.target, value, centre, spread) };
  }
  const probabilities = outputs > 1 ? onnx.node('Softmax', [value], { axis: 1 }) : inferBoth(onnx, value);
  return { output: value, probabilities };
}

/** Names them as outputs of the graph. */
export function nameOutputs(onnx: OnnxGraph, { outputs }: Inferred, { output, probabilities }: InstanceValues): void {
  onnx.node('Identity', [output], {}, 'output');
  onnx.output('output', 'float32', ['batch', outputs]);
  if (probabilities === undefined) return;
  onnx.node('Identity', [probabilities], {}, 'probabilities');
  onnx.output('probabilities', 'float32', ['batch', Math.max(2, outputs)]);
}

/** Scaled, but for the numbers of levels, which come last. */
function inferInputs(
  onnx: OnnxGraph,
  { data, scales }: Inferred,
  input: string,
  tensorOf: (name: string) => string,
): string {
  const partOf = (part: string) => tensorOf(`inputs.${part}`);
  const scale = (values: string) => inferScaling(onnx, scales.inputs, values, partOf, isFenced(data));
  const embedded = embeddedColumns(data.encoding).length;
  if (embedded === 0) return scale(input);
  const width = sizeOf(data.inputShape);
  const own = width - embedded;
  if (own === 0) return input;
  const levels = onnx.slice(input, 1, own, width);
  const others = onnx.slice(input, 1, 0, own);
  return onnx.node('Concat', [scale(others), levels], { axis: 1 });
}

/** Of a single logit, which is the second class's: the probability of either. */
function inferBoth(onnx: OnnxGraph, logit: string): string {
  const second = onnx.node('Sigmoid', [logit]);
  return onnx.node('Concat', [onnx.node('Sub', [onnx.scalar(1), second]), second], { axis: 1 });
}

/** Adds the joined features as they are in the data. */
export function inferJoined(onnx: OnnxGraph, { features, data }: Inferred, input: string): string | undefined {
  if (features.length === 0) return undefined;
  const columns = features.map((name) => inferFeature(onnx, name, input, data.inputShape));
  return onnx.node('Concat', columns, { axis: 1 });
}

/** Scales them as inputs are, and gives the function that finds one by name. */
function scaledFeatures(
  onnx: OnnxGraph,
  { data, features, scales }: Inferred,
  { joined }: GraphInputs,
  tensorOf: (name: string) => string,
): (name: string) => string {
  if (joined === undefined) return (name) => name;
  const scaled = inferScaling(onnx, scales.inputs, joined, (part) => tensorOf(`features.${part}`), isFenced(data));
  return (name) => {
    const column = features.indexOf(name);
    return onnx.slice(scaled, 1, column, column + 1);
  };
}
