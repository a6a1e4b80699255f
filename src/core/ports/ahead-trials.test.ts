/** @file How much may be trained ahead: a share of what is surely needed, less what was asked for beyond that, and what nobody has asked for yet. */
import { expect, test } from 'vitest';
import { replicateTrial } from '../ground/trial.js';
import { AheadTrials } from './ahead-trials.js';

const trials = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => replicateTrial('c', from + n, 0));

/** How many are taken of twenty that are likely, where ten outcomes are certain. */
function taken(asked: number, share: number, trained = trials(0, 0), needed = trials(0, 0)): number {
  const fold = {
    ...{ end: undefined, hasAbandoned: false, applied: 10, asked },
    ahead: () => ({ needed, likely: trials(100, 20), certain: 10 }),
  };
  const ahead = new AheadTrials(fold, { share, lacks: () => true, trained });
  let count = 0;
  while (ahead.take() !== undefined) count++;
  return count;
}

test('a share of what is certain', () => {
  expect([taken(10, 0), taken(10, 0.5), taken(10, 1)]).toEqual([0, 5, 10]);
});

test('what was asked for beyond that may be for nothing, too', () => {
  expect([taken(12, 0.5), taken(14, 0.5), taken(16, 0.5)]).toEqual([3, 1, 0]);
});

test('what was trained before and is not needed counts, what is needed does not', () => {
  expect(taken(10, 0.5, trials(50, 3))).toBe(2);
  expect(taken(10, 0.5, trials(50, 3), trials(50, 3))).toBe(3 + 5);
});
