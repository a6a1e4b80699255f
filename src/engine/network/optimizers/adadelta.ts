/** @file Adadelta (Zeiler 2012, arXiv 1212.5701) with L2 weight decay, as PyTorch has it. */
import { add, divide, multiply, square, squareRoot } from '../graph/operations/arithmetic.js';
import { multiplyAdd } from '../graph/operations/matrix.js';
import { epsilon, kept, learningRate, weightDecay, withDecay } from './fields.js';
import { optimizerKind } from './optimizer.js';

const fields = {
  learningRate: learningRate(1),
  smoothing: kept(0.9, 'squared gradients and steps'),
  epsilon: epsilon(1e-6),
  weightDecay: weightDecay(),
};

export const adadelta = optimizerKind({
  name: 'adadelta',
  meaning: 'Adadelta: steps in proportion to the steps before.',
  fields,
  coefficients:
    ({ smoothing, epsilon, weightDecay }) =>
    (_, learningRate) => [-learningRate, smoothing, 1 - smoothing, epsilon, weightDecay],
  graph: ({ weightDecay }) => ({
    initialStates: [0, 0],
    coefficientCount: 5,
    update: (parameters, gradient, [gradients, steps], [rate, keep, take, floor, decay]) => {
      const slope = withDecay(gradient, parameters, decay!, weightDecay);
      const power = multiplyAdd(gradients!, keep!, multiply(square(slope), take!));
      const step = multiply(slope, divide(squareRoot(add(steps!, floor!)), squareRoot(add(power, floor!))));
      const past = multiplyAdd(steps!, keep!, multiply(square(step), take!));
      return { parameters: multiplyAdd(step, rate!, parameters), states: [power, past] };
    },
  }),
});
