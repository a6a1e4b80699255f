/** @file Intervals of differences: in agreement with the test, joined as MOVER joins them, and every reason for none. */
import { describe, expect, it, test } from 'vitest';
import { randomFrom } from '../../core/index.js';
import { createResampling, worseByCriterion } from '../comparison.js';
import { parseCriterion } from '../criteria/criteria.js';
import { customCriterion } from '../criteria/custom-criterion.js';
import { criterionInterval } from './criterion-interval.js';
import { criterionDifference, differenceInterval, independentDifferenceInterval } from './difference-interval.js';
import { collapsesAtMost, type Interval } from './interval.js';

const resampling = (count: number) => createResampling(count, 300, randomFrom('difference', count));
const intervalOf = (first: readonly number[], second: readonly number[], name: string): Interval => {
  const found = differenceInterval(first, second, parseCriterion(name), 0.95, resampling(first.length).draws);
  if ('reason' in found) throw new Error(found.reason);
  return found;
};
const infinite = Number.POSITIVE_INFINITY;
const own = [3, 1, 4, 1.5, 5, 9, 2, 6];
const other = [4, 1.5, 6, 1, 6, 9.5, 4, 7];

describe('agreement with the test of the same pairs', () => {
  it.each(['mean', 'median', 'q3', 'q0.25'])('%s: p below half the error, exactly where 0 lies below', (name) => {
    const criterion = parseCriterion(name);
    const random = randomFrom('test', 'agreement', name);
    const seen = { below: 0, inside: 0 };
    for (let repeat = 0; repeat < 120; repeat++) {
      const n = 8 + random.below(6);
      const shift = 2 * random.uniform();
      const first = Array.from({ length: n }, () => shift + random.normal());
      const second = first.map((loss) => 0.5 * (loss - shift) + random.normal());
      const shared = resampling(n);
      const pValue = worseByCriterion(first, second, criterion, shared);
      const { low } = differenceInterval(first, second, criterion, 0.95, shared.draws) as Interval;
      expect(pValue < 0.025).toBe(low > 0);
      seen[low > 0 ? 'below' : 'inside']++;
    }
    expect(Math.min(seen.below, seen.inside)).toBeGreaterThan(15);
  });
});

test.each(['mean', 'q3'])(
  '%s: three intervals hold at once at the level where each has a third of the error',
  (name) => {
    const at = (level: number, together: number) =>
      differenceInterval(other, own, parseCriterion(name), level, resampling(8).draws, together) as Interval;
    const [joint, each] = [at(0.95, 3), at(1 - 0.05 / 3, 1)];
    expect([joint.low, joint.high]).toEqual([each.low, each.high]);
    expect(joint).toMatchObject({ level: 0.95, basis: expect.stringContaining('all 3 at once') });
  },
);

describe('pairs', () => {
  it.each([
    ['mean', 'student-t'],
    ['median', 'bootstrap-t'],
    ['q3', 'bootstrap-t'],
    ['q3+iqr', 'bootstrap-t'],
    ['iqr', 'bootstrap-t'],
    ['q0.9', 'mover'],
    ['std', 'mover'],
    ['es0.25', 'mover'],
  ])('%s by %s: around the difference, and turned round with the candidates', (name, method) => {
    const there = intervalOf(other, own, name);
    const back = intervalOf(own, other, name);
    const difference = criterionDifference(other, own, parseCriterion(name));
    expect(there).toMatchObject({ method, level: 0.95, n: 8 });
    expect(there.low).toBeLessThanOrEqual(difference);
    expect(there.high).toBeGreaterThanOrEqual(difference);
    expect(back.low).toBeCloseTo(-there.high, 10);
    expect(back.high).toBeCloseTo(-there.low, 10);
  });
  it("a user's own criterion: with a standard error from resampled pairs", () => {
    const plain = parseCriterion('median');
    const custom = customCriterion({ name: 'middle', version: 1, evaluate: plain.evaluate });
    const { draws } = resampling(8);
    // What a median bears is known, and of a criterion of one's own it is not.
    expect(differenceInterval(other, own, custom, 0.95, draws)).toEqual({
      ...differenceInterval(other, own, plain, 0.95, draws),
      holdsUnder: collapsesAtMost(null, 8, 0.95),
    });
  });
  it('are narrower where replicates move together', () => {
    const moved = own.map((loss, index) => loss + 1 + index / 64);
    for (const name of ['mean', 'median', 'q3', 'std', 'es0.25']) {
      const { low, high } = intervalOf(moved, own, name);
      const apart = independentDifferenceInterval(moved, own, parseCriterion(name)) as Interval;
      expect(high - low).toBeLessThan(0.8 * (apart.high - apart.low));
    }
  });
});

