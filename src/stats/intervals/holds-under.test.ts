/** @file What intervals take for granted: who says so, and that what is said under that condition holds. */
import { describe, expect, it, test } from 'vitest';
import { type Random, randomFrom } from '../../core/index.js';
import { parseCriterion } from '../criteria/criteria.js';
import { criterionInterval } from './criterion-interval.js';
import { differenceInterval, independentDifferenceInterval } from './difference-interval.js';
import { collapsesAtMost, type Interval } from './interval.js';
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
  const bar = { collapse: { above: 50 } };
  const at = (name: string, losses: readonly number[]) => criterionInterval(losses, parseCriterion(name), 0.95, bar);

  it('what collapsed counts in the interval, as it does in the criterion', () => {
    const losses = [1, 2, 3, 4, 5, 6, 7, 8, 900];
    expect(at('mean', losses)).toEqual({
      ...criterionInterval(losses, parseCriterion('mean')),
      holdsUnder: { ...collapsesAtMost(0, 9, 0.95), collapsed: 1 },
    });
    expect(at('mean', losses.slice(0, 8))).toMatchObject({ n: 8, holdsUnder: { collapsed: 0, of: 8 } });
  });

  it('an infinite loss leaves no upper end, and nothing to hold under', () => {
    const diverged = [...normals(28), Number.POSITIVE_INFINITY, 900];
    for (const name of ['mean', 'std', 'iqr', 'q3+iqr', 'es0.25']) {
      expect(at(name, diverged)).toMatchObject({ n: 30, high: Number.POSITIVE_INFINITY });
      expect(at(name, diverged)).not.toHaveProperty('holdsUnder');
    }
    expect(at('q3', diverged)).toMatchObject({ n: 30, method: 'nyblom' });
  });

  it('what bears them is of all trainings still', () => {
    expect(at('iqr', [900, 901, ...normals(28)])).not.toHaveProperty('holdsUnder');
  });

  it('too few, or none that is finite: the reason is told', () => {
    expect(at('mean', [1, 80])).toEqual({ reason: 'the mean has an interval from 3 trainings on, there are 2', n: 2 });
    const infinite = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    expect(at('mean', infinite)).toEqual({ reason: 'all 3 losses are infinite', n: 3 });
    expect(at('max', infinite)).toEqual({ reason: 'the max is infinite, as losses are', n: 3 });
  });
});

/** Of so many samples; what has a coverage of 0.95 lies below 0.9 once in 10^6. */
const SAMPLES = 400;
const BAR = 10;
const SHARE = 0.05;
const collapsing = (own: Random) => own.normal() + (own.uniform() < SHARE ? 20 : 0);
/** Of all trainings. */
const STD = Math.sqrt(1 + SHARE * (1 - SHARE) * 20 ** 2);

test.each<[string, number, number, number]>([
  ['mean', 0, 20 * SHARE, 8],
  ['mean', 0, 20 * SHARE, 20],
  ['std', 1, STD, 8],
  ['std', 1, STD, 20],
])(
  '%s: trainings collapse in 5 %, and what is said of trainings no worse than the worst of these holds',
  (name, others, all, n) => {
    const own = randomFrom('test', 'collapsing', name, n);
    const held = Array.from({ length: SAMPLES }, () => {
      const losses = Array.from({ length: n }, () => collapsing(own));
      const interval = criterionInterval(losses, parseCriterion(name), 0.95, { collapse: { above: BAR } }) as Interval;
      const truth = losses.some((loss) => loss > BAR) ? all : others;
      return { isHeld: interval.low <= truth && truth <= interval.high, atMost: interval.holdsUnder?.atMost };
    });
    expect(held.filter(({ isHeld }) => isHeld).length / SAMPLES).toBeGreaterThan(0.9);
    expect(held.every(({ atMost }) => atMost !== undefined && atMost >= SHARE)).toBe(true);
  },
);

test('the bound of what may collapse, by hand', () => {
  expect(collapsesAtMost(0, 20, 0.95).atMost).toBeCloseTo(1 - 0.05 ** (1 / 20), 10);
  expect(collapsesAtMost(null, 59, 0.95).atMost).toBeCloseTo(0.0495, 4);
  expect(collapsesAtMost(20, 20, 0.95).atMost).toBe(1);
});
