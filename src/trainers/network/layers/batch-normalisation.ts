/**
 * @file Batch normalisation (Ioffe and Szegedy 2015, arXiv 1502.03167) over examples and positions, per channel or
 * unit, as PyTorch has it: training uses the batch's moments and moves running ones (variance by n - 1), which
 * inference uses. Places of a short batch without an example have weight 0 and enter no moment.
 */
import { activationField, activationNamed, slopeSpecs } from '../activations.js';
import { numberAbove, numberBelow, settings } from '../fields.js';
import { add, divide, multiply, square, squareRoot, subtract } from '../graph/operations/arithmetic.js';
import { choose, greater } from '../graph/operations/comparison.js';
import { reduceMax, reduceSum } from '../graph/operations/reduction.js';
import { reshape } from '../graph/operations/shape.js';
import type { Tensor } from '../graph/tensor.js';
import { activatedMap, mappedMap } from './features.js';
import { perChannel } from './fit.js';
import { layerKind, type TrainingScope } from './layer.js';

const schema = settings({
  momentum: numberBelow(0, 1).default(0.1).describe('How far the running moments move towards those of each batch.'),
  epsilon: numberAbove(0).default(1e-5).describe('Added to the variance before the root is taken.'),
  activation: activationField.default('none').describe('Function after it.'),
}).describe(
  'Batch normalisation, per channel of a map or sequence, or unit of a vector; the exported model uses running moments.',
);

export const batchNorm = layerKind({
  kind: 'batchNorm',
  schema,
  build: ({ momentum, epsilon, activation: activationName }, name, inputShape) => {
    const activation = activationNamed(activationName);
    const channels = inputShape.at(-1) as number;
    const fans = { fanIn: 1, fanOut: 1 };
    return {
      outputShape: inputShape,
      parameters: [
        { name: `${name}.scale`, shape: [channels], role: 'scale', ...fans },
        { name: `${name}.shift`, shape: [channels], role: 'shift', ...fans },
        ...slopeSpecs(activation, name, channels),
      ],
      buffers: [
        { name: `${name}.mean`, size: channels, initial: 0 },
        { name: `${name}.variance`, size: channels, initial: 1 },
      ],
      mixesExamples: true,
      train: (features, [scale, shift, slopes], scope) => {
        const normalise = (x: Tensor): Tensor => {
          const { centred, variance } = moments(x, momentum, scope);
          const standard = divide(centred, squareRoot(add(variance, epsilon)));
          return add(multiply(standard, scale!), shift!);
        };
        if (features.kind === 'vector') {
          return { kind: 'vector', values: activation.train(normalise(features.values), slopes) };
        }
        const normalised = mappedMap(features, normalise);
        return activatedMap(normalised, activation.nondecreasing, (x) => activation.train(x, slopes));
      },
      exportParameters: (values) =>
        values.map((vector, index) => ({
          shape: activation.hasSlopes && index === 2 ? perChannel(inputShape) : [channels],
          values: vector,
        })),
      infer: (onnx, input, { tensors }) => {
        const slopes = activation.hasSlopes ? tensors[2] : undefined;
        const operands = [input, ...tensors.filter((_, index) => !(activation.hasSlopes && index === 2))];
        const attributes = { epsilon: { float: epsilon } };
        return activation.infer(onnx, onnx.node('BatchNormalization', operands, attributes), slopes);
      },
    };
  },
});

/** Values less their mean, and their variance, over everything but the last axis; moves the running moments. */
function moments(x: Tensor, momentum: number, scope: TrainingScope): { centred: Tensor; variance: Tensor } {
  const isMap = x.shape.length === 3;
  const axes = isMap ? [0, 1] : [0];
  const positions = isMap ? (x.shape[0] as number) : 1;
  const batch = scope.weights.shape[0] as number;
  const weights = multiply(reshape(scope.weights, isMap ? [1, batch, 1] : [batch, 1]), 1 / positions);
  const mean = reduceSum(multiply(x, weights), axes);
  const centred = subtract(x, mean);
  const variance = reduceSum(multiply(square(centred), weights), axes);

  const [runningMean, runningVariance] = scope.buffers as readonly [Tensor, Tensor];
  // The largest weight is one over the number of values that entered.
  const count = divide(1, reshape(reduceMax(weights, [...axes, x.shape.length - 1]), [1]));
  const others = subtract(count, 1);
  const unbiased = multiply(
    reshape(variance, runningVariance.shape),
    divide(count, choose(greater(others, 0), others, 1)),
  );
  scope.updateBuffers([
    blend(runningMean, reshape(mean, runningMean.shape), momentum),
    blend(runningVariance, unbiased, momentum),
  ]);
  return { centred, variance };
}

function blend(old: Tensor, fresh: Tensor, share: number): Tensor {
  return add(multiply(old, 1 - share), multiply(fresh, share));
}
