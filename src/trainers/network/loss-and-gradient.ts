/** @file One batch's loss and its gradient with respect to all parameters, in a training graph. */
import { buildForward, type StepInputs } from './forward.js';
import { differentiate } from './graph/differentiate.js';
import { add, divide, multiply, squareRoot } from './graph/operations/arithmetic.js';
import { fill } from './graph/operations/constant.js';
import { reduceSum } from './graph/operations/reduction.js';
import { concatenate, reshape, slice } from './graph/operations/shape.js';
import { sizeOf, type Tensor } from './graph/tensor.js';
import type { NetworkGraph } from './network.js';

export interface LossAndGradient {
  /** [targets], or [1] for classes: sum over examples of weight times loss, before any root. */
  readonly losses: Tensor;
  /** Of the mean of `losses`, flat, in the order of the network's parameters; {@link gradientOfRoot} makes it that of the root. */
  readonly gradient: Tensor;
  /** Flat, the buffers after the step. */
  readonly buffers: Tensor | undefined;
}

export function lossAndGradient(network: NetworkGraph, step: StepInputs): LossAndGradient {
  const { outputs, variables, buffers } = buildForward(network, step);
  const weights = reshape(step.weights, [step.weights.shape[0] as number, 1]);
  const coefficients = Array.from({ length: network.loss.coefficientCount }, (_, index) =>
    slice(step.targetCoefficients as Tensor, 0, index, index + 1),
  );
  const perExample = network.loss.train(outputs, step.targets, coefficients);
  const perTarget = reduceSum(multiply(perExample, weights), [0]);
  const losses = reshape(perTarget, [sizeOf(perTarget.shape)]);
  const gradients = differentiate(meanOf(losses), variables).map((gradient) =>
    reshape(gradient, [sizeOf(gradient.shape)]),
  );
  return { losses, gradient: concatenate(gradients, 0), buffers };
}

/** Keeps the root of a loss of 0 from dividing by 0; far below any loss that float32 tells from 0. */
const SMALLEST_LOSS = 1e-30;

/** The gradient of the root of the mean of a whole batch's `losses`, from the mean's. */
export function gradientOfRoot(losses: Tensor, gradient: Tensor): Tensor {
  const root = squareRoot(add(meanOf(losses), SMALLEST_LOSS));
  return multiply(gradient, divide(fill(losses.graph, 0.5), root));
}

/** A scalar. */
function meanOf(losses: Tensor): Tensor {
  const count = sizeOf(losses.shape);
  const total = reshape(reduceSum(losses, [0]), []);
  return count === 1 ? total : multiply(total, 1 / count);
}
