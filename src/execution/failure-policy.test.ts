/** @file How often a trial is tried. */
import { expect, it } from 'vitest';
import { DEFAULT_FAILURE_POLICY, shouldRetry } from './failure-policy.js';

const crash = { kind: 'lost-worker', message: '' };

it('is once more by default', () => {
  expect([1, 2].map((failures) => shouldRetry(DEFAULT_FAILURE_POLICY, crash, failures))).toEqual([true, false]);
});

it('can be set for a kind of failure, with the latest deciding', () => {
  const policy = { retries: 0, retriesByKind: { 'lost-worker': 2 } };
  expect([1, 2, 3].map((failures) => shouldRetry(policy, crash, failures))).toEqual([true, true, false]);
  expect(shouldRetry(policy, { kind: 'exception', message: '' }, 1)).toBe(false);
});
