/**
 * @file The inference graph: raw inputs to outputs in standard ONNX operators, for any batch size. Weights are stored
 * in it (a deployable model) or are inputs (to evaluate many trainings of one architecture by one session).
 */
import type { TableEncoding } from '../../datasets/index.js';
import { sizeOf } from './graph/tensor.js';
import { inferFeature } from './joined-features.js';
import type { ExportedTensor, Layer } from './layers/layer.js';
import type { Network } from './network.js';
import { encodeModel, OnnxGraph } from './onnx/onnx-graph.js';
import { inferEncoding } from './raw-columns.js';
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

/** Names of a layer's exported tensors: parameters, then buffers. */
function tensorNames({ parameters, buffers = [] }: Layer): readonly string[] {
  return [...parameters, ...buffers].map(({ name }) => name);
}

/** The tensors of an inference graph by name, for weights that are inputs. */
export function inferenceTensors(network: Network, weights: TrainedWeights): ReadonlyMap<string, ExportedTensor> {
  const tensors = new Map<string, ExportedTensor>();
  if (isFitted(network.configuration.inputs)) {
    for (const [name, { shift, factor }] of Object.entries(scalingsOf(network, weights))) {
      tensors.set(`${name}.shift`, { shape: [shift.length], values: shift });
      tensors.set(`${name}.factor`, { shape: [factor.length], values: factor });
    }
  }
  if (network.targetScale !== 'none') {
    const { centre, spread } = weights.targetScaling;
    tensors.set('targets.centre', { shape: [centre.length], values: centre });
    tensors.set('targets.spread', { shape: [spread.length], values: spread });
  }
  let parameterOffset = 0;
  let bufferOffset = 0;
  for (const layer of network.layers) {
    const parameters = layer.parameters.map(({ shape }) => {
      const start = parameterOffset;
      parameterOffset += sizeOf(shape);
      return { shape, values: weights.parameters.subarray(start, parameterOffset) };
    });
    const buffers = (layer.buffers ?? []).map(({ size }) => {
      const start = bufferOffset;
      bufferOffset += size;
      return { shape: [size], values: weights.buffers.subarray(start, bufferOffset) };
    });
    const own = [...parameters, ...buffers];
    const exported = layer.exportParameters?.(own.map(({ values }) => values)) ?? own;
    for (const [index, name] of tensorNames(layer).entries()) tensors.set(name, exported[index] as ExportedTensor);
  }
  return tensors;
}

function scalingsOf({ features }: Network, { inputScaling, featureScaling }: TrainedWeights) {
  return { inputs: inputScaling, ...(features.length > 0 ? { features: featureScaling } : {}) };
}

/**
 * Bytes of the model: `input` [batch, ...inputShape] raw values (a stored model of an encoded table has an input for each column
 * in its place), and `feature.<name>` [batch, 1] for every column of
 * the data that a layer joins; `output` [batch, outputs], in the units of the targets, or logits for classification, with `probabilities` of the same
 * shape beside them, and in a stored model `label`, the most probable class's name. With `store` the weights' values are stored, else their shapes become inputs.
 */
export function encodeInferenceGraph(
  network: Network,
  weights: TrainedWeights,
  store: boolean,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const { data, layers, outputs, configuration } = network;
  const isRaw = store && data.encoding !== undefined;
  // Columns may be called as nodes would be.
  const onnx = new OnnxGraph('network', isRaw ? '/' : '');
  const input = isRaw
    ? inferEncoding(onnx, data.encoding as TableEncoding)
    : onnx.input('input', 'float32', ['batch', ...data.inputShape]);
  const features = inferFeatures(onnx, network, input);
  for (const [name, { shape, values }] of inferenceTensors(network, weights)) {
    if (store) onnx.floats(values, shape, name);
    else onnx.input(name, 'float32', shape);
  }
  const scaled = inferScaling(onnx, configuration.inputs, input, 'inputs.shift', 'inputs.factor');
  let value = data.inputShape.length === 3 ? onnx.node('Transpose', [scaled], { perm: [0, 3, 1, 2] }) : scaled;
  for (const layer of layers) value = layer.infer(onnx, value, { tensors: tensorNames(layer), feature: features });
  const restored = inferTargets(onnx, network.targetScale, value, 'targets.centre', 'targets.spread');
  onnx.node('Identity', [restored], {}, 'output');
  onnx.output('output', 'float32', ['batch', outputs]);
  if (data.task === 'classification') {
    if (outputs === 1) onnx.node('Sigmoid', [value], {}, 'probabilities');
    else onnx.node('Softmax', [value], { axis: 1 }, 'probabilities');
    onnx.output('probabilities', 'float32', ['batch', outputs]);
    if (store) inferLabel(onnx, data.classes, outputs);
  }
  return encodeModel(onnx, metadata);
}

/** The name of the most probable class, so that nobody needs metadata to read an answer. */
function inferLabel(onnx: OnnxGraph, classes: readonly string[], outputs: number): void {
  const place =
    outputs === 1
      ? onnx.node('Squeeze', [
          onnx.cast(onnx.node('Greater', ['probabilities', onnx.scalar(0.5)]), 'int64'),
          onnx.integers([1]),
        ])
      : onnx.node('ArgMax', ['probabilities'], { axis: 1, keepdims: 0 });
  onnx.node('Gather', [onnx.strings(classes), place], { axis: 0 }, 'label');
  onnx.output('label', 'string', ['batch']);
}

/** Adds the joined features, scaled as inputs are, and returns the function that finds one by name. */
function inferFeatures(onnx: OnnxGraph, network: Network, input: string): (name: string) => string {
  const { features, data, configuration } = network;
  if (features.length === 0) return (name) => name;
  const columns = features.map((name) => inferFeature(onnx, name, input, data.inputShape));
  const joined = onnx.node('Concat', columns, { axis: 1 });
  const scaled = inferScaling(onnx, configuration.inputs, joined, 'features.shift', 'features.factor');
  return (name) => {
    const column = features.indexOf(name);
    return onnx.node('Slice', [scaled, ...[[column], [column + 1], [1]].map((values) => onnx.integers(values))]);
  };
}
