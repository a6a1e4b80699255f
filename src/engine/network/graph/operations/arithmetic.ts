/** @file Element-wise arithmetic with broadcasting. A plain number stands for a scalar constant. */
import { type StackedInput, sizeOf, type Tensor } from '../tensor.js';
import { fill } from './constant.js';
import { broadcastShapes, sumTo } from './reduction.js';
import { alignStacked, hasWholeRuns } from './shape.js';

export type Operand = Tensor | number;

type BinaryGradient = (a: Tensor, b: Tensor, result: Tensor, upstream: Tensor) => readonly [Tensor, Tensor];

function binary(name: string, onnxType: string, gradient: BinaryGradient) {
  const build = (left: Operand, right: Operand): Tensor => {
    const graph = typeof left === 'number' ? (right as Tensor).graph : left.graph;
    const a = typeof left === 'number' ? fill(graph, left) : left;
    const b = typeof right === 'number' ? fill(graph, right) : right;
    const shape = broadcastShapes(a.shape, b.shape);
    return graph.apply(
      {
        name,
        shape,
        stack: (_, inputs) => build(...(alignStacked(inputs, shape.length) as [Tensor, Tensor])),
        emit: (onnx, inputs) => onnx.node(onnxType, inputs),
        differentiate: (result, upstream) => {
          const [towardsA, towardsB] = gradient(a, b, result, upstream);
          return [sumTo(towardsA, a.shape), sumTo(towardsB, b.shape)];
        },
      },
      [a, b],
    );
  };
  return build;
}

export const add = binary('add', 'Add', (_a, _b, _result, upstream) => [upstream, upstream]);

export const subtract = binary('subtract', 'Sub', (_a, _b, _result, upstream) => [upstream, negate(upstream)]);

export const multiply = binary('multiply', 'Mul', (a, b, _result, upstream) => [
  multiply(upstream, b),
  multiply(upstream, a),
]);

export const divide = binary('divide', 'Div', (_a, b, result, upstream) => {
  const towardsA = divide(upstream, b);
  return [towardsA, negate(multiply(towardsA, result))];
});

export function negate(x: Tensor): Tensor {
  return unary('negate', 'Neg', (_result, upstream) => negate(upstream))(x);
}

/** An element-wise function of one tensor; without `gradient` nothing flows back. */
export function unary(
  name: string,
  onnxType: string,
  gradient?: (result: Tensor, upstream: Tensor, x: Tensor) => Tensor,
): (x: Tensor) => Tensor {
  const build = (x: Tensor): Tensor =>
    x.graph.apply(
      {
        name,
        shape: x.shape,
        stack: (_, [input]) =>
          EXACT.includes(onnxType) || hasWholeRuns(sizeOf(x.shape)) ? build((input as StackedInput).tensor) : undefined,
        emit: (onnx, inputs) => onnx.node(onnxType, inputs),
        ...(gradient && { differentiate: (result, upstream) => [gradient(result, upstream, x)] }),
      },
      [x],
    );
  return build;
}

/** Element-wise operators that are not approximated. */
const EXACT: readonly string[] = ['Abs', 'Neg', 'Relu', 'Sign', 'Sqrt'];

export const exponential = unary('exponential', 'Exp', (result, upstream) => multiply(upstream, result));

export const squareRoot = unary('squareRoot', 'Sqrt', (result, upstream) => divide(multiply(upstream, 0.5), result));

export function square(x: Tensor): Tensor {
  return x.graph.apply(
    {
      name: 'square',
      shape: x.shape,
      stack: (_, [input]) => square((input as StackedInput).tensor),
      emit: (onnx, [input]) => onnx.node('Mul', [input as string, input as string]),
      differentiate: (_, upstream) => [multiply(upstream, multiply(x, 2))],
    },
    [x],
  );
}

const sign = unary('sign', 'Sign');

/** |x|; the gradient at 0 is 0. */
export const absolute = unary('absolute', 'Abs', (_result, upstream, x) => multiply(upstream, sign(x)));
