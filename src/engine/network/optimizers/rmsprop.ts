/** @file RMSprop (Hinton 2012, lecture notes) with L2 weight decay, as PyTorch has it, without momentum. */
import { add, divide, multiply, square, squareRoot } from '../graph/operations/arithmetic.js';
import { multiplyAdd } from '../graph/operations/matrix.js';
import { epsilon, kept, learningRate, weightDecay, withDecay } from './fields.js';
import { optimizerKind } from './optimizer.js';

const fields = {
  learningRate: learningRate(0.01),
  smoothing: kept(0.99, 'squared gradients'),
  epsilon: epsilon(1e-8),
  weightDecay: weightDecay(),
};

export const rmsprop = optimizerKind({
  name: 'rmsprop',
  meaning: 'RMSprop: steps are divided by the root of a running average of squared gradients.',
  fields,
  coefficients:
    ({ smoothing, epsilon, weightDecay }) =>
    (_, learningRate) => [-learningRate, smoothing, 1 - smoothing, epsilon, weightDecay],
  graph: ({ weightDecay }) => ({
    initialStates: [0],
    coefficientCount: 5,
    update: (parameters, gradient, [average], [rate, keep, take, floor, decay]) => {
      const slope = withDecay(gradient, parameters, decay!, weightDecay);
      const power = multiplyAdd(average!, keep!, multiply(square(slope), take!));
      const step = divide(multiply(slope, rate!), add(squareRoot(power), floor!));
      return { parameters: add(parameters, step), states: [power] };
    },
  }),
});
