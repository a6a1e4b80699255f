/** @file The mean fourth power of errors, which minds large errors more than squares do. */
import { square, subtract } from '../graph/operations/arithmetic.js';
import { regressionLoss } from './regression-loss.js';

export const fourthPower = regressionLoss({
  name: 'fourth-power',
  meaning: 'Mean fourth power of the error.',
  fields: {},
  train: (outputs, targets) => square(square(subtract(outputs, targets))),
  measure: () => ({
    unitOf: ({ spread }) => spread ** 4,
    evaluate: (output, target) => (output - target) ** 4,
  }),
});
