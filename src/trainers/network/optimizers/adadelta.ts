/** @file Adadelta (Zeiler 2012, arXiv 1212.5701) with L2 weight decay, as PyTorch has it. */
import { z } from 'zod';
import { add, divide, multiply, square, squareRoot, subtract } from '../graph/operations/arithmetic.js';
import { epsilon, kept, learningRate, weightDecay } from './fields.js';
import type { OptimizerKind } from './optimizer.js';
import { withDecay } from './weight-decay.js';

const fields = {
  learningRate: learningRate(1),
  smoothing: kept(0.9, 'squared gradients and steps'),
  epsilon: epsilon(1e-6),
  weightDecay: weightDecay(),
};

export const adadelta: OptimizerKind = {
  name: 'adadelta',
  meaning: 'Adadelta: steps in proportion to the steps before.',
  fields,
  build: (settings) => {
    const { smoothing, epsilon, weightDecay } = z.object(fields).parse(settings);
    const decays = weightDecay > 0;
    return {
      graphKey: `adadelta:${decays}`,
      initialStates: [0, 0],
      coefficientCount: 5,
      coefficientsAt: (_, learningRate) => [learningRate, smoothing, 1 - smoothing, epsilon, weightDecay],
      update: (parameters, gradient, [gradients, steps], [rate, keep, take, floor, decay]) => {
        const slope = withDecay(gradient, parameters, decay!, decays);
        const power = add(multiply(gradients!, keep!), multiply(square(slope), take!));
        const step = multiply(slope, divide(squareRoot(add(steps!, floor!)), squareRoot(add(power, floor!))));
        const past = add(multiply(steps!, keep!), multiply(square(step), take!));
        return { parameters: subtract(parameters, multiply(step, rate!)), states: [power, past] };
      },
    };
  },
};
