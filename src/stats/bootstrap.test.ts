/** @file BCa intervals from given draws against a reference computed from Efron's formulas. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { bootstrapInterval, valuesAt } from './bootstrap.js';
import { parseCriterion } from './criterion.js';

interface Reference {
  readonly sets: Readonly<Record<string, { losses: number[]; draws: number[][] }>>;
  readonly intervals: readonly { set: number; criterion: string; level: number; low: number; high: number }[];
}

const file = new URL('../../test/reference/stats-bootstrap.json', import.meta.url);
const { sets, intervals } = JSON.parse(readFileSync(file, 'utf8')) as Reference;

it.each(intervals)('$criterion of $set losses at $level', ({ set, criterion, level, low, high }) => {
  const { losses, draws } = sets[set] as Reference['sets'][string];
  const { evaluate } = parseCriterion(criterion);
  const figure = (indices: Int32Array) => evaluate(valuesAt(losses, indices));
  const interval = bootstrapInterval(
    losses.length,
    figure,
    level,
    draws.map((draw) => Int32Array.from(draw)),
  );
  expect(interval.method).toBe('bootstrap-bca');
  expect(interval.low).toBeCloseTo(low, 10);
  expect(interval.high).toBeCloseTo(high, 10);
});
