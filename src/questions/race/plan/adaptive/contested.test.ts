/** @file Which candidates are contested by their chances. */
import { expect, test } from 'vitest';
import { contestedBy } from './contested.js';

test('idle are the smallest chances that sum to what is allowed', () => {
  const chances = Float64Array.of(0.02, 0.5, 0.005, 0.01, 0);
  expect([...contestedBy(chances, 0.03)]).toEqual([1, 1, 0, 0, 0]);
  expect([...contestedBy(chances, 0.036)]).toEqual([0, 1, 0, 0, 0]);
});
