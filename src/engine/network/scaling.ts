/**
 * @file Scales raw inputs and joined features before the network: fitted on the training sample alone, the same
 * float32 arithmetic in training and in an exported model. Per channel of a map (over all its cells), per column of a
 * vector, per feature: (log1p(x) or x, less a shift) times a factor. Whatever is constant in the sample has factor 1.
 */
import type { z } from 'zod';
import { type InputError, inputError } from '../../core/index.js';
import { oneOf } from './fields.js';
import type { OnnxGraph } from './onnx/onnx-graph.js';

/** The setting that names one. */
export const scalingField = oneOf({
  standardise: 'mean 0 and spread 1',
  'min-max': 'from 0 to 1',
  log1p: 'log(1 + x); values above -1',
  none: 'as they are',
});

export type ScalingName = z.output<typeof scalingField>;

/** One value per channel, column or feature. */
export interface Scaling {
  readonly shift: Float32Array;
  readonly factor: Float32Array;
}

/**
 * Fits `columns` interleaved columns. Throws an InputError where one of them reaches -1 or less under log1p; `describe`
 * names it for people.
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
    const { smallest, largest, mean, deviation } = columnSummary(values, column, columns);
    if (name === 'log1p' && smallest <= -1) throw belowMinusOne(describe(column), smallest);
    if (name === 'none' || name === 'log1p') continue;
    shift[column] = name === 'standardise' ? mean : smallest;
    factor[column] = 1 / spreadOrOne(name === 'standardise' ? deviation : largest - smallest);
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

/** Below it a float32 loses digits, and its inverse may be infinite. */
const SMALLEST_SPREAD = 2 ** -126;

/** A spread that can be divided by: 1 in place of that of a constant. */
export function spreadOrOne(spread: number): number {
  return spread >= SMALLEST_SPREAD ? spread : 1;
}

/** What there is to know of one of `columns` interleaved columns, in double precision. */
export function columnSummary(values: ArrayLike<number>, column: number, columns: number) {
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

function belowMinusOne(column: string, value: number): InputError {
  return inputError`input-below-minus-one: ${column} reaches ${value}, of which inputs: log1p cannot take the logarithm.
    Allowed: inputs above -1
    Fix: Set \`inputs\` to standardise, min-max or none.`;
}
