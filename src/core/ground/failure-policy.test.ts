/** @file Tests of how often a trial is tried, and what it counts as then. */
import { expect, it } from 'vitest';
import { actionFor, DEFAULT_FAILURE_POLICY, type FailurePolicy, shouldRetry } from './failures.js';
import { failedOutcome } from './outcome.js';
import { replicateStreams } from './trial.js';

const crash = { kind: 'lost-worker', message: '' };
const divergence = { kind: 'diverged', message: '' };
const trial = { candidate: 'a', streams: replicateStreams(0), fidelity: { sampleSize: 0 }, repeat: 0 };
const failed = (kind: string) => failedOutcome(trial, { kind, message: '' }, 1);
const { failure: _, ...withoutFailure } = failed('exception');
const diverged = { ...withoutFailure, status: 'diverged' } as const;

it('is once more by default, and never for divergence', () => {
  expect([1, 2].map((failures) => shouldRetry(DEFAULT_FAILURE_POLICY, crash, failures))).toEqual([true, false]);
  expect(shouldRetry(DEFAULT_FAILURE_POLICY, divergence, 1)).toBe(false);
});

it('can be set for a kind of failure, with the latest deciding', () => {
  const policy: FailurePolicy = { retries: 0, action: 'worst', kinds: { 'lost-worker': { retries: 2 } } };
  expect([1, 2, 3].map((failures) => shouldRetry(policy, crash, failures))).toEqual([true, true, false]);
  expect(shouldRetry(policy, { kind: 'exception', message: '' }, 1)).toBe(false);
  expect(shouldRetry({ ...policy, kinds: { diverged: { retries: 1 } } }, divergence, 1)).toBe(true);
});

it('counts as the worst by default, and as the policy says otherwise', () => {
  expect(actionFor(DEFAULT_FAILURE_POLICY, failed('timeout'))).toBe('worst');
  const policy: FailurePolicy = { retries: 1, action: 'exclude', kinds: { timeout: { action: 'stop' } } };
  expect(actionFor(policy, failed('timeout'))).toBe('stop');
  expect(actionFor(policy, failed('exit-code'))).toBe('exclude');
  expect(actionFor(policy, diverged)).toBe('worst');
  expect(actionFor({ ...policy, kinds: { diverged: { action: 'stop' } } }, diverged)).toBe('stop');
  expect(actionFor(policy, { ...diverged, status: 'completed', loss: 1 })).toBeUndefined();
});
