/** @file Gradient clipping, as PyTorch has it: the whole gradient's norm scaled down, or each element cut off. */
import { numberAbove, settings, shorthand } from '../fields.js';
import { add, divide, multiply, square, squareRoot } from '../graph/operations/arithmetic.js';
import { choose, greater } from '../graph/operations/comparison.js';
import { reduceSum } from '../graph/operations/reduction.js';
import { reshape, sumAxes } from '../graph/operations/shape.js';
import type { Tensor } from '../graph/tensor.js';
import { fed, type GraphSettings } from '../graph-settings.js';

const error = 'an object with exactly one of norm and value, or a number for the norm';

export const clippingFields = {
  norm: fed(numberAbove(0).optional().describe('Largest length of the whole gradient; a longer one is scaled down.')),
  value: fed(
    numberAbove(0).optional().describe('Largest size of each element; in a space written `{ value: { value: 0.5 } }`.'),
  ),
};

/** `{ norm: 1 }`, `{ value: 0.5 }`, or a bare number for the norm. */
export const clippingSchema = shorthand(
  'norm',
  settings(clippingFields)
    .refine(({ norm, value }) => (norm === undefined) !== (value === undefined), { error })
    .meta({ minProperties: 1, maxProperties: 1 }),
);

/** The way in which gradients are clipped, without the bound. */
type Clipping = GraphSettings<typeof clippingFields>;

/** The clipped gradient; it comes, and goes, in several parts. */
export function clipGradients({ norm }: Clipping, gradients: readonly Tensor[], bound: Tensor): Tensor[] {
  if (norm) {
    // PyTorch divides by the norm plus 1e-6, and only ever scales down.
    const squares = gradients.map((gradient) => {
      const axes = [...gradient.shape.keys()];
      return reshape(reduceSum(square(gradient), axes), [1]);
    });
    const length = add(squareRoot(sumAxes(squares)), 1e-6);
    const factor = choose(greater(length, bound), divide(bound, length), 1);
    return gradients.map((gradient) => multiply(gradient, factor));
  }
  const negative = multiply(bound, -1);
  return gradients.map((gradient) => {
    const below = choose(greater(gradient, bound), bound, gradient);
    return choose(greater(negative, below), negative, below);
  });
}
