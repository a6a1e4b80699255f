/** @file The distributions on which coverage is measured, with what is true of them. */
import type { Random } from '../src/core/index.js';

export interface TestShape {
  readonly name: string;
  /** Tuned on: at least 0.93 is asked. The others are reported. */
  readonly tuned: boolean;
  draw(random: Random): number;
  /** Where some trainings collapse: above which loss one has, and the name of the shape of the others. */
  readonly collapse?: { readonly above: number; readonly others: string };
}

/** A loss with a spread of 1 that lies further out is one of the collapses, which are 20 away. */
const BAR = 10;

const exponential = (random: Random): number => -Math.log(1 - random.uniform());
const mixture =
  (share: number, distance: number) =>
  (random: Random): number =>
    random.normal() + (random.uniform() < share ? distance : 0);

function student(degrees: number): (random: Random) => number {
  return (random) => {
    let squares = 0;
    for (let degree = 0; degree < degrees; degree++) squares += random.normal() ** 2;
    return random.normal() / Math.sqrt(squares / degrees);
  };
}

const shape = (name: string, tuned: boolean, draw: TestShape['draw']): TestShape => ({ name, tuned, draw });

export const TEST_SHAPES: readonly TestShape[] = [
  shape('normal', true, (random) => random.normal()),
  shape('uniform', true, (random) => random.uniform()),
  shape('exponential', true, exponential),
  shape('lognormal0.5', true, (random) => Math.exp(0.5 * random.normal())),
  shape('t3', true, student(3)),
  shape('mixture90/10', true, mixture(0.1, 4)),
  shape('gumbel', false, (random) => -Math.log(exponential(random))),
  shape('gamma2', false, (random) => exponential(random) + exponential(random)),
  shape('t5', false, student(5)),
  shape('bimodal20', false, mixture(0.2, 3)),
  shape('bimodal5', false, mixture(0.05, 6)),
  shape('negexp', false, (random) => -exponential(random)),
  shape('diverge30', false, mixture(0.3, 6)),
  { ...shape('collapse2', false, mixture(0.02, 20)), collapse: { above: BAR, others: 'normal' } },
  { ...shape('collapse5', false, mixture(0.05, 20)), collapse: { above: BAR, others: 'normal' } },
  shape('lognormal1', false, (random) => Math.exp(random.normal())),
  shape('diverges10', false, (random) => (random.uniform() < 0.1 ? Number.POSITIVE_INFINITY : random.normal())),
  shape('rounded', false, (random) => Math.round(2 * random.normal()) / 2),
];
