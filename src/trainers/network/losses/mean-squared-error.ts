/** @file Mean squared error over targets and examples. */
import { multiply, square, subtract } from '../graph/operations/arithmetic.js';
import { reduceSum } from '../graph/operations/reduction.js';
import { type Loss, meanOver } from './loss.js';

export const meanSquaredError: Loss = {
  name: 'mse',
  task: 'regression',
  train: (outputs, targets) =>
    multiply(reduceSum(square(subtract(outputs, targets)), [1]), 1 / (outputs.shape[1] as number)),
  evaluate: (predictions) => meanOver(predictions, (output, target) => (output - target) ** 2),
};
