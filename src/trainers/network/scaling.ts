/**
 * @file How raw inputs are scaled before the first layer: fitted on the training sample alone, the same arithmetic in
 * training and in an exported model: (x - shift) * factor for every channel of a map, every column of a vector.
 */
import type { OnnxGraph } from './onnx/onnx-graph.js';

export const SCALING_NAMES = ['standardise', 'none'] as const;

export type ScalingName = (typeof SCALING_NAMES)[number];

/** One value per channel (map) or column (vector). */
export interface Scaling {
  readonly shift: Float32Array;
  readonly factor: Float32Array;
}

/** `rows` of raw values, each of which repeats `columns` channels; NaN where a column is constant. */
export function fitScaling(name: ScalingName, values: Float32Array, columns: number): Scaling {
  const shift = new Float32Array(columns);
  const factor = new Float32Array(columns).fill(1);
  if (name === 'none') return { shift, factor };
  const perColumn = values.length / columns;
  for (let column = 0; column < columns; column++) {
    let total = 0;
    for (let index = column; index < values.length; index += columns) total += values[index] as number;
    const mean = total / perColumn;
    let squares = 0;
    for (let index = column; index < values.length; index += columns)
      squares += ((values[index] as number) - mean) ** 2;
    shift[column] = mean;
    factor[column] = 1 / Math.sqrt(squares / perColumn);
  }
  return { shift, factor };
}

/** Applies the scaling in float32, exactly as {@link inferScaling} does. */
export function applyScaling({ shift, factor }: Scaling, values: Float32Array): Float32Array {
  const columns = shift.length;
  return values.map(
    (value, index) => Math.fround(value - (shift[index % columns] as number)) * (factor[index % columns] as number),
  );
}

/** Adds the scaling to an exported model, whose input keeps channels (or columns) last. */
export function inferScaling(onnx: OnnxGraph, input: string, shift: string, factor: string): string {
  return onnx.node('Mul', [onnx.node('Sub', [input, shift]), factor]);
}
