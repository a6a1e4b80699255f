/** @file What is said before a race by a spread. */
import { expect, test } from 'vitest';
import { parseCriterion } from '../../../stats/index.js';
import { spreadNeeds } from './spread-needs.js';

const needs = (criterion: string, maxReplicates: number) =>
  spreadNeeds({ criterion: parseCriterion(criterion), maxReplicates });

test('with how many trainings a pair is told apart, and how often with those that there may be', () => {
  expect(needs('std', 20)).toContain('with 20 of each');
  // By SciPy: 0.532 with 20, 0.796 with 39, 0.805 with 40.
  expect(needs('std', 20)).toContain('told apart in 53 of 100 cases');
  expect(needs('std', 39)).toContain('with 40 in 80.');
});

test('silent where there are enough, and of a criterion that is no spread', () => {
  expect(needs('iqr', 20)).toBeDefined();
  expect([needs('std', 40), needs('q3', 5), needs('mean', 5)]).toEqual([undefined, undefined, undefined]);
});
