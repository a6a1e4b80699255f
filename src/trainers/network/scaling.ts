/**
 * @file Scales raw inputs and joined features before the network: fitted on the training sample alone, the same
 * float32 arithmetic in training and in an exported model. Per channel of a map, per column of a vector, per feature:
 * (log1p(x) or x, less a shift) times a factor.
 */
import { InputError } from '../../core/index.js';
import type { OnnxGraph } from './onnx/onnx-graph.js';

export const SCALING_NAMES = ['standardise', 'min-max', 'log1p', 'none'] as const;

export type ScalingName = (typeof SCALING_NAMES)[number];

/** One value per channel, column or feature. */
export interface Scaling {
  readonly shift: Float32Array;
  readonly factor: Float32Array;
}

/**
 * Fits `columns` interleaved columns. Throws an InputError, saying which, where a column is constant (it has no spread
 * to divide by) or, under log1p, reaches -1 or less. `describe` names a column for people.
 */
export function fitScaling(
  name: ScalingName,
  values: Float32Array,
  columns: number,
  describe: (column: number) => string,
): Scaling {
  const shift = new Float32Array(columns);
  const factor = new Float32Array(columns).fill(1);
  for (let column = 0; column < columns; column++) {
    const { smallest, largest, mean, deviation } = describeColumn(values, column, columns);
    if (name === 'log1p' && smallest <= -1) throw belowMinusOne(describe(column), smallest);
    if (name === 'none' || name === 'log1p') continue;
    if (!(largest > smallest)) throw constantColumn(describe(column), smallest, name);
    shift[column] = name === 'standardise' ? mean : smallest;
    factor[column] = 1 / (name === 'standardise' ? deviation : largest - smallest);
  }
  return { shift, factor };
}

/** Applies the scaling in float32, as {@link inferScaling} does. */
export function applyScaling(name: ScalingName, { shift, factor }: Scaling, values: Float32Array): Float32Array {
  if (name === 'none') return values;
  const columns = shift.length;
  return values.map((value, index) => {
    if (name === 'log1p') return Math.log(Math.fround(1 + value));
    const column = index % columns;
    return Math.fround(value - (shift[column] as number)) * (factor[column] as number);
  });
}

/** Adds the scaling to an exported model, whose input keeps channels (or columns) last. */
export function inferScaling(onnx: OnnxGraph, name: ScalingName, input: string, shift: string, factor: string): string {
  if (name === 'none') return input;
  if (name === 'log1p') return onnx.node('Log', [onnx.node('Add', [input, onnx.scalar(1)])]);
  return onnx.node('Mul', [onnx.node('Sub', [input, shift]), factor]);
}

/** Whether a scaling has shifts and factors that an exported model must hold. */
export function isFitted(name: ScalingName): boolean {
  return name === 'standardise' || name === 'min-max';
}

function describeColumn(values: Float32Array, column: number, columns: number) {
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  let total = 0;
  for (let index = column; index < values.length; index += columns) {
    const value = values[index] as number;
    smallest = Math.min(smallest, value);
    largest = Math.max(largest, value);
    total += value;
  }
  const count = values.length / columns;
  const mean = total / count;
  let squares = 0;
  for (let index = column; index < values.length; index += columns) squares += ((values[index] as number) - mean) ** 2;
  return { smallest, largest, mean, deviation: Math.sqrt(squares / count) };
}

function constantColumn(column: string, value: number, name: ScalingName): InputError {
  return new InputError({
    code: 'constant-input',
    what: `${column} is ${value} in every training example, so inputs: ${name} cannot scale it.`,
    allowed: 'inputs that vary within the training sample',
    fix: 'Remove that column from the data, draw a larger sample, or set `inputs: none`.',
  });
}

function belowMinusOne(column: string, value: number): InputError {
  return new InputError({
    code: 'input-below-minus-one',
    what: `${column} reaches ${value}, of which inputs: log1p cannot take the logarithm.`,
    allowed: 'inputs above -1',
    fix: 'Set `inputs` to standardise, min-max or none.',
  });
}
