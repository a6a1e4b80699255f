/**
 * @file Features that can be joined to a dense layer: figures of the raw input (its sum, its barycentre) and columns of
 * the data. Each is one value per example. Coordinates count cells from the middle of the map, x along columns and y
 * along rows; an input that sums to zero has its barycentre there.
 */
import type { Samples } from '../datasets/index.js';
import type { OnnxGraph } from './onnx/onnx-graph.js';

/** Figures of the raw input, computed in training and again inside an exported model. */
const COMPUTED = ['sum', 'barycentre-x', 'barycentre-y'] as const;

type ComputedName = (typeof COMPUTED)[number];

/** Whether a feature is a figure of the input, and no column of the data. */
export function isComputed(name: string): name is ComputedName {
  return (COMPUTED as readonly string[]).includes(name);
}

/** `"sum + barycentre"` to the names of single features. */
export function parseJoin(text: string): readonly string[] {
  const names = text.split('+').map((name) => name.trim());
  return names.flatMap((name) => (name === 'barycentre' ? ['barycentre-x', 'barycentre-y'] : [name]));
}

/** Why a feature cannot be had, or undefined where it can. */
export function refuseFeature(
  name: string,
  inputShape: readonly number[],
  columns: readonly string[],
): string | undefined {
  if (name === 'sum' || columns.includes(name)) return undefined;
  if (!isComputed(name)) return `the data has no feature "${name}"`;
  return inputShape.length === 3 ? undefined : `"${name}" needs a map, but the input has no rows and columns`;
}

/** One feature of every example. */
export function computeFeature(name: string, samples: Samples, inputShape: readonly number[]): Float32Array {
  if (!isComputed(name)) return samples.features[name] as Float32Array;
  const weights = cellWeights(name, inputShape);
  const size = weights.length;
  return Float32Array.from({ length: samples.count }, (_, example) => {
    const cells = samples.inputs.subarray(example * size, (example + 1) * size);
    let total = 0;
    let weighted = 0;
    for (let cell = 0; cell < size; cell++) {
      total += cells[cell] as number;
      weighted += (cells[cell] as number) * (weights[cell] as number);
    }
    return name === 'sum' ? total : weighted / (total === 0 ? 1 : total);
  });
}

/** The same in an exported model, [batch, 1]; a column of the data is an input of the model, {@link columnInput}. */
export function inferFeature(onnx: OnnxGraph, name: string, input: string, inputShape: readonly number[]): string {
  if (!isComputed(name)) return onnx.input(columnInput(name), 'float32', ['batch', 1]);
  const flat = onnx.node('Flatten', [input], { axis: 1 });
  const product = (weights: Float32Array): string =>
    onnx.node('MatMul', [flat, onnx.floats(weights, [weights.length, 1])]);
  const total = product(cellWeights('sum', inputShape));
  if (name === 'sum') return total;
  const isZero = onnx.node('Equal', [total, onnx.scalar(0)]);
  const divisor = onnx.node('Where', [isZero, onnx.scalar(1), total]);
  return onnx.node('Div', [product(cellWeights(name, inputShape)), divisor]);
}

/** The name of the input of an exported model that takes a column of the data. */
export function columnInput(name: string): string {
  return `feature.${name}`;
}

/** The column of the data that an input of an exported model takes, if it is one. */
export function columnOfInput(input: string): readonly string[] {
  return input.startsWith(columnInput('')) ? [input.slice(columnInput('').length)] : [];
}

/** Names of the joined features that an exported model takes as inputs. */
export function inputColumns(names: readonly string[]): readonly string[] {
  return names.filter((name) => !isComputed(name));
}

/** What each value of an input counts in the feature: 1, or the coordinate of its cell. */
function cellWeights(name: ComputedName, inputShape: readonly number[]): Float32Array {
  const [height, width = 1, channels = 1] = inputShape as readonly [number, number?, number?];
  return Float32Array.from({ length: height * width * channels }, (_, index) => {
    const cell = Math.floor(index / channels);
    if (name === 'barycentre-x') return (cell % width) - (width - 1) / 2;
    if (name === 'barycentre-y') return Math.floor(cell / width) - (height - 1) / 2;
    return 1;
  });
}
