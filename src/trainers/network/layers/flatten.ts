/** @file A map as one vector: position by position, row by row, the channels of a position together. */
import { z } from 'zod';
import { settings } from '../fields.js';
import { sizeOf } from '../graph/tensor.js';
import type { OnnxGraph } from '../onnx/onnx-graph.js';
import { flattenFeatures } from './features.js';
import { layerKind } from './layer.js';

export const flatten = layerKind({
  kind: 'flatten',
  schema: z
    .preprocess((value) => (value === true ? {} : value), settings({}))
    .meta({ shorthand: true })
    .describe('A map as one vector, position by position; `dense` does so by itself. Written `flatten: true`.'),
  build: (_settings, _name, inputShape) => ({
    outputShape: [sizeOf(inputShape)],
    parameters: [],
    train: (features) => ({ kind: 'vector', values: flattenFeatures(features) }),
    infer: (onnx, input) => inferFlat(onnx, input, inputShape),
  }),
});

/** The same in an exported model, whose maps keep channels before positions; a vector stays as it is. */
export function inferFlat(onnx: OnnxGraph, input: string, shape: readonly number[]): string {
  if (shape.length === 1) return input;
  return onnx.node('Flatten', [onnx.node('Transpose', [input], { perm: [0, 2, 3, 1] })], { axis: 1 });
}
