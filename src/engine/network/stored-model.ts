/**
 * @file A deployable model: one training of a network, or several as one graph, with their weights. Standard ONNX operators, for any
 * batch size; sealed, so that a change is seen.
 */

import { createHash } from 'node:crypto';
import {
  type Inferred,
  type InstanceValues,
  inferenceTensors,
  inferInstance,
  inferJoined,
  nameOutputs,
  type TrainedWeights,
} from './inference-graph.js';
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

/**
 * Two instances or more, as one. Of numbers the mean. Of classes the mean of the probabilities, and as `output` what they are the
 * softmax (or sigmoid) of. Adds the outputs `spread`, the standard deviation over the instances (n - 1) of each target [batch, targets], or
 * of each class's probability [batch, classes], and of classes `agreement` [batch]: the share of instances that say the label of the mean. Computed in double precision.
 */
function joinInstances(onnx: OnnxGraph, { outputs }: Inferred, instances: readonly InstanceValues[]): InstanceValues {
  const count = instances.length;
  const told = instances.map(({ output, probabilities = output }) => probabilities);
  const stacked = stack(onnx, told);
  const precise = onnx.cast(stacked, 'float64');
  const mean = onnx.node('ReduceMean', [precise], { axes: [1], keepdims: 1 });
  const away = onnx.node('Sub', [precise, mean]);
  const variance = onnx.node('ReduceMean', [onnx.node('Mul', [away, away])], { axes: [1], keepdims: 0 });
  const spread = onnx.node('Sqrt', [onnx.node('Mul', [variance, onnx.double(count / (count - 1))])]);
  onnx.node('Identity', [onnx.cast(spread, 'float32')], {}, 'spread');
  const isClasses = instances[0]?.probabilities !== undefined;
  onnx.output('spread', 'float32', ['batch', isClasses ? Math.max(2, outputs) : outputs]);
  const joined = onnx.cast(onnx.node('Squeeze', [mean, onnx.integers([1])]), 'float32');
  if (!isClasses) return { output: joined };
  inferAgreement(onnx, stacked, joined);
  return { output: joinLogits(onnx, instances, outputs), probabilities: joined };
}

/** Side by side along a second axis: [batch, instances, ...]. */
function stack(onnx: OnnxGraph, values: readonly string[]): string {
  const axis = onnx.integers([1]);
  return onnx.node(
    'Concat',
    values.map((value) => onnx.node('Unsqueeze', [value, axis])),
    { axis: 1 },
  );
}

function inferAgreement(onnx: OnnxGraph, stacked: string, mean: string): void {
  const labels = onnx.node('ArgMax', [stacked], { axis: 2, keepdims: 0 });
  const label = onnx.node('ArgMax', [mean], { axis: 1, keepdims: 1 });
  const agrees = onnx.cast(onnx.node('Equal', [labels, label]), 'float32');
  onnx.node('ReduceMean', [agrees], { axes: [1], keepdims: 0 }, 'agreement');
  onnx.output('agreement', 'float32', ['batch']);
}

/** The logarithm of the mean probability, which no small one makes infinite; of a single logit the difference of the two. */
function joinLogits(onnx: OnnxGraph, instances: readonly InstanceValues[], outputs: number): string {
  const logits = instances.map(({ output }) => {
    const both = outputs > 1 ? output : onnx.node('Concat', [onnx.node('Sub', [output, output]), output], { axis: 1 });
    return onnx.node('LogSoftmax', [both], { axis: 1 });
  });
  const sum = onnx.node('ReduceLogSumExp', [stack(onnx, logits)], { axes: [1], keepdims: 0 });
  if (outputs === 1) return onnx.node('Sub', [onnx.slice(sum, 1, 1, 2), onnx.slice(sum, 1, 0, 1)]);
  return onnx.node('Sub', [sum, onnx.scalar(Math.log(instances.length))]);
}

/**
 * `widths`: half widths by target, at least 0, around `output`. `threshold`: the least probability with which a class is in the set (LAC,
 * doi 10.1080/01621459.2017.1395341); the most probable class always is.
 */
export type Intervals =
  | { readonly kind: 'intervals'; readonly widths: readonly number[] }
  | { readonly kind: 'sets'; readonly threshold: number };

/**
 * What split conformal prediction adds: an interval around each number, or a set of classes, that holds the truth with a chance that was
 * calibrated on examples that nothing else used (Vovk, Gammerman, Shafer 2005, doi 10.1007/b106715): the outputs `low` and `high`,
 * float32 [batch, targets], or `set`, bool [batch, classes].
 */
function inferIntervals(onnx: OnnxGraph, intervals: Intervals, classes: number): void {
  if (intervals.kind === 'sets') {
    const largest = onnx.node('ReduceMax', ['probabilities'], { axes: [1], keepdims: 1 });
    const least = onnx.node('Min', [largest, onnx.scalar(intervals.threshold)]);
    onnx.node('GreaterOrEqual', ['probabilities', least], {}, 'set');
    onnx.output('set', 'bool', ['batch', classes]);
    return;
  }
  const { widths } = intervals;
  const half = onnx.floats(Float32Array.from(widths), [1, widths.length]);
  for (const [name, operator] of [
    ['low', 'Sub'],
    ['high', 'Add'],
  ] as const) {
    onnx.node(operator, ['output', half], {}, name);
    onnx.output(name, 'float32', ['batch', widths.length]);
  }
}

// The checksum of a model's file, which anybody can compute: the last 64 bytes are the SHA-256, as hexadecimal digits, of all bytes
// before them. To readers of ONNX they are the value of one more entry of the metadata, `checksum`.

const KEY = 'checksum';
const DIGITS = 64;

/** Protobuf: what stands before the value of an entry of `metadata_props` (field 14), whose key (1) and value (2) are texts. */
const HEAD = Buffer.concat([
  Buffer.from([(14 << 3) | 2, 2 + KEY.length + 2 + DIGITS, (1 << 3) | 2, KEY.length]),
  Buffer.from(KEY),
  Buffer.from([(2 << 3) | 2, DIGITS]),
]);

/** `model`: the bytes of a ModelProto; an entry of a list may stand at the end of any. */
export function sealModel(model: Uint8Array): Uint8Array {
  const body = Buffer.concat([model, HEAD]);
  return Buffer.concat([body, Buffer.from(digest(body))]);
}

/** Whether these are the bytes that {@link sealModel} gave. */
export function isSealed(bytes: Uint8Array): boolean {
  const end = Math.max(0, bytes.length - DIGITS);
  return Buffer.from(bytes.subarray(end)).toString('latin1') === digest(bytes.subarray(0, end));
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
