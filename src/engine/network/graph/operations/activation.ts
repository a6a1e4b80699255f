/** @file Activation functions as operations with their gradients; definitions and values at 0 are PyTorch's. */
import type { StackedInput, Tensor } from '../tensor.js';
import { add, exponential, multiply, type Operand, square, subtract, unary } from './arithmetic.js';
import { greater, keepWhere, toNumbers } from './comparison.js';
import { reduceSum, sumTo } from './reduction.js';
import { alignStacked } from './shape.js';

/** max(x, 0); the gradient at 0 is 0. */
export const relu = unary('relu', 'Relu', (result, upstream) => keepWhere(greater(result, 0), upstream));

export const tanh = unary('tanh', 'Tanh', (result, upstream) => multiply(upstream, subtract(1, square(result))));

export const sigmoid = unary('sigmoid', 'Sigmoid', (result, upstream) =>
  multiply(upstream, multiply(result, subtract(1, result))),
);

/** x where x > 0, else exp(x) - 1 (Clevert et al. 2016, arXiv 1511.07289); its derivative is min(result, 0) + 1. */
export const elu = unary('elu', 'Elu', (result, upstream) =>
  multiply(upstream, add(subtract(result, relu(result)), 1)),
);

/** log(1 + exp(x)) */
export const softplus = unary('softplus', 'Softplus', (_result, upstream, x) => multiply(upstream, sigmoid(x)));

const erf = unary('erf', 'Erf');

/** x where x > 0, else slope * x. */
export function leakyRelu(x: Tensor, slope: number): Tensor {
  return x.graph.apply(
    {
      name: 'leakyRelu',
      settings: `${slope}`,
      shape: x.shape,
      stack: (_, [input]) => leakyRelu((input as StackedInput).tensor, slope),
      emit: (onnx, inputs) => onnx.node('LeakyRelu', inputs, { alpha: { float: slope } }),
      differentiate: (_, upstream) => [multiply(upstream, oneOrSlope(x, slope))],
    },
    [x],
  );
}

/**
 * x where x > 0, else slope * x with one trainable slope per index of the last axis (He et al. 2015, arXiv 1502.01852).
 * It is a product, since ONNX Runtime's own operator takes several times as long.
 */
export function prelu(x: Tensor, slope: Tensor): Tensor {
  const factor = oneOrSlope(x, slope);
  return x.graph.apply(
    {
      name: 'prelu',
      shape: x.shape,
      stack: (_, [values, , factors]) => {
        const [left, right] = alignStacked([values as StackedInput, factors as StackedInput], x.shape.length);
        return multiply(left as Tensor, right as Tensor);
      },
      emit: (onnx, [values, , factors]) => onnx.node('Mul', [values as string, factors as string]),
      differentiate: (_, upstream) => [
        multiply(upstream, factor),
        sumTo(multiply(upstream, subtract(x, relu(x))), slope.shape),
      ],
    },
    [x, slope, factor],
  );
}

/** 1 where x > 0, else the slope. */
function oneOrSlope(x: Tensor, slope: Operand): Tensor {
  return add(multiply(toNumbers(greater(x, 0)), typeof slope === 'number' ? 1 - slope : subtract(1, slope)), slope);
}

/** x * Phi(x) with the normal distribution function itself, not its tanh approximation (arXiv 1606.08415). */
export function gelu(x: Tensor): Tensor {
  const distribution = (z: Tensor): Tensor => multiply(add(erf(multiply(z, Math.SQRT1_2)), 1), 0.5);
  const value = multiply(x, distribution(x));
  return x.graph.apply(
    {
      name: 'gelu',
      shape: x.shape,
      stack: (_, [, result]) => result?.tensor,
      emit: (_, [, result]) => result as string,
      differentiate: (_, upstream) => {
        const density = multiply(exponential(multiply(square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
        return [multiply(upstream, add(distribution(x), multiply(x, density)))];
      },
    },
    [x, value],
  );
}

/** x * sigmoid(x) */
export function silu(x: Tensor): Tensor {
  return multiply(x, sigmoid(x));
}

/** log(softmax(x)) along the last axis. */
export function logSoftmax(x: Tensor): Tensor {
  const axis = x.shape.length - 1;
  return x.graph.apply(
    {
      name: 'logSoftmax',
      shape: x.shape,
      stack: (_, [input]) => logSoftmax((input as StackedInput).tensor),
      emit: (onnx, inputs) => onnx.node('LogSoftmax', inputs, { axis }),
      differentiate: (result, upstream) => [
        subtract(upstream, multiply(exponential(result), reduceSum(upstream, [axis]))),
      ],
    },
    [x],
  );
}
