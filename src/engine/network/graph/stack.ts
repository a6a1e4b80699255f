/**
 * @file Several trainings in one graph: tensors of one member become tensors of all, with a first axis of members. It comes last, over
 * what is differentiated already, so that nothing but operations knows of it; each of these says itself how it is stacked.
 */

import type { OnnxGraph } from '../onnx/onnx-graph.js';
import { concatenate, ofEachMember, reshape, slice } from './operations/shape.js';
import { Graph, type Members, type Shape, type StackedInput, sortTopologically, type Tensor } from './tensor.js';

/** The shape of a value that each of several members has. */
export function shapeOf(members: number, shape: Shape): Shape {
  return members === 1 ? shape : [members, ...shape];
}

/** The results for `count` members, each [count, ...shape]; in a graph of their own. */
function stackTensors(results: readonly Tensor[], count: number): Tensor[] {
  const members: Members = { graph: new Graph(), count };
  const stacked = new Map<Tensor, StackedInput>();
  const found = (tensor: Tensor): StackedInput => stacked.get(tensor) as StackedInput;
  for (const tensor of sortTopologically(results)) {
    stacked.set(tensor, stackTensor(members, tensor, tensor.inputs.map(found)));
  }
  return results.map((result) => ofEachMember(members, found(result)));
}

function stackTensor(members: Members, { operation, inputs }: Tensor, given: readonly StackedInput[]): StackedInput {
  if (inputs.length > 0 && !given.some(({ isStacked }) => isStacked)) {
    return {
      tensor: members.graph.apply(
        operation,
        given.map(({ tensor }) => tensor),
      ),
      isStacked: false,
    };
  }
  const together = operation.stack?.(members, given);
  if (together !== undefined) return { tensor: together, isStacked: true };
  if (inputs.length === 0) return { tensor: members.graph.apply(operation, []), isStacked: false };
  const each = Array.from({ length: members.count }, (_, member) => {
    const alone = members.graph.apply(
      operation,
      given.map((input) => memberOf(input, member)),
    );
    return reshape(alone, [1, ...alone.shape]);
  });
  return { tensor: concatenate(each, 0), isStacked: true };
}

function memberOf({ tensor, isStacked }: StackedInput, member: number): Tensor {
  return isStacked ? reshape(slice(tensor, 0, member, member + 1), tensor.shape.slice(1)) : tensor;
}

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