describe('independent samples', () => {
  const further = [...other, 2, 8];
  it('MOVER without correlation: squares of the distances to the ends add up', () => {
    const criterion = parseCriterion('std');
    const left = criterionInterval(further, criterion) as Interval;
    const right = criterionInterval(own, criterion) as Interval;
    const [e1, e2] = [criterion.evaluate(further), criterion.evaluate(own)];
    const found = independentDifferenceInterval(further, own, criterion) as Interval;
    expect(found.low).toBeCloseTo(e1 - e2 - Math.hypot(e1 - left.low, right.high - e2), 12);
    expect(found.high).toBeCloseTo(e1 - e2 + Math.hypot(left.high - e1, e2 - right.low), 12);
    expect(found).toMatchObject({ method: 'mover', n: 8 });
  });
  it('equal errors of 8 and 8 losses: t with 14 degrees of freedom', () => {
    const criterion = parseCriterion('median');
    const { low, high } = independentDifferenceInterval(own, own, criterion) as Interval;
    const narrower = independentDifferenceInterval(own, own, criterion, 0.5) as Interval;
    // t(0.975, 14) = 2.144786688, t(0.75, 14) = 0.692417070.
    expect((high - low) / (narrower.high - narrower.low)).toBeCloseTo(2.144786688 / 0.69241707, 6);
  });
});

describe('passes and failures that are all equal so far', () => {
  const [passes, failures] = [0, 1].map((loss) => Array.from({ length: 12 }, () => loss)) as [number[], number[]];
  it.each(['mean', 'median', 'q3', 'q3+iqr', 'std', 'iqr', 'es0.25'])('by %s: no interval without width', (name) => {
    const criterion = parseCriterion(name);
    for (const other of [passes, failures]) {
      for (const interval of [
        differenceInterval(passes, other, criterion, 0.95, resampling(12).draws),
        independentDifferenceInterval(passes, other, criterion),
      ]) {
        expect(interval).toEqual({ reason: expect.any(String), n: 12 });
      }
    }
  });

  it('a quantile has one all the same: each loss tells on which side of it the quantile lies', () => {
    const q3 = parseCriterion('q3');
    expect(criterionInterval(passes, q3)).toMatchObject({ method: 'nyblom', low: 0, high: 0 });
    // Were the quartile 1, so many passes in a row would come with the chance 0.75 ** 12 = 0.03 at most.
    expect(criterionInterval(passes.slice(0, 8), q3)).toMatchObject({ reason: expect.any(String) });
  });
});

describe('no interval', () => {
  const reasonOf = (first: readonly number[], second: readonly number[], name: string) =>
    differenceInterval(first, second, parseCriterion(name), 0.95, resampling(first.length).draws);
  it.each([
    ['median', [1, 2], [2, 3], 'from 8 common replicates on, there are 2'],
    ['mean', [1], [2], 'from 2 common replicates on'],
    ['median', own.map(() => infinite), own, 'infinite because of diverged trainings'],
    ['es0.1', other, own, 'from 20 trainings on'],
    ['max', other, own, 'says nothing certain'],
    ['median', own.map((loss, index) => (index < 4 ? loss : infinite)).with(4, 3), own, 'too many trainings diverged'],
  ])('%s of %j and %j: %s', (name, first, second, reason) => {
    expect(reasonOf(first, second, name)).toEqual({ reason: expect.stringContaining(reason), n: first.length });
  });
});
