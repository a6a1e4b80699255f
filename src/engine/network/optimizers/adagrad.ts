/** @file Adagrad (Duchi et al. 2011, jmlr.org/papers/v12/duchi11a) with L2 weight decay, as PyTorch has it. */
import { numberFrom } from '../fields.js';
import { add, divide, multiply, square, squareRoot, subtract } from '../graph/operations/arithmetic.js';
import { fed } from '../graph-settings.js';
import { epsilon, learningRate, weightDecay, withDecay } from './fields.js';
import { optimizerKind } from './optimizer.js';

const fields = {
  learningRate: learningRate(0.01),
  rateDecay: fed(
    numberFrom(0).default(0).describe('The learning rate of step t is divided by 1 + (t - 1) times this.'),
  ),
  epsilon: epsilon(1e-10),
  weightDecay: weightDecay(),
};

export const adagrad = optimizerKind({
  name: 'adagrad',
  meaning: 'Adagrad: steps shrink with all squared gradients so far.',
  fields,
  coefficients:
    ({ rateDecay, epsilon, weightDecay }) =>
    (step, learningRate) => [learningRate / (1 + (step - 1) * rateDecay), epsilon, weightDecay],
  graph: ({ weightDecay }) => ({
    initialStates: [0],
    coefficientCount: 3,
    update: (parameters, gradient, [total], [rate, floor, decay]) => {
      const slope = withDecay(gradient, parameters, decay!, weightDecay);
      const power = add(total!, square(slope));
      const step = divide(multiply(slope, rate!), add(squareRoot(power), floor!));
      return { parameters: subtract(parameters, step), states: [power] };
    },
  }),
});
