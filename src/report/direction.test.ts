/** @file Scores are shown as scores: mirrored names, turned signs, spreads as they are. */
import { describe, expect, it } from 'vitest';
import { parseCriterion } from '../stats/index.js';
import { showCriterion } from './direction.js';

describe('showCriterion', () => {
  it.each([
    ['mean', 'mean', -2],
    ['q3', 'q1', -2],
    ['q0.9', 'q0.1', -2],
    ['max', 'min', -2],
    ['min', 'max', -2],
    ['q3+iqr', 'q1-iqr', -2],
    ['std', 'std', 2],
    ['iqr', 'iqr', 2],
  ])('%s of negated scores is shown as %s', (criterion, name, value) => {
    const shown = showCriterion(parseCriterion(criterion), 'maximize');
    expect([shown.name, shown.show(2)]).toEqual([name, value]);
    expect(shown.better).toBe(value < 0 ? 'high' : 'low');
  });

  it('changes nothing about losses', () => {
    const shown = showCriterion(parseCriterion('q3'), 'minimize');
    expect([shown.name, shown.show(2)]).toEqual(['q3', 2]);
  });

  it('never shows a negative zero', () => {
    expect(Object.is(showCriterion(parseCriterion('mean'), 'maximize').show(0), 0)).toBe(true);
  });
});
