/**
 * @file Stochastic gradient descent with momentum, Nesterov's if wanted (Sutskever et al. 2013,
 * proceedings.mlr.press/v28/sutskever13), in PyTorch's form: velocity = momentum * velocity + gradient, parameters -=
 * rate * velocity. Weight decay is L2.
 */
import { flag, numberBelow } from '../fields.js';
import { multiplyAdd } from '../graph/operations/matrix.js';
import { fed } from '../graph-settings.js';
import { learningRate, weightDecay, withDecay } from './fields.js';
import { optimizerKind } from './optimizer.js';

const fields = {
  learningRate: learningRate(0.01),
  momentum: fed(numberBelow(0, 1).default(0).describe('Share of the velocity that stays at each step.')),
  nesterov: flag().default(false).describe("Whether the momentum is Nesterov's."),
  weightDecay: weightDecay(),
};

export const sgd = optimizerKind({
  name: 'sgd',
  meaning: 'Stochastic gradient descent, with momentum.',
  fields,
  coefficients:
    ({ momentum, weightDecay }) =>
    (_, learningRate) => [-learningRate, momentum, weightDecay],
  graph: ({ momentum, nesterov, weightDecay }) => ({
    initialStates: momentum ? [0] : [],
    coefficientCount: 3,
    update: (parameters, gradient, [velocity], [rate, friction, decay]) => {
      const slope = withDecay(gradient, parameters, decay!, weightDecay);
      if (velocity === undefined) return { parameters: multiplyAdd(slope, rate!, parameters), states: [] };
      const moved = multiplyAdd(velocity, friction!, slope);
      const direction = nesterov ? multiplyAdd(moved, friction!, slope) : moved;
      return { parameters: multiplyAdd(direction, rate!, parameters), states: [moved] };
    },
  }),
});
