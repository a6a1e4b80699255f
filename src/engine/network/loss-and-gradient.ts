/** @file One batch's loss and its gradient with respect to all parameters, in a training graph. */
import { differentiate } from './graph/differentiate.js';
import { add, divide, multiply, squareRoot } from './graph/operations/arithmetic.js';
import { fill } from './graph/operations/constant.js';
import { reduceSum } from './graph/operations/reduction.js';
import { concatenate, reshape, slice } from './graph/operations/shape.js';
import { sizeOf, type Tensor } from './graph/tensor.js';
import { partsTogether, shareTraining } from './layers/chain.js';
import { type Features, flattenFeatures, inputMap } from './layers/features.js';
import { expectPositions, hasPositions } from './layers/fit.js';
import type { NetworkGraph } from './network.js';

interface LossAndGradient {
  /** [targets], or [1] for classes: sum over examples of weight times loss, before any root. */
  readonly losses: Tensor;
  /** Of the mean of `losses`, with respect to each parameter; {@link gradientOfRoot} makes it that of the root. */
  readonly gradients: readonly Tensor[];
  /** Flat, the buffers after the step. */
  readonly buffers: Tensor | undefined;
}

export function lossAndGradient(network: NetworkGraph, step: StepInputs): LossAndGradient {
  const { outputs, buffers } = buildForward(network, step);
  const weights = reshape(step.weights, [step.weights.shape[0] as number, 1]);
  const coefficients = Array.from({ length: network.loss.coefficientCount }, (_, index) =>
    slice(step.targetCoefficients as Tensor, 0, index, index + 1),
  );
  const perExample = network.loss.train(outputs, step.targets, coefficients);
  const perTarget = reduceSum(multiply(perExample, weights), [0]);
  const losses = reshape(perTarget, [sizeOf(perTarget.shape)]);
  return { losses, gradients: differentiate(meanOf(losses), step.parameters), buffers };
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

/** One batch and everything else a training graph's forward part reads. */
interface StepInputs {
  /** All layers' parameters, each of its own shape. */
  readonly parameters: readonly Tensor[];
  /** [batch, values], scaled. */
  readonly inputs: Tensor;
  /** [batch, targets] */
  readonly targets: Tensor;
  /** [coefficients of the loss, targets], where the loss has any. */
  readonly targetCoefficients?: Tensor | undefined;
  /** [batch]: 1 / examples for each example of the batch, 0 for places without one. */
  readonly weights: Tensor;
  /** [batch, joined features], where the network joins any. */
  readonly features?: Tensor | undefined;
  /** [batch * random factors], where the network has noise. */
  readonly noise?: Tensor | undefined;
  /** Flat, all buffers, where the network has any. */
  readonly buffers?: Tensor | undefined;
}

interface Forward {
  /** [batch, outputs] */
  readonly outputs: Tensor;
  /** Flat, the buffers after the step. */
  readonly buffers: Tensor | undefined;
}

/** Takes consecutive runs from a flat vector. */
function reader(flat: Tensor | undefined): (length: number) => Tensor {
  let offset = 0;
  return (length) => {
    const start = offset;
    offset += length;
    return slice(flat as Tensor, 0, start, offset);
  };
}

function buildForward(network: NetworkGraph, step: StepInputs): Forward {
  const batch = step.weights.shape[0] as number;
  const nextNoise = reader(step.noise);
  const nextBuffer = reader(step.buffers);
  const { noise } = partsTogether(network.layers);
  const feature = (name: string): Tensor => {
    const column = network.features.indexOf(name);
    return slice(step.features as Tensor, 1, column, column + 1);
  };
  let buffers: readonly Tensor[] = [];
  const { train, finish } = shareTraining(step.parameters, {
    weights: step.weights,
    noise: noise.map(({ size }) => nextNoise(batch * size)),
    buffers: network.buffers.map(({ size }) => nextBuffer(size)),
    updateBuffers: (updated) => {
      buffers = updated;
    },
    feature,
  });
  let values = readInputs(network, step.inputs);
  for (const layer of network.layers) values = train(layer, values);
  finish();
  const outputs = flattenFeatures(values);
  return { outputs, buffers: buffers.length > 0 ? concatenate(buffers, 0) : undefined };
}

function readInputs({ data }: NetworkGraph, inputs: Tensor): Features {
  if (!hasPositions(data.inputShape)) return { kind: 'vector', values: inputs };
  const { extent, channels } = expectPositions(data.inputShape);
  return inputMap(inputs, extent, channels);
}
