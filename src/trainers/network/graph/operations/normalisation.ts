/** @file Vectors brought to one size along the last axis, with their gradients in closed form. */
import type { Tensor } from '../tensor.js';
import { add, divide, multiply, square, squareRoot, subtract } from './arithmetic.js';
import { reduceSum } from './reduction.js';

/** (x - mean) / sqrt(variance + epsilon) along the last axis, the variance by n. */
export function standardise(x: Tensor, epsilon: number): Tensor {
  return scaled(x, subtract(x, meanOf(x)), epsilon, true);
}

/** x / sqrt(mean of x^2 + epsilon) along the last axis. */
export function divideByRoot(x: Tensor, epsilon: number): Tensor {
  return scaled(x, x, epsilon, false);
}

/** With u the upstream gradient and y the result: (u - mean of u, where `isCentred`, - y * mean of u y) / root. */
function scaled(x: Tensor, values: Tensor, epsilon: number, isCentred: boolean): Tensor {
  const factor = divide(1, squareRoot(add(meanOf(square(values)), epsilon)));
  return x.graph.apply(
    {
      name: isCentred ? 'standardise' : 'divideByRoot',
      settings: '',
      type: 'float32',
      shape: x.shape,
      emit: (_, [, result]) => result as string,
      differentiate: (result, upstream) => {
        const own = multiply(result, meanOf(multiply(upstream, result)));
        const rest = subtract(upstream, isCentred ? add(own, meanOf(upstream)) : own);
        return [multiply(rest, factor), undefined];
      },
    },
    [x, multiply(values, factor)],
  );
}

function meanOf(x: Tensor): Tensor {
  const axis = x.shape.length - 1;
  return multiply(reduceSum(x, [axis]), 1 / (x.shape[axis] as number));
}
