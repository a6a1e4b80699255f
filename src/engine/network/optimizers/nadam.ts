/**
 * @file NAdam: Adam with Nesterov momentum (Dozat 2016, openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ) and L2 weight
 * decay, in PyTorch's form, whose momentum warms up as beta1 * (1 - 0.96^(0.004 step) / 2).
 */
import { numberFrom } from '../fields.js';
import { add, divide, multiply, square, squareRoot, subtract } from '../graph/operations/arithmetic.js';
import { multiplyAdd } from '../graph/operations/matrix.js';
import { fed } from '../graph-settings.js';
import { adamFields } from './adam.js';
import { learningRate, weightDecay, withDecay } from './fields.js';
import { optimizerKind } from './optimizer.js';

const fields = {
  ...adamFields,
  learningRate: learningRate(0.002),
  momentumDecay: fed(
    numberFrom(0)
      .default(0.004)
      .describe('How fast the momentum warms up: at step t it is beta1 (1 - 0.96^(t times this) / 2).'),
  ),
  weightDecay: weightDecay(),
};

export const nadam = optimizerKind({
  name: 'nadam',
  meaning: 'Adam with Nesterov momentum.',
  fields,
  coefficients: ({ beta1, beta2, epsilon, momentumDecay, weightDecay }) => {
    const momentumAt = (step: number): number => beta1 * (1 - 0.5 * 0.96 ** (step * momentumDecay));
    /** Product of the momenta of steps 1 ... index, filled in as far as it was asked for. */
    const products = [1];
    const productAt = (step: number): number => {
      while (products.length <= step) {
        products.push((products.at(-1) as number) * momentumAt(products.length));
      }
      return products[step] as number;
    };
    // The states lack their factors (1 - beta), which the coefficients carry: the same holds for Adam.
    return (step, learningRate) => {
      const second = Math.sqrt((1 - beta2) / (1 - beta2 ** step));
      const now = (learningRate * (1 - momentumAt(step))) / (1 - productAt(step)) / second;
      const ahead = (learningRate * momentumAt(step + 1) * (1 - beta1)) / (1 - productAt(step + 1)) / second;
      return [beta1, beta2, now, ahead, epsilon / second, weightDecay];
    };
  },
  graph: ({ weightDecay }) => ({
    initialStates: [0, 0],
    coefficientCount: 6,
    update: (parameters, gradient, [first, second], [keep1, keep2, now, ahead, floor, decay]) => {
      const slope = withDecay(gradient, parameters, decay!, weightDecay);
      const mean = multiplyAdd(first!, keep1!, slope);
      const power = multiplyAdd(second!, keep2!, square(slope));
      const direction = multiplyAdd(slope, now!, multiply(mean, ahead!));
      const step = divide(direction, add(squareRoot(power), floor!));
      return { parameters: subtract(parameters, step), states: [mean, power] };
    },
  }),
});
