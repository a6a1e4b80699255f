/** @file Comparisons, choosing by them, and the maximum of two tensors. */
import type { StackedInput, Tensor } from '../tensor.js';
import { multiply, type Operand, subtract } from './arithmetic.js';
import { fill } from './constant.js';
import { broadcastShapes, sumTo } from './reduction.js';
import { alignStacked } from './shape.js';

function comparison(name: string, onnxType: string) {
  const build = (a: Tensor, right: Operand): Tensor => {
    const b = typeof right === 'number' ? fill(a.graph, right) : right;
    const shape = broadcastShapes(a.shape, b.shape);
    return a.graph.apply(
      {
        name,
        type: 'bool',
        shape,
        stack: (_, inputs) => build(...(alignStacked(inputs, shape.length) as [Tensor, Tensor])),
        emit: (onnx, inputs) => onnx.node(onnxType, inputs),
      },
      [a, b],
    );
  };
  return build;
}

export const greater = comparison('greater', 'Greater');
const atLeast = comparison('atLeast', 'GreaterOrEqual');
export const equal = comparison('equal', 'Equal');

/** `yes` where `condition` holds, else `no`. */
export function choose(condition: Tensor, yes: Operand, no: Operand): Tensor {
  const graph = condition.graph;
  const a = typeof yes === 'number' ? fill(graph, yes) : yes;
  const b = typeof no === 'number' ? fill(graph, no) : no;
  const shape = broadcastShapes(condition.shape, broadcastShapes(a.shape, b.shape));
  return graph.apply(
    {
      name: 'choose',
      shape,
      stack: (_, inputs) => choose(...(alignStacked(inputs, shape.length) as [Tensor, Tensor, Tensor])),
      emit: (onnx, inputs) => onnx.node('Where', inputs),
      differentiate: (_, upstream) => [
        undefined,
        sumTo(choose(condition, upstream, 0), a.shape),
        sumTo(choose(condition, 0, upstream), b.shape),
      ],
    },
    [condition, a, b],
  );
}

/** A condition as 1 where it holds, else 0. */
export function toNumbers(condition: Tensor): Tensor {
  return condition.graph.apply(
    {
      name: 'toNumbers',
      shape: condition.shape,
      stack: (_, [input]) => toNumbers((input as StackedInput).tensor),
      emit: (onnx, [input]) => onnx.node('Cast', [input as string], { to: 1 }),
    },
    [condition],
  );
}

/** `x` where `condition` holds, else 0; a product, which runs faster than a choice between two tensors. */
export function keepWhere(condition: Tensor, x: Tensor): Tensor {
  return multiply(x, toNumbers(condition));
}

/** The larger of two tensors of one shape; where they are equal the gradient goes to the first, and to it alone. */
export function maximum(a: Tensor, b: Tensor): Tensor {
  return a.graph.apply(
    {
      name: 'maximum',
      shape: broadcastShapes(a.shape, b.shape),
      stack: (_, inputs) => maximum(...(alignStacked(inputs, a.shape.length) as [Tensor, Tensor])),
      emit: (onnx, inputs) => onnx.node('Max', inputs),
      differentiate: (_, upstream) => {
        const towardsA = keepWhere(atLeast(a, b), upstream);
        // Exact: every element of `towardsA` is either the upstream gradient or zero.
        return [towardsA, subtract(upstream, towardsA)];
      },
    },
    [a, b],
  );
}
