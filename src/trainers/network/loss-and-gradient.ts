/** @file One batch's loss and its gradient with respect to all parameters, in a training graph. */
import { buildForward, type StepInputs } from './forward.js';
import { differentiate } from './graph/differentiate.js';
import { multiply } from './graph/operations/arithmetic.js';
import { reduceSum } from './graph/operations/reduction.js';
import { concatenate, reshape } from './graph/operations/shape.js';
import { sizeOf, type Tensor } from './graph/tensor.js';
import type { Network } from './network.js';

export interface LossAndGradient {
  /** Scalar: sum over examples of weight times loss. */
  readonly loss: Tensor;
  /** Its gradient, flat, in the order of the network's parameters. */
  readonly gradient: Tensor;
  /** Flat, the buffers after the step. */
  readonly buffers: Tensor | undefined;
}

export function lossAndGradient(network: Network, step: StepInputs): LossAndGradient {
  const { outputs, variables, buffers } = buildForward(network, step);
  const weights = reshape(step.weights, [step.weights.shape[0] as number, 1]);
  const weighted = multiply(network.loss.train(outputs, step.targets), weights);
  const loss = reshape(reduceSum(weighted, [0]), []);
  const gradients = differentiate(loss, variables).map((gradient) => reshape(gradient, [sizeOf(gradient.shape)]));
  return { loss, gradient: concatenate(gradients, 0), buffers };
}
