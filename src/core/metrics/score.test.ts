/** @file Scores: which way they are better, their costs and back, the worst, the size of a bias, and where costs lie. */
import { describe, expect, it } from 'vitest';
import { scoreOf } from './score.js';

describe('a score', () => {
  it.each([
    ['loss', undefined, 'minimize', 2, Number.POSITIVE_INFINITY, undefined],
    ['accuracy', undefined, 'maximize', -2, Number.NEGATIVE_INFINITY, [-1, 0]],
    ['rmse', undefined, 'minimize', 2, Number.POSITIVE_INFINITY, [0, Number.POSITIVE_INFINITY]],
    ['reward', undefined, 'minimize', 2, Number.POSITIVE_INFINITY, undefined],
    ['reward', 'maximize', 'maximize', -2, Number.NEGATIVE_INFINITY, undefined],
  ] as const)('%s, %s', (name, given, direction, cost, worst, costs) => {
    const score = scoreOf(name, given);
    expect([score.direction, score.cost(2), score.worst]).toEqual([direction, cost, worst]);
    expect(score.shown(cost)).toBe(2);
    expect(score.costs).toEqual(costs);
    expect(score.cost(score.worst)).toBe(Number.POSITIVE_INFINITY);
  });
  it('is compared by its size where it is better near 0', () => {
    expect([scoreOf('bias').compared(-3), scoreOf('accuracy').compared(-3)]).toEqual([3, -3]);
  });
  it('is never a negative zero', () => {
    expect(Object.is(scoreOf('accuracy').cost(0), 0)).toBe(true);
    expect(scoreOf('accuracy').costs?.map((end) => Object.is(end, -0))).toEqual([false, false]);
  });
});
