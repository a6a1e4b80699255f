/** @file The pooled shape: what short rows of losses say about the tail of their law. */
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../../core/index.js';
import { parseCriterion, variance } from '../../../../stats/index.js';
import type { LossEvidence } from './evidence.js';
import type { LossFit } from './fit.js';
import { poolShape, shapeOfCriterion } from './shape.js';

const ROWS = 2000;
const TRIALS = 10;
const std = parseCriterion('std');

function kurtosisOf(draw: () => number): number {
  const losses = Float64Array.from({ length: ROWS * TRIALS }, draw);
  const rows = Array.from({ length: ROWS }, (_, i) => losses.subarray(i * TRIALS, (i + 1) * TRIALS));
  const evidence = { candidates: ROWS, replicates: TRIALS, losses, applied: new Int32Array(ROWS).fill(TRIALS) };
  const fit = { effects: new Float64Array(TRIALS) };
  const scales = Float64Array.from(rows, variance);
  // The pool reads nothing else of the two.
  const form = shapeOfCriterion(std);
  return poolShape(form, std, evidence as unknown as LossEvidence, fit as unknown as LossFit, scales).kurtosis;
}

describe('the kurtosis that a spread is judged by', () => {
  const random = randomFrom('shape.test');
  it('is that of the law for normal losses in short rows', () => {
    expect(kurtosisOf(() => random.normal())).toBeCloseTo(3, 0);
  });
  it('is well above what the rows show where the tail is heavy', () => {
    // Lognormal, sigma 0.5, has 8.9; rows of ten about their own mean and scale show 3.2.
    expect(kurtosisOf(() => Math.exp(0.5 * random.normal()))).toBeGreaterThan(4);
  });
});

it.each([
  [
    'infinite below 0',
    (losses: number[]) => (losses.some((loss) => loss < 0) ? Number.POSITIVE_INFINITY : logMean(losses)),
  ],
  ['0 where a loss is not above 0', (losses: number[]) => (losses.some((loss) => loss <= 0) ? 0 : logMean(losses))],
])('a geometric mean that calls itself a location is refused: %s', (_, evaluate) => {
  const named = {
    ...parseCriterion('median'),
    name: 'geometric-mean',
    evaluate: (losses: ArrayLike<number>) => evaluate(Array.from(losses)),
  };
  expect(() => shapeOfCriterion(named)).toThrow('"geometric-mean" does not shift and scale with the losses');
});

function logMean(losses: readonly number[]): number {
  return Math.exp(losses.reduce((sum, loss) => sum + Math.log(loss), 0) / losses.length);
}
