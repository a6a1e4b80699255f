/** @file Standard errors by the quadratic form: against the exact distribution of ranks, and against plain resampling. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { randomFrom } from '../../core/index.js';
import { parseCriterion } from '../criteria/criteria.js';
import { standardDeviation } from '../moments.js';
import { sorted } from '../quantile.js';
import { drawReplicates, resampleCriterion } from './resample.js';
import { formRoot, ownError, resamplingForm, type WeightedSum } from './standard-error.js';

const file = new URL('../../../test/reference/stats-intervals.json', import.meta.url);
const { jarrett } = JSON.parse(readFileSync(file, 'utf8')) as {
  jarrett: readonly { p: number; losses: number[]; error: number }[];
};

function weightedSum(name: string): WeightedSum {
  const { id, weights } = parseCriterion(name).statistic;
  if (weights === undefined) throw new Error(`${name} has no weights`);
  return { id, weights };
}

it.each(jarrett)('one order statistic, at $p: Maritz and Jarrett', ({ p, losses, error }) => {
  const statistic = weightedSum(`q${p}`);
  const ordered = sorted(losses);
  expect(Math.abs(formRoot(resamplingForm(statistic, losses.length), ordered) / error - 1)).toBeLessThan(0.03);
  expect(Math.abs(ownError(statistic, ordered) / error - 1)).toBeLessThan(0.1);
});

it.each(['q3', 'q3+iqr', 'iqr', 'es0.25', 'q0.9', 'median'])('%s: as plain resampling has it', (name) => {
  const criterion = parseCriterion(name);
  const { evaluate } = criterion;
  const statistic = weightedSum(name);
  const random = randomFrom('test', 'standard-error', name);
  for (const n of [8, 21]) {
    const losses = Float64Array.from({ length: n }, () => random.normal());
    const draws = drawReplicates(n, 10_000, random);
    const plain = draws.map((draw) => evaluate(Float64Array.from(draw, (index) => losses[index] as number)));
    const error = Math.sqrt(n / (n - 1)) * standardDeviation(plain);
    expect(Math.abs(formRoot(resamplingForm(statistic, n), sorted(losses)) / error - 1)).toBeLessThan(0.04);
    // The fast way of the comparisons gives the same values, draw by draw.
    resampleCriterion(losses, criterion, draws.slice(0, 200)).forEach((value, draw) => {
      expect(value).toBeCloseTo(plain[draw] as number, 12);
    });
  }
});

it('is 0 where no loss differs', () => {
  expect(formRoot(resamplingForm(weightedSum('q3+iqr'), 9), new Float64Array(9).fill(0.1))).toBe(0);
});
