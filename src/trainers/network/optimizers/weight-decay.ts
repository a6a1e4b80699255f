/** @file L2 weight decay: a multiple of the parameters joins the gradient. */
import { add, multiply } from '../graph/operations/arithmetic.js';
import type { Tensor } from '../graph/tensor.js';

/** `decay` is the coefficient; with `applies` false nothing is added to the graph. */
export function withDecay(gradient: Tensor, parameters: Tensor, decay: Tensor, applies: boolean): Tensor {
  return applies ? add(gradient, multiply(parameters, decay)) : gradient;
}
