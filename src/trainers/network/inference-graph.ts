/**
 * @file The inference graph: raw inputs to outputs in standard ONNX operators, for any batch size. Weights are stored
 * in it (a deployable model) or are inputs (to evaluate many trainings of one architecture by one session).
 */
import { embeddedColumns, type TableEncoding } from '../../datasets/index.js';
import { sizeOf } from './graph/tensor.js';
import { inferFeature } from './joined-features.js';
import { exportTensors } from './layers/chain.js';
import { hasPositions } from './layers/fit.js';
import { channelsFirst } from './layers/flatten.js';
import type { ExportedTensor, Layer } from './layers/layer.js';
import type { NetworkGraph, Scales } from './network.js';
import { encodeModel, OnnxGraph } from './onnx/onnx-graph.js';
import { inferEncoding, outputNameOf } from './raw-columns.js';
import { inferScaling, isFitted, type Scaling } from './scaling.js';
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
type Inferred = NetworkGraph & { readonly scales: Scales };

/** Names of a layer's exported tensors: parameters, then buffers. */
function tensorNames({ parameters, buffers = [] }: Layer): readonly string[] {
  return [...parameters, ...buffers].map(({ name }) => name);
}

/** The tensors of an inference graph by name, for weights that are inputs. */
export function inferenceTensors(network: Inferred, weights: TrainedWeights): ReadonlyMap<string, ExportedTensor> {
  const tensors = new Map<string, ExportedTensor>();
  if (isFitted(network.scales.inputs)) {
    for (const [name, { shift, factor }] of Object.entries(scalingsOf(network, weights))) {
      tensors.set(`${name}.shift`, { shape: [shift.length], values: shift });
      tensors.set(`${name}.factor`, { shape: [factor.length], values: factor });
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
 * Bytes of the model: `input` [batch, ...inputShape] raw values (a stored model of an encoded table has an input for each column
 * in its place), and `feature.<name>` [batch, 1] for every column of
 * the data that a layer joins; `output` [batch, outputs], in the units of the targets, or logits for classification, with `probabilities` of the same
 * shape beside them (of a single logit the probabilities of both classes). A stored model also has `label`, the most probable class's name, and
 * `classes`, all names in order; or each target by its name, [batch, 1]. With `store` the weights' values are stored, else their shapes become inputs.
 */
export function encodeInferenceGraph(
  network: Inferred,
  weights: TrainedWeights,
  store: boolean,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const { data, layers, outputs } = network;
  const isRaw = store && data.encoding !== undefined;
  // Columns and targets may be called as nodes would be.
  const onnx = new OnnxGraph('network', store ? '/' : '');
  const input = isRaw
    ? inferEncoding(onnx, data.encoding as TableEncoding)
    : onnx.input('input', 'float32', ['batch', ...data.inputShape]);
  const features = inferFeatures(onnx, network, input);
  for (const [name, { shape, values }] of inferenceTensors(network, weights)) {
    if (store) onnx.floats(values, shape, name);
    else onnx.input(name, 'float32', shape);
  }
  const scaled = inferInputs(onnx, network, input);
  let value = hasPositions(data.inputShape) ? channelsFirst(onnx, scaled, data.inputShape) : scaled;
  for (const layer of layers) value = layer.infer(onnx, value, { tensors: tensorNames(layer), feature: features });
  const restored = inferTargets(onnx, network.scales.target, value, 'targets.centre', 'targets.spread');
  onnx.node('Identity', [restored], {}, 'output');
  onnx.output('output', 'float32', ['batch', outputs]);
  const isClasses = data.task === 'classification';
  if (isClasses) {
    if (outputs > 1) onnx.node('Softmax', [value], { axis: 1 }, 'probabilities');
    else inferBoth(onnx, value);
    onnx.output('probabilities', 'float32', ['batch', Math.max(2, outputs)]);
  }
  if (store && isClasses) inferLabel(onnx, data.classes);
  if (store && !isClasses) inferTargetsByName(onnx, data.targetNames);
  return encodeModel(onnx, metadata);
}

/** Scaled, but for the numbers of levels, which come last. */
function inferInputs(onnx: OnnxGraph, { data, scales }: Inferred, input: string): string {
  const scale = (values: string) => inferScaling(onnx, scales.inputs, values, 'inputs.shift', 'inputs.factor');
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
function inferBoth(onnx: OnnxGraph, logit: string): void {
  const second = onnx.node('Sigmoid', [logit]);
  onnx.node('Concat', [onnx.node('Sub', [onnx.scalar(1), second]), second], { axis: 1 }, 'probabilities');
}

/** The name of the most probable class, and those of all in their order, so that nobody needs metadata to read an answer. */
function inferLabel(onnx: OnnxGraph, classes: readonly string[]): void {
  const place = onnx.node('ArgMax', ['probabilities'], { axis: 1, keepdims: 0 });
  const names = onnx.strings(classes);
  onnx.node('Gather', [names, place], { axis: 0 }, 'label');
  onnx.output('label', 'string', ['batch']);
  onnx.node('Identity', [names], {}, 'classes');
  onnx.output('classes', 'string', [classes.length]);
}

/** Each target beside `output`, by its name. */
function inferTargetsByName(onnx: OnnxGraph, targets: readonly string[]): void {
  targets.forEach((target, place) => {
    const name = outputNameOf(target);
    onnx.slice('output', 1, place, place + 1, name);
    onnx.output(name, 'float32', ['batch', 1]);
  });
}

/** Adds the joined features, scaled as inputs are, and returns the function that finds one by name. */
function inferFeatures(onnx: OnnxGraph, network: Inferred, input: string): (name: string) => string {
  const { features, data, scales } = network;
  if (features.length === 0) return (name) => name;
  const columns = features.map((name) => inferFeature(onnx, name, input, data.inputShape));
  const joined = onnx.node('Concat', columns, { axis: 1 });
  const scaled = inferScaling(onnx, scales.inputs, joined, 'features.shift', 'features.factor');
  return (name) => {
    const column = features.indexOf(name);
    return onnx.slice(scaled, 1, column, column + 1);
  };
}
