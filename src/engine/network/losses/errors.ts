/** @file Regression losses: squared and absolute errors, Huber's, errors relative to the target, and roots of mean squares. */
import { fieldBetween, numberAbove } from '../fields.js';
import { absolute, add, divide, multiply, square, subtract } from '../graph/operations/arithmetic.js';
import { choose, greater } from '../graph/operations/comparison.js';
import type { Tensor } from '../graph/tensor.js';
import { fed } from '../graph-settings.js';
import type { TargetUnit } from './loss.js';
import { type ErrorFunction, regressionLoss } from './regression-loss.js';

const squared: ErrorFunction<Record<string, never>> = {
  fields: {},
  train: (outputs, targets) => square(subtract(outputs, targets)),
  measure: () => ({
    unitOf: ({ spread }) => spread ** 2,
    bestConstant: 'mean',
    evaluate: (output, target) => (output - target) ** 2,
  }),
};

export const meanSquaredError = regressionLoss({
  name: 'mse',
  meaning: 'Mean squared error.',
  ...squared,
  inUnits: 'rmse',
});

/** Its gradient is that of `mse` divided by twice the root: it does not fade with the loss, and meets a penalty as large as that. */
export const rootMeanSquaredError = regressionLoss({
  name: 'rmse',
  meaning: 'Root of the mean squared error, over each batch in training. The default of a regression.',
  ...squared,
  isRoot: true,
});

export const meanAbsoluteError = regressionLoss({
  name: 'mae',
  meaning: 'Mean absolute error.',
  fields: {},
  train: (outputs, targets) => absolute(subtract(outputs, targets)),
  measure: () => ({
    unitOf: ({ spread }) => spread,
    bestConstant: 0.5,
    evaluate: (output, target) => Math.abs(output - target),
  }),
});

/** Keeps products with it finite in float32. */
const LARGEST_DELTA = 1e18;

/**
 * error^2 / 2 up to `delta`, delta * (|error| - delta / 2) beyond it (Huber 1964, doi 10.1214/aoms/1177703732). `delta` is in
 * the target's own units. What is minimised is this over spread^2, times `curvature`, without which the slope beyond a small
 * `delta` would fade.
 */
export const huber = regressionLoss({
  name: 'huber',
  meaning: 'Squared errors up to `delta`, absolute ones beyond it.',
  fields: {
    delta: fed(
      numberAbove(0).default(1).describe("Where squared errors become absolute ones, in the target's own units."),
    ),
  },
  coefficientCount: 3,
  train: (outputs, targets, coefficients) => {
    const [bend, slope, halfCurvature] = coefficients as readonly [Tensor, Tensor, Tensor];
    const error = subtract(outputs, targets);
    const size = absolute(error);
    const straight = multiply(subtract(size, multiply(bend, 0.5)), slope);
    return choose(greater(size, bend), straight, multiply(square(error), halfCurvature));
  },
  measure: ({ delta }) => {
    const curvatureOf = ({ spread }: TargetUnit) => Math.max(1, spread / Math.max(1, delta));
    return {
      coefficientsFor: (unit) => {
        const bend = Math.min(delta / unit.spread, LARGEST_DELTA);
        const curvature = curvatureOf(unit);
        return [bend, bend * curvature, curvature / 2];
      },
      unitOf: (unit) => unit.spread ** 2 / curvatureOf(unit),
      evaluate: (output, target) => {
        const size = Math.abs(output - target);
        return size > delta ? delta * (size - delta / 2) : size ** 2 / 2;
      },
    };
  },
});

/**
 * (target - output) * level where that is positive, else * (level - 1): least where the output is the quantile at `level` of
 * what the target may be (Koenker and Bassett 1978, doi 10.2307/1913643). At 0.5 half the absolute error.
 */
export const quantileLoss = regressionLoss({
  name: 'quantile',
  meaning: 'Learns a quantile of what the target may be.',
  fields: {
    level: fed(
      fieldBetween(0, 1).default(0.5).describe('Which quantile; 0.9 is what nine in ten targets are not above.'),
    ),
  },
  coefficientCount: 1,
  train: (outputs, targets, coefficients) => {
    const [tilt] = coefficients as readonly [Tensor];
    const error = subtract(targets, outputs);
    return add(multiply(absolute(error), 0.5), multiply(error, tilt));
  },
  measure: ({ level }) => ({
    coefficientsFor: () => [level - 0.5],
    unitOf: ({ spread }) => spread,
    bestConstant: level,
    evaluate: (output, target) => Math.max(level * (target - output), (level - 1) * (target - output)),
  }),
});

/** A scaled target plus centre / spread is the target in units of its spread. */
const relativeSquared: ErrorFunction<Record<string, never>> = {
  fields: {},
  coefficientCount: 1,
  train: (outputs, targets, coefficients) => {
    const [centre] = coefficients as readonly [Tensor];
    return square(divide(subtract(outputs, targets), add(targets, centre)));
  },
  measure: () => ({
    coefficientsFor: ({ centre, spread }) => [centre / spread],
    unitOf: () => 1,
    bestConstant: 'relative-mean',
    evaluate: (output, target) => ((output - target) / target) ** 2,
  }),
};

/** ((output - target) / target)^2, whose root of the mean is the relative RMSE. Targets must not be zero. */
export const relativeSquaredError = regressionLoss({
  name: 'relative-squared-error',
  meaning: 'Mean squared error in shares of the target, which must not be 0.',
  ...relativeSquared,
  isRelative: true,
});

export const relativeRootMeanSquaredError = regressionLoss({
  name: 'relative-rmse',
  meaning: 'Root of the mean squared error in shares of the target, over each batch in training.',
  ...relativeSquared,
  isRelative: true,
  isRoot: true,
});
