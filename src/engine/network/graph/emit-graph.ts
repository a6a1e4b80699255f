/** @file Tensors to ONNX nodes. What no result depends on is never visited, so dead nodes do not reach the file. */
import type { OnnxGraph } from '../onnx/onnx-graph.js';
import { stackTensors } from './stack.js';
import { sortTopologically, type Tensor } from './tensor.js';

/**
 * Adds everything that `results` depend on to `onnx` and returns the results' names there, in order. Of several `members` each has its
 * own inputs and results.
 */
export function emitGraph(onnx: OnnxGraph, ofOne: readonly Tensor[], members = 1): string[] {
  const results = members === 1 ? ofOne : stackTensors(ofOne, members);
  const names = new Map<Tensor, string>();
  const nameOf = (tensor: Tensor): string => names.get(tensor) as string;
  for (const tensor of sortTopologically(results)) {
    names.set(tensor, tensor.operation.emit(onnx, tensor.inputs.map(nameOf)));
  }
  return results.map(nameOf);
}
