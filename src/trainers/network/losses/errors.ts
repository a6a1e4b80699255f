/** @file Regression losses: squared, absolute, Huber's, and squared relative to the target. */
import { z } from 'zod';
import { numberAbove } from '../fields.js';
import { absolute, divide, multiply, square, subtract } from '../graph/operations/arithmetic.js';
import { choose, greater } from '../graph/operations/comparison.js';
import { regressionLoss } from './regression-loss.js';

export const meanSquaredError = regressionLoss('mse', () => ({
  train: (outputs, targets) => square(subtract(outputs, targets)),
  evaluate: (output, target) => (output - target) ** 2,
}));

export const meanAbsoluteError = regressionLoss('mae', () => ({
  train: (outputs, targets) => absolute(subtract(outputs, targets)),
  evaluate: (output, target) => Math.abs(output - target),
}));

const huberFields = { delta: numberAbove(0).default(1) };

/** error^2 / 2 up to `delta`, delta * (|error| - delta / 2) beyond it (Huber 1964, doi 10.1214/aoms/1177703732). */
export const huber = regressionLoss(
  'huber',
  (settings) => {
    const { delta } = z.object(huberFields).parse(settings);
    return {
      train: (outputs, targets) => {
        const error = subtract(outputs, targets);
        const size = absolute(error);
        const straight = multiply(subtract(size, delta / 2), delta);
        return choose(greater(size, delta), straight, multiply(square(error), 0.5));
      },
      evaluate: (output, target) => {
        const size = Math.abs(output - target);
        return size > delta ? delta * (size - delta / 2) : size ** 2 / 2;
      },
    };
  },
  huberFields,
);

/** ((output - target) / target)^2, whose root of the mean is the relative RMSE. Targets must not be zero. */
export const relativeSquaredError = regressionLoss('relative-squared-error', () => ({
  train: (outputs, targets) => square(divide(subtract(outputs, targets), targets)),
  evaluate: (output, target) => ((output - target) / target) ** 2,
}));
