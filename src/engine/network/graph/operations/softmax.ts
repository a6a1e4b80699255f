/** @file Softmax: positive weights along an axis that add up to 1. */
import type { Tensor } from '../tensor.js';
import { multiply, subtract } from './arithmetic.js';
import { reduceSum } from './reduction.js';

/** exp(x) over its sum along `axis`. */
export function softmax(x: Tensor, axis: number): Tensor {
  return x.graph.apply(
    {
      name: 'softmax',
      settings: String(axis),
      type: 'float32',
      shape: x.shape,
      emit: (onnx, inputs) => onnx.node('Softmax', inputs, { axis }),
      differentiate: (result, upstream) => {
        const weighted = multiply(upstream, result);
        return [subtract(weighted, multiply(result, reduceSum(weighted, [axis])))];
      },
    },
    [x],
  );
}
