/** @file Sign descent (Bernstein et al. 2018, arXiv 1802.04434): a step of one length against the sign of each element. */
import { multiply, subtract } from '../graph/operations/arithmetic.js';
import { choose, greater } from '../graph/operations/comparison.js';
import { learningRate } from './fields.js';
import { optimizerKind } from './optimizer.js';

export const signDescent = optimizerKind({
  name: 'sign-descent',
  meaning: 'Steps of one length, by the signs of the gradient.',
  fields: { learningRate: learningRate(0.001) },
  coefficients: () => (_, learningRate) => [learningRate],
  graph: () => ({
    initialStates: [],
    coefficientCount: 1,
    update: (parameters, gradient, _states, [rate]) => ({
      parameters: subtract(parameters, multiply(choose(greater(gradient, 0), 1, -1), rate!)),
      states: [],
    }),
  }),
});
