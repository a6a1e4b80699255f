/**
 * @file Stochastic gradient descent with momentum (Sutskever et al. 2013, proceedings.mlr.press/v28/sutskever13), in
 * PyTorch's form: velocity = momentum * velocity + gradient, parameters -= rate * velocity. Weight decay is L2: it
 * joins the gradient.
 */
import { z } from 'zod';
import { numberAbove, numberBelow, numberFrom } from '../fields.js';
import { add, multiply, subtract } from '../graph/operations/arithmetic.js';
import type { OptimizerKind } from './optimizer.js';

const fields = {
  learningRate: numberAbove(0).default(0.01),
  momentum: numberBelow(0, 1).default(0),
  weightDecay: numberFrom(0).default(0),
};

export const sgd: OptimizerKind = {
  name: 'sgd',
  fields,
  build: (settings) => {
    const { momentum, weightDecay } = z.object(fields).parse(settings);
    const hasMomentum = momentum > 0;
    const decays = weightDecay > 0;
    return {
      graphKey: `sgd:${hasMomentum}:${decays}`,
      initialStates: hasMomentum ? [0] : [],
      coefficientCount: 3,
      coefficientsAt: (_, learningRate) => [learningRate, momentum, weightDecay],
      update: (parameters, gradient, [velocity], [rate, friction, decay]) => {
        const slope = decays ? add(gradient, multiply(parameters, decay!)) : gradient;
        const direction = velocity ? add(multiply(velocity, friction!), slope) : slope;
        return {
          parameters: subtract(parameters, multiply(direction, rate!)),
          states: velocity ? [direction] : [],
        };
      },
    };
  },
};
