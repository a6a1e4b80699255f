/**
 * @file A deployable model: one training of a network, or several as one graph, with their weights. Standard ONNX operators, for any
 * batch size.
 */
import { joinInstances } from './ensemble-outputs.js';
import {
  type Inferred,
  inferenceTensors,
  inferInstance,
  inferJoined,
  nameOutputs,
  type TrainedWeights,
} from './inference-graph.js';
import { type Intervals, inferIntervals } from './interval-outputs.js';
import { encodeModel, OnnxGraph } from './onnx/onnx-graph.js';
import { inferEncoding, outputNameOf } from './raw-columns.js';

interface StoredWith {
  readonly intervals?: Intervals | undefined;
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Bytes of the model, whose `instances` are trainings of one network. Inputs: `input` [batch, ...inputShape], raw values; of an encoded
 * table an input for each column in its place; `feature.<name>` [batch, 1] for every column of the data that a layer joins. Outputs:
 * `output` and `probabilities` as in the inference graph, of several instances their mean, with `spread` and `agreement` (see
 * `ensemble-outputs.ts`); `label`, the most probable class's name, and `classes`, all names in order; or each target by its name,
 * [batch, 1]; and with intervals `low` and `high`, or `set` (see `interval-outputs.ts`).
 */
export function encodeStoredModel(
  network: Inferred,
  instances: readonly TrainedWeights[],
  { intervals, metadata }: StoredWith = {},
): Uint8Array {
  const { data } = network;
  // Columns and targets may be called as nodes would be.
  const onnx = new OnnxGraph('network', '/');
  const input =
    data.encoding === undefined
      ? onnx.input('input', 'float32', ['batch', ...data.inputShape])
      : inferEncoding(onnx, data.encoding);
  const inputs = { input, joined: inferJoined(onnx, network, input) };
  const values = instances.map((weights, instance) => {
    const tensorOf = (name: string) => (instances.length === 1 ? name : `instances[${instance}].${name}`);
    for (const [name, { shape, values }] of inferenceTensors(network, weights)) {
      onnx.floats(values, shape, tensorOf(name));
    }
    return inferInstance(onnx, network, inputs, tensorOf);
  });
  const [first] = values;
  if (first === undefined) throw new RangeError('A model has at least one instance');
  nameOutputs(onnx, network, values.length === 1 ? first : joinInstances(onnx, network, values));
  if (data.task === 'classification') inferLabel(onnx, data.classes);
  else inferTargetsByName(onnx, data.targetNames);
  if (intervals !== undefined) inferIntervals(onnx, intervals, data.classes.length);
  return encodeModel(onnx, metadata);
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
