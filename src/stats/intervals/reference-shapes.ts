/**
 * @file The distributions on which intervals are calibrated: normal, exponential (skewed), Student's t with 3 degrees of
 * freedom (heavy tails), and 90 % N(0, 1) with 10 % N(4, 1) (some trainings end elsewhere), with their true criteria.
 */
import type { Random } from '../../core/index.js';
import type { Law } from '../criteria/criterion.js';
import { normalQuantile, normalUpperTail } from '../normal.js';

interface ReferenceShape extends Law {
  readonly name: string;
  draw(random: Random): number;
}

const density = (value: number): number => Math.exp((-value * value) / 2) / Math.sqrt(2 * Math.PI);

const NORMAL: ReferenceShape = {
  name: 'normal',
  draw: (random) => random.normal(),
  mean: 0,
  std: 1,
  quantile: normalQuantile,
  tailSum: density,
};

const EXPONENTIAL: ReferenceShape = {
  name: 'exponential',
  draw: (random) => -Math.log(1 - random.uniform()),
  mean: 1,
  std: 1,
  quantile: (probability) => -Math.log1p(-probability),
  tailSum: (threshold) => (threshold + 1) * Math.exp(-threshold),
};

/** P(T <= value) of Student's t with 3 degrees of freedom has a closed form. */
const t3Below = (value: number): number =>
  0.5 + (value / Math.sqrt(3) / (1 + value ** 2 / 3) + Math.atan(value / Math.sqrt(3))) / Math.PI;

const T3: ReferenceShape = {
  name: 't3',
  draw: (random) => {
    const chiSquare = random.normal() ** 2 - 2 * Math.log(1 - random.uniform());
    return random.normal() / Math.sqrt(chiSquare / 3);
  },
  mean: 0,
  std: Math.sqrt(3),
  quantile: (probability) => solve(t3Below, probability),
  tailSum: (threshold) => Math.sqrt(3) / Math.PI / (1 + threshold ** 2 / 3),
};

const SHARE = 0.1;
const DISTANCE = 4;

const MIXTURE: ReferenceShape = {
  name: '90/10 mixture',
  draw: (random) => random.normal() + (random.uniform() < SHARE ? DISTANCE : 0),
  mean: SHARE * DISTANCE,
  std: Math.sqrt(1 + SHARE * (1 - SHARE) * DISTANCE ** 2),
  quantile: (probability) =>
    solve((value) => 1 - (1 - SHARE) * normalUpperTail(value) - SHARE * normalUpperTail(value - DISTANCE), probability),
  tailSum: (threshold) =>
    (1 - SHARE) * density(threshold) +
    SHARE * (density(threshold - DISTANCE) + DISTANCE * normalUpperTail(threshold - DISTANCE)),
};

export const REFERENCE_SHAPES: readonly ReferenceShape[] = [NORMAL, EXPONENTIAL, T3, MIXTURE];

/** The value at which a rising function of probability reaches it, by bisection. */
function solve(below: (value: number) => number, probability: number): number {
  let low = -1;
  let high = 1;
  while (below(low) > probability) low *= 2;
  while (below(high) < probability) high *= 2;
  for (let middle = 0; middle > low && middle < high; ) {
    if (below(middle) < probability) low = middle;
    else high = middle;
    middle = (low + high) / 2;
  }
  return (low + high) / 2;
}
