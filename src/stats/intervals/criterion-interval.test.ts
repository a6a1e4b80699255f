/** @file The interval of one criterion: which method from which count, every reason for none, and what must hold for any. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../core/index.js';
import { parseCriterion } from '../criteria/criteria.js';
import { customCriterion } from '../criteria/custom-criterion.js';
import { mean } from '../moments.js';
import { criterionInterval } from './criterion-interval.js';
import type { Interval } from './interval.js';

const random = randomFrom('test', 'criterion-interval');
const sampleOf = (n: number): number[] => Array.from({ length: n }, () => Math.round(4096 * random.normal()) / 1024);
const intervalOf = (losses: readonly number[], name: string) => criterionInterval(losses, parseCriterion(name));
const methodAt = (name: string, n: number): string => {
  const interval = intervalOf(sampleOf(n), name);
  return 'reason' in interval ? 'none' : interval.method;
};
const infinite = Number.POSITIVE_INFINITY;

describe('which method from which count', () => {
  it.each<[string, [number, string][]]>([
    [
      'mean',
      [
        [2, 'none'],
        [3, 'calibrated-t'],
        [200, 'calibrated-t'],
      ],
    ],
    [
      'median',
      [
        [5, 'none'],
        [6, 'nyblom'],
      ],
    ],
    [
      'q3',
      [
        [4, 'none'],
        [5, 'calibrated-t'],
        [10, 'calibrated-t'],
        [11, 'nyblom'],
      ],
    ],
    [
      'q0.9',
      [
        [7, 'none'],
        [8, 'calibrated-t'],
        [28, 'calibrated-t'],
        [29, 'nyblom'],
      ],
    ],
    [
      'q0.6',
      [
        [6, 'none'],
        [7, 'nyblom'],
      ],
    ],
    [
      'q0.99',
      [
        [150, 'none'],
        [299, 'nyblom'],
      ],
    ],
    [
      'q3+iqr',
      [
        [4, 'none'],
        [5, 'calibrated-t'],
      ],
    ],
    [
      'iqr',
      [
        [4, 'none'],
        [5, 'calibrated-t'],
      ],
    ],
    [
      'std',
      [
        [7, 'none'],
        [8, 'calibrated-t'],
      ],
    ],
    [
      'es0.25',
      [
        [7, 'none'],
        [8, 'calibrated-t'],
      ],
    ],
    [
      'es0.1',
      [
        [19, 'none'],
        [20, 'calibrated-t'],
        [130, 'calibrated-t'],
      ],
    ],
    [
      'es0.01',
      [
        [30, 'none'],
        [300, 'none'],
      ],
    ],
    ['max', [[100, 'none']]],
    ['min', [[100, 'none']]],
  ])('%s', (name, expected) => {
    for (const [n, method] of expected) expect([n, methodAt(name, n)]).toEqual([n, method]);
  });
  it('says its level, its count and what it rests on', () => {
    expect(intervalOf(sampleOf(20), 'q3')).toMatchObject({ level: 0.95, n: 20, basis: 'distribution-free' });
    expect(intervalOf(sampleOf(20), 'std')).toMatchObject({ basis: expect.stringContaining('calibrated on normal') });
  });
});

describe('no interval', () => {
  it.each([
    ['std', [1], 'at least 2 trainings'],
    ['q3', [1, 2, 3], 'from 5 trainings on, there are 3'],
    ['q0.9', [1, 2, 3], 'from 8 trainings on'],
    ['mean', [infinite, infinite, infinite], 'all 3 losses are infinite'],
    ['mean', [2, 2, 2, 2], 'do not vary'],
    ['iqr', [0, 2, 2, 2, 2, 2, 9], 'do not vary where the iqr lies'],
    ['es0.01', [1, 2, 3], 'not calibrated'],
  ])('%s of %j: %s', (name, losses, reason) => {
    expect(intervalOf(losses, name)).toEqual({ reason: expect.stringContaining(reason), n: losses.length });
  });
  it("a user's own criterion, of which nothing is known but its values", () => {
    const own = customCriterion({ name: 'range', version: 1, evaluate: (losses) => Math.max(...losses) });
    expect(criterionInterval(sampleOf(12), own)).toMatchObject({ reason: 'only the values of the range are known' });
  });
  it.each([
    [8, 0.31],
    [20, 0.14],
    [59, 0.05],
  ])('the extremes of %d trials: at most %d of further ones lie beyond', (n, share) => {
    for (const name of ['max', 'min']) {
      const { beyond } = intervalOf(sampleOf(n), name) as { beyond?: { share: number; confidence: number } };
      expect(beyond?.confidence).toBe(0.95);
      expect(beyond?.share).toBeCloseTo(share, 2);
    }
  });
});

describe('diverged trials', () => {
  it('leave a quantile its interval, with an infinite end where they are too many', () => {
    const few = intervalOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, infinite, infinite], 'q3') as Interval;
    expect(few).toMatchObject({ method: 'nyblom', high: infinite });
    expect(few.low).toBeLessThan(10);
    expect(intervalOf([...Array(12).keys(), infinite], 'median')).toMatchObject({ high: expect.any(Number) });
    expect((intervalOf([...Array(12).keys(), infinite], 'median') as Interval).high).toBeLessThan(12);
  });
  it('below the count of a distribution-free interval leave it one end', () => {
    const interval = intervalOf([1, 2, 3, 4, 5, 6, 7, infinite], 'q3') as Interval;
    expect(interval).toMatchObject({ method: 'nyblom', basis: 'distribution-free', high: infinite });
    expect(interval.low).toBeGreaterThan(4);
  });
});

it('holds the estimate, moves and stretches with the losses, and is the same every time', () => {
  const names = ['mean', 'median', 'q3', 'q0.9', 'q3+iqr', 'iqr', 'std', 'es0.25'];
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.uniqueArray(fc.integer({ min: -512, max: 512 }), { minLength: 8, maxLength: 24 }),
      fc.integer({ min: -64, max: 64 }),
      (name, losses, shift) => {
        const criterion = parseCriterion(name);
        const interval = criterionInterval(losses, criterion) as Interval;
        const value = criterion.evaluate(losses);
        expect(interval).toEqual(criterionInterval(losses, criterion));
        expect(interval.low).toBeLessThanOrEqual(value);
        expect(interval.high).toBeGreaterThanOrEqual(value);
        const moved = criterionInterval(
          losses.map((loss) => 4 * loss + shift),
          criterion,
        ) as Interval;
        const by = criterion.kind === 'spread' ? 0 : shift;
        expect(moved.low).toBeCloseTo(4 * interval.low + by, 6);
        expect(moved.high).toBeCloseTo(4 * interval.high + by, 6);
      },
    ),
    { numRuns: 200 },
  );
});

describe('the mean of skewed losses', () => {
  it.each([
    ['lognormal', 1, 0.935],
    ['mirrored, on which nothing is calibrated', -1, 0.88],
  ])('%s, 20 of them: covered, with the estimate inside', (name, sign, least) => {
    const random = randomFrom('skewed', name);
    const truth = sign * Math.exp(0.5);
    let hits = 0;
    for (let sample = 0; sample < 1500; sample++) {
      const losses = Float64Array.from({ length: 20 }, () => sign * Math.exp(random.normal()));
      const interval = criterionInterval(losses, parseCriterion('mean'));
      if (!('low' in interval)) throw new Error(interval.reason);
      const { low, high } = interval;
      const own = mean(losses);
      expect(low < own && own < high).toBe(true);
      if (low <= truth && truth <= high) hits++;
    }
    expect(hits / 1500).toBeGreaterThan(least);
  });
  it('reaches further on the side of the long tail, whichever that is', () => {
    const losses = [1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 4];
    const [up, down] = [losses, losses.map((loss) => -loss)].map((own) => {
      const interval = criterionInterval(own, parseCriterion('mean'));
      if (!('low' in interval)) throw new Error(interval.reason);
      return (interval.high - mean(own)) / (mean(own) - interval.low);
    }) as [number, number];
    expect(up).toBeGreaterThan(2);
    expect(down).toBeLessThan(up / 2);
  });
});
