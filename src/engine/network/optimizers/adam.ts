/**
 * @file Adam (Kingma and Ba 2015, arXiv 1412.6980) with L2 weight decay, and AdamW with decoupled weight decay
 * (Loshchilov and Hutter 2019, arXiv 1711.05101), as PyTorch has them.
 */
import { numberFrom } from '../fields.js';
import { add, divide, multiply, square, squareRoot } from '../graph/operations/arithmetic.js';
import { multiplyAdd } from '../graph/operations/matrix.js';
import { fed } from '../graph-settings.js';
import { epsilon, kept, learningRate, weightDecay, withDecay } from './fields.js';
import { optimizerKind } from './optimizer.js';

/** Settings of the whole family. */
export const adamFields = {
  learningRate: learningRate(0.001),
  beta1: kept(0.9, 'gradients'),
  beta2: kept(0.999, 'squared gradients'),
  epsilon: epsilon(1e-8),
};

function adamKind(name: string, decoupled: boolean) {
  const penalty = decoupled
    ? fed(
        numberFrom(0)
          .default(0.01)
          .describe('Decoupled: each step takes this times the learning rate off every parameter.'),
      )
    : weightDecay();
  return optimizerKind({
    name,
    meaning: decoupled ? 'Adam with decoupled weight decay.' : 'Adam, with L2 weight decay.',
    fields: { ...adamFields, weightDecay: penalty },
    // The states are the moments without their factors (1 - beta), which move, with the bias corrections, into the
    // coefficients: -rate * mean / (sqrt(square) + epsilon), corrected, is scale * first / (sqrt(second) + floor).
    coefficients:
      ({ beta1, beta2, epsilon, weightDecay }) =>
      (step, learningRate) => {
        const first = (1 - beta1) / (1 - beta1 ** step);
        const second = Math.sqrt((1 - beta2) / (1 - beta2 ** step));
        const decay = decoupled ? 1 - learningRate * weightDecay : weightDecay;
        return [beta1, beta2, (-learningRate * first) / second, epsilon / second, decay];
      },
    graph: ({ weightDecay }) => ({
      initialStates: [0, 0],
      coefficientCount: 5,
      update: (parameters, gradient, [first, second], [keep1, keep2, scale, floor, decay]) => {
        const slope = withDecay(gradient, parameters, decay!, weightDecay && !decoupled);
        const mean = multiplyAdd(first!, keep1!, slope);
        const power = multiplyAdd(second!, keep2!, square(slope));
        const step = divide(multiply(mean, scale!), add(squareRoot(power), floor!));
        const moved = weightDecay && decoupled ? multiplyAdd(parameters, decay!, step) : add(parameters, step);
        return { parameters: moved, states: [mean, power] };
      },
    }),
  });
}

export const adam = adamKind('adam', false);
export const adamw = adamKind('adamw', true);
