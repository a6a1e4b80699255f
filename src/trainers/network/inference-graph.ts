/**
 * @file The inference graph: raw inputs to outputs in standard ONNX operators, for any batch size. Weights are stored
 * in it (a deployable model) or are inputs (to evaluate many trainings of one architecture by one session).
 */
import { sizeOf } from './graph/tensor.js';
import type { ExportedTensor } from './layers/layer.js';
import type { Network } from './network.js';
import { encodeModel, OnnxGraph } from './onnx/onnx-graph.js';
import { inferScaling, type Scaling } from './scaling.js';

/** What training leaves: the flat parameters and the scaling of inputs. */
export interface TrainedWeights {
  readonly parameters: Float32Array;
  readonly scaling: Scaling;
}

/** The tensors of an inference graph by name, for weights that are inputs. */
export function inferenceTensors(network: Network, weights: TrainedWeights): ReadonlyMap<string, ExportedTensor> {
  const { shift, factor } = weights.scaling;
  const tensors = new Map<string, ExportedTensor>([
    ['scaling.shift', { shape: [shift.length], values: shift }],
    ['scaling.factor', { shape: [factor.length], values: factor }],
  ]);
  let offset = 0;
  for (const layer of network.layers) {
    const values = layer.parameters.map(({ shape }) => {
      const start = offset;
      offset += sizeOf(shape);
      return weights.parameters.subarray(start, offset);
    });
    for (const [index, tensor] of layer.exportParameters(values).entries()) {
      tensors.set((layer.parameters[index] as { name: string }).name, tensor);
    }
  }
  return tensors;
}

/**
 * Bytes of the model: `input` [batch, ...inputShape] raw values; `output` [batch, outputs], logits for classification,
 * with `probabilities` of the same shape beside them. With `store` the weights' values are stored, else their shapes
 * become inputs.
 */
export function encodeInferenceGraph(
  network: Network,
  weights: TrainedWeights,
  store: boolean,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const { data, layers, outputs } = network;
  const onnx = new OnnxGraph('network');
  const input = onnx.input('input', 'float32', ['batch', ...data.inputShape]);
  for (const [name, { shape, values }] of inferenceTensors(network, weights)) {
    if (store) onnx.floats(values, shape, name);
    else onnx.input(name, 'float32', shape);
  }
  const scaled = inferScaling(onnx, input, 'scaling.shift', 'scaling.factor');
  let value = data.inputShape.length === 3 ? onnx.node('Transpose', [scaled], { perm: [0, 3, 1, 2] }) : scaled;
  for (const layer of layers)
    value = layer.infer(
      onnx,
      value,
      layer.parameters.map(({ name }) => name),
    );
  onnx.node('Identity', [value], {}, 'output');
  onnx.output('output', 'float32', ['batch', outputs]);
  if (data.task === 'classification') {
    onnx.node('Softmax', [value], { axis: 1 }, 'probabilities');
    onnx.output('probabilities', 'float32', ['batch', outputs]);
  }
  return encodeModel(onnx, metadata);
}
