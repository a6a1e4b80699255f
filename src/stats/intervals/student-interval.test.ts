/** @file Student's and Welch's intervals against SciPy, whose quantiles of t are good to ten digits. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseCriterion } from '../criteria/criteria.js';
import { differenceInterval, independentDifferenceInterval } from './difference-interval.js';
import { studentInterval, welchInterval } from './student-interval.js';

interface Case {
  readonly first: number[];
  readonly second: number[];
  readonly level: number;
  readonly student: [number, number];
  readonly welch: [number, number];
  readonly paired?: [number, number];
}

const file = new URL('../../../test/reference/stats-intervals.json', import.meta.url);
const { means } = JSON.parse(readFileSync(file, 'utf8')) as { means: readonly Case[] };
const mean = parseCriterion('mean');

it.each(means)('$first.length and $second.length values at $level', ({ first, second, level, ...wanted }) => {
  const near = (found: readonly [number, number], [low, high]: readonly [number, number]) => {
    expect(found[0]).toBeCloseTo(low, 9);
    expect(found[1]).toBeCloseTo(high, 9);
  };
  near(studentInterval(first, level), wanted.student);
  near(welchInterval(first, second, level), wanted.welch);
  const apart = independentDifferenceInterval(first, second, mean, level);
  expect(apart).toMatchObject({ method: 'welch-t', low: welchInterval(first, second, level)[0] });
  if (wanted.paired === undefined) return;
  const pairs = differenceInterval(first, second, mean, level, []);
  if ('reason' in pairs) throw new Error(pairs.reason);
  expect(pairs.method).toBe('student-t');
  near([pairs.low, pairs.high], wanted.paired);
});
