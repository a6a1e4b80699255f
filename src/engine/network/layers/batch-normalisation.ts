/**
 * @file Batch normalisation (Ioffe and Szegedy 2015, arXiv 1502.03167) over examples and positions, per channel or
 * unit, as PyTorch has it: training uses the batch's moments and moves running ones (variance by n - 1), which
 * inference uses. Places of a short batch without an example have weight 0 and enter no moment.
 */
import { activationField, activationNamed, slopeSpecs } from '../activations.js';
import { numberAbove, numberBelow, settings } from '../fields.js';
import { add, divide, multiply, subtract } from '../graph/operations/arithmetic.js';
import { choose, greater, toNumbers } from '../graph/operations/comparison.js';
import { normaliseBatch } from '../graph/operations/normalisation.js';
import { reduceMax, reduceSum } from '../graph/operations/reduction.js';
import { reshape } from '../graph/operations/shape.js';
import type { Tensor } from '../graph/tensor.js';
import { activatedMap, mappedMap } from './features.js';
import { perChannel } from './fit.js';
import { layerKind } from './layer.js';

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
        const shares = sharesOf(scope.weights);
        const normalise = (x: Tensor): Tensor => {
          const { result, ...moments } = normaliseBatch(x, scale!, shift!, shares, epsilon);
          scope.updateBuffers(moveBuffers(scope.buffers, moments, shares, x, momentum));
          return result;
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

/** [batch, 1]: one over their number for places with an example, however much it weighs in the loss, 0 for others. */
function sharesOf(weights: Tensor): Tensor {
  const present = toNumbers(greater(weights, 0));
  const shares = divide(present, reduceSum(present, [0]));
  return reshape(shares, [weights.shape[0] as number, 1]);
}

/** Running mean and variance, moved towards those of a batch. */
function moveBuffers(
  [runningMean, runningVariance]: readonly Tensor[],
  { mean, variance }: { readonly mean: Tensor; readonly variance: Tensor },
  shares: Tensor,
  x: Tensor,
  momentum: number,
): Tensor[] {
  const positions = x.shape.length === 3 ? (x.shape[0] as number) : 1;
  // The largest share is one over the number of examples.
  const count = divide(positions, reshape(reduceMax(shares, [0]), [1]));
  const others = subtract(count, 1);
  const unbiased = multiply(variance, divide(count, choose(greater(others, 0), others, 1)));
  return [blend(runningMean as Tensor, mean, momentum), blend(runningVariance as Tensor, unbiased, momentum)];
}

function blend(old: Tensor, fresh: Tensor, share: number): Tensor {
  return add(multiply(old, 1 - share), multiply(fresh, share));
}
