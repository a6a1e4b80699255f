/** @file What intervals take for granted: who says so, and that what is said under that condition holds. */
import { describe, expect, it, test } from 'vitest';
import { type Random, randomFrom } from '../../core/index.js';
import { parseCriterion } from '../criteria/criteria.js';
import { criterionInterval } from './criterion-interval.js';
import { differenceInterval, independentDifferenceInterval } from './difference-interval.js';
import { collapsesAtMost } from './holds-under.js';
import type { Interval } from './interval.js';
import { drawReplicates } from './resample.js';

const random = randomFrom('test', 'holds-under');
const normals = (n: number, own = random): number[] => Array.from({ length: n }, () => own.normal());

describe('a criterion that rare collapses can move without bound has its condition beside its interval', () => {
  it.each<[string, number, boolean]>([
    ['mean', 20, true],
    ['mean', 500, true],
    ['std', 20, true],
    ['es0.25', 20, true],
    ['es0.5', 50, true],
    ['median', 8, false],
    ['q3', 8, true],
    ['q3', 11, false],
    ['q0.9', 20, true],
    ['q0.9', 29, false],
    ['q0.25', 8, false],
    ['iqr', 8, true],
    ['iqr', 20, false],
    ['q3+iqr', 20, false],
  ])('%s of %i losses: %s', (name, n, isConditional) => {
    const interval = criterionInterval(normals(n), parseCriterion(name));
    expect(interval).toHaveProperty('low');
    expect('holdsUnder' in interval).toBe(isConditional);
    if (isConditional) expect(interval).toMatchObject({ holdsUnder: collapsesAtMost(null, n, 0.95) });
  });

  it('differences of two as well', () => {
    const [first, second] = [normals(20), normals(20)];
    const draws = drawReplicates(20, 200, random);
    const found = ['mean', 'std', 'q3'].map((name) => [
      'holdsUnder' in differenceInterval(first, second, parseCriterion(name), 0.95, draws),
      'holdsUnder' in independentDifferenceInterval(first, second, parseCriterion(name)),
    ]);
    expect(found).toEqual([
      [true, true],
      [true, true],
      [false, false],
    ]);
  });
});

describe('where it is said from which loss on a training has collapsed', () => {
  const mean = parseCriterion('mean');
  const losses = [1, 2, 3, 4, 5, 6, 7, 8];
  const among = [...losses, 900, Number.POSITIVE_INFINITY];

  it('the others have their own interval, and the share of those that do is bounded', () => {
    const { low, high } = criterionInterval(losses, mean) as { low: number; high: number };
    const found = criterionInterval(among, mean, 0.95, { collapse: { above: 50 } });
    expect(found).toMatchObject({ low, high, n: 8, holdsUnder: { collapsed: 2, of: 10, confidence: 0.95 } });
    expect(found).toHaveProperty('holdsUnder.atMost', collapsesAtMost(2, 10, 0.95).atMost);
    expect(criterionInterval(losses, mean, 0.95, { collapse: { above: 50 } })).toMatchObject({
      holdsUnder: { collapsed: 0, of: 8 },
    });
  });

  it('what bears them is of all trainings still, and what bears fewer is not', () => {
    const at = (name: string) =>
      criterionInterval([...among, ...normals(20)], parseCriterion(name), 0.95, { collapse: { above: 50 } });
    expect(at('q3')).toMatchObject({ n: 30, method: 'nyblom' });
    expect(at('q3')).not.toHaveProperty('holdsUnder');
    const finite = criterionInterval([900, 901, ...normals(28)], parseCriterion('iqr'), 0.95, {
      collapse: { above: 50 },
    });
    expect(finite).not.toHaveProperty('holdsUnder');
    // Its error is infinite with them.
    expect(at('iqr')).toMatchObject({ n: 28, holdsUnder: { collapsed: 2, of: 30 } });
    expect(at('std')).toMatchObject({ n: 28, holdsUnder: { collapsed: 2, of: 30 } });
  });

  it('too few are left, or none: the reason is told', () => {
    const one = criterionInterval([1, 2, 80], mean, 0.95, { collapse: { above: 50 } });
    expect(one).toEqual({ reason: 'the mean has an interval from 3 trials on, there are 2', n: 2 });
    // Where only what diverged has collapsed, the others have one.
    const finite = [1, 2, 3, 4, Number.POSITIVE_INFINITY];
    expect(criterionInterval(finite, mean)).toHaveProperty('reason');
    const bar = { collapse: { above: Number.POSITIVE_INFINITY } };
    expect(criterionInterval(finite, mean, 0.95, bar)).toMatchObject({ n: 4, holdsUnder: { collapsed: 1, of: 5 } });
  });

  it('no exceptions are told apart where they are at least as many as the others', () => {
    const all = criterionInterval([70, 80, 90, 2], mean, 0.95, { collapse: { above: 50 } });
    expect(all).toMatchObject({ n: 4, holdsUnder: { collapsed: null, of: 4 } });
    expect(all).toMatchObject({ low: (criterionInterval([70, 80, 90, 2], mean) as Interval).low });
  });
});

/** Of so many samples; what has a coverage of 0.95 lies below 0.9 once in 10^6. */
const SAMPLES = 400;
const BAR = 10;
const collapsing = (share: number) => (own: Random) => own.normal() + (own.uniform() < share ? 20 : 0);

test.each<[string, number, number]>([
  ['mean', 0, 8],
  ['mean', 0, 20],
  ['std', 1, 8],
  ['std', 1, 20],
  ['es0.25', 1.2711, 12],
])('%s: trainings collapse in 5 %, and what is said of the others holds', (name, truth, n) => {
  const own = randomFrom('test', 'collapsing', name, n);
  const draw = collapsing(0.05);
  const found = Array.from({ length: SAMPLES }, () => {
    const losses = Array.from({ length: n }, () => draw(own));
    return criterionInterval(losses, parseCriterion(name), 0.95, { collapse: { above: BAR } });
  }).filter((interval) => 'low' in interval);
  // One in three samples of 8 has a collapse, and 7 losses have no interval of their standard deviation.
  expect(found.length).toBeGreaterThan(0.6 * SAMPLES);
  const held = found.filter(({ low, high }) => low <= truth && truth <= high);
  expect(held.length / found.length).toBeGreaterThan(0.9);
  const bounded = found.filter(({ holdsUnder }) => holdsUnder !== undefined && holdsUnder.atMost >= 0.05);
  expect(bounded.length / found.length).toBeGreaterThan(0.9);
});

test('the bound of what may collapse, by hand', () => {
  expect(collapsesAtMost(0, 20, 0.95).atMost).toBeCloseTo(1 - 0.05 ** (1 / 20), 10);
  expect(collapsesAtMost(null, 59, 0.95).atMost).toBeCloseTo(0.0495, 4);
  expect(collapsesAtMost(20, 20, 0.95).atMost).toBe(1);
});
