/** @file Criteria: values on small samples worked out by hand, infinite losses, names that are refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../core/index.js';
import { quantile } from '../quantile.js';
import { CRITERION_FAMILIES, CRITERION_NAMES, parseCriterion, toldOf } from './criteria.js';
import { scoreValue } from './criterion.js';

const evaluate = (name: string, losses: readonly number[]): number => parseCriterion(name).evaluate(losses);

describe('criteria on hand-made samples', () => {
  it.each([1e-300, 1e300])('std of losses of %d, whose squares have no double', (scale) => {
    const spread = evaluate(
      'std',
      [4, 1, 3, 2, 10].map((loss) => loss * scale),
    );
    expect(spread / scale).toBeCloseTo(Math.sqrt(12.5), 10);
  });

  const losses = [4, 1, 3, 2, 10];
  it.each([
    ['mean', 4],
    ['median', 3],
    ['q3', 4],
    ['q3+iqr', 6],
    ['max', 10],
    ['min', 1],
    ['std', Math.sqrt(12.5)],
    ['iqr', 2],
    ['q0.5', 3],
    ['q.25', 2],
    ['es0.2', 10],
    ['es0.4', 7],
    ['es0.3', 8],
    ['es0.1', 10],
    ['es1', 4],
  ])('%s = %d', (name, expected) => {
    expect(evaluate(name, losses)).toBeCloseTo(expected, 14);
  });
});

describe('infinite losses', () => {
  const withOne = [1, 2, 3, 4, Number.POSITIVE_INFINITY];
  it.each([
    ['mean', Number.POSITIVE_INFINITY],
    ['median', 3],
    ['q3', 4],
    ['q0.8', Number.POSITIVE_INFINITY],
    ['max', Number.POSITIVE_INFINITY],
    ['min', 1],
    ['std', Number.POSITIVE_INFINITY],
    ['iqr', Number.POSITIVE_INFINITY],
    ['es0.1', Number.POSITIVE_INFINITY],
    ['q3+iqr', Number.POSITIVE_INFINITY],
  ])('%s of 1 2 3 4 Infinity = %d', (name, expected) => {
    expect(evaluate(name, withOne)).toBe(expected);
  });

  it('a quantile at an order statistic does not feel an infinite neighbour, rounding included', () => {
    const losses = [...Array(8).keys(), Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    expect(quantile(losses, 0.7)).toBe(7);
    expect(quantile([1, Number.POSITIVE_INFINITY, 2], 0.5)).toBe(2);
  });

  it('never gives NaN, and never gets better when one more trial diverges', () => {
    const names = [...CRITERION_NAMES.filter((name) => !name.includes('<')), 'q0.9', 'q0.35', 'es0.1', 'es0.35'];
    const loss = fc.oneof(fc.integer({ min: -64, max: 64 }), fc.constant(Number.POSITIVE_INFINITY));
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.array(loss, { minLength: 2, maxLength: 40 }),
        fc.nat(),
        (name, losses, at) => {
          const before = evaluate(name, losses);
          const diverged = losses.with(at % losses.length, Number.POSITIVE_INFINITY);
          expect(before).not.toBeNaN();
          expect(evaluate(name, diverged)).toBeGreaterThanOrEqual(before);
        },
      ),
    );
  });
});

describe('names', () => {
  it('suggests the nearest known name', () => {
    expect(() => parseCriterion('medain')).toThrow(/did you mean "median"/);
  });
  it.each(['q0', 'q1', 'q1.5', 'es0', 'q', 'q0.5x', '', 'MEAN', 'q-0.1'])('refuses "%s"', (name) => {
    expect(() => parseCriterion(name)).toThrow(InputError);
  });
  it('tells the mirror name for scores', () => {
    expect(parseCriterion('q3').scoreName).toBe('q1');
    expect(parseCriterion('q0.9').scoreName).toBe('q0.1');
    expect(scoreValue(parseCriterion('q3'), -0.9)).toBe(0.9);
    expect(scoreValue(parseCriterion('std'), 0.1)).toBe(0.1);
    const scores = [0.5, 0.75, 0.25, 1];
    const losses = scores.map((score) => -score);
    for (const [name, mirror] of [
      ['q3', 'q0.25'],
      ['max', 'min'],
      ['mean', 'mean'],
    ] as const) {
      expect(scoreValue(parseCriterion(name), evaluate(name, losses))).toBe(evaluate(mirror, scores));
    }
  });
  it('has too few losses below its minimum', () => {
    for (const name of ['std', 'iqr']) expect(() => evaluate(name, [1])).toThrow(RangeError);
    for (const name of ['mean', 'max', 'es0.1']) expect(() => evaluate(name, [])).toThrow(RangeError);
  });
});

describe('what is printed can be typed', () => {
  const shares = ['q0.05', 'q0.5', 'q0.9', 'q0.25', 'es0.1', 'es1'];
  const names = [...CRITERION_FAMILIES.map(({ sample }) => sample.name), ...shares];
  const figures = [
    toldOf(undefined, 'minimize'),
    toldOf(undefined, 'maximize'),
    toldOf('accuracy', 'maximize'),
    toldOf('mae', 'minimize'),
    toldOf('share of the best', 'maximize'),
  ];
  it.each(figures)('every criterion of the $word', (told) => {
    for (const name of names) {
      const criterion = parseCriterion(name);
      const shown = told.isScore ? criterion.scoreName : criterion.name;
      expect(parseCriterion(`${shown} of the ${told.word}`, told).name).toBe(criterion.name);
      expect(parseCriterion(`${shown} of ${told.word}`, told).name).toBe(criterion.name);
    }
  });
  it('is of nothing else', () => {
    const accuracy = toldOf('accuracy', 'maximize');
    expect(() => parseCriterion('q3 of the loss', accuracy)).toThrow(
      'is of the loss, and what is compared here is the accuracy',
    );
    expect(() => parseCriterion('q1 of the accuracy')).toThrow('such as "q3 of the loss"');
    expect(() => parseCriterion('q1 of the loss')).toThrow('Unknown criterion "q1"');
    // A name alone is one of losses, whatever is raced: the mirrored one says what it is of.
    expect(() => parseCriterion('q1', accuracy)).toThrow('did you mean "q1 of the accuracy"?');
    expect(parseCriterion('q0.9', accuracy).name).toBe('q0.9');
  });
});
