/** @file Activation functions that are one ONNX operator, with their gradients. */

import type { Tensor } from '../tensor.js';
import { exponential, multiply, square, subtract, unary } from './arithmetic.js';
import { choose, greater } from './comparison.js';
import { reduceSum } from './reduction.js';

/** max(x, 0); the gradient at 0 is 0. */
export const relu = unary('relu', 'Relu', (result, upstream) => choose(greater(result, 0), upstream, 0));

export const tanh = unary('tanh', 'Tanh', (result, upstream) => multiply(upstream, subtract(1, square(result))));

/** log(softmax(x)) along the last axis. */
export function logSoftmax(x: Tensor): Tensor {
  const axis = x.shape.length - 1;
  return x.graph.apply(
    {
      name: 'logSoftmax',
      settings: '',
      type: 'float32',
      shape: x.shape,
      emit: (onnx, inputs) => onnx.node('LogSoftmax', inputs, { axis }),
      differentiate: (result, upstream) => [
        subtract(upstream, multiply(exponential(result), reduceSum(upstream, [axis]))),
      ],
    },
    [x],
  );
}
