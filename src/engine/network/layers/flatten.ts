/** @file A map or sequence as one vector: position by position, row by row, the channels of a position together. */
import { withoutSettings } from '../fields.js';
import { sizeOf } from '../graph/tensor.js';
import type { OnnxGraph } from '../onnx/onnx-graph.js';
import { flattenFeatures } from './features.js';
import { hasPositions, positionAxes } from './fit.js';
import { layerKind } from './layer.js';

export const flatten = layerKind({
  kind: 'flatten',
  schema: withoutSettings().describe(
    'A map or sequence as one vector, position by position; `dense` does so by itself. Written `flatten: true`.',
  ),
  build: (_settings, _name, inputShape) => ({
    outputShape: [sizeOf(inputShape)],
    parameters: [],
    train: (features) => ({ kind: 'vector', values: flattenFeatures(features) }),
    infer: (onnx, input) => inferFlat(onnx, input, inputShape),
  }),
});

/** Channels after the positions in an exported model, as the values of an example lie in the data. */
export function channelsLast(onnx: OnnxGraph, input: string, shape: readonly number[]): string {
  return onnx.node('Transpose', [input], { perm: [0, ...positionAxes(shape), 1] });
}

/** And before them again. */
export function channelsFirst(onnx: OnnxGraph, input: string, shape: readonly number[]): string {
  return onnx.node('Transpose', [input], { perm: [0, shape.length, ...shape.slice(1).map((_, axis) => axis + 1)] });
}

/** The same in an exported model, whose maps keep channels before positions; a vector stays as it is. */
export function inferFlat(onnx: OnnxGraph, input: string, shape: readonly number[]): string {
  if (!hasPositions(shape)) return input;
  return onnx.node('Flatten', [channelsLast(onnx, input, shape)], { axis: 1 });
}
