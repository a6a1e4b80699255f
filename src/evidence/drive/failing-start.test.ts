/** @file When a run in which nothing has worked gives up. */
import { expect, test } from 'vitest';
import { DEFAULT_FAILURE_POLICY, type FailurePolicy, type Outcome } from '../../core/index.js';
import { FailingStart } from './failing-start.js';

function outcome(candidate: number, kind: string | undefined, replicate = 0, message = 'no such module'): Outcome {
  const streams = { init: replicate, sample: replicate, order: replicate, noise: replicate };
  const trial = { candidate: `c${candidate}`, streams, fidelity: { sampleSize: 0 }, repeat: 0 };
  const rest = { trial, metrics: {}, lossPerEpoch: [], seconds: 1 };
  if (kind === undefined) return { ...rest, status: 'completed', loss: 1 };
  return { ...rest, status: 'failed', loss: Number.POSITIVE_INFINITY, failure: { kind, message } };
}

const named = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `c${index}`, label: `units=${index}` }));

/** How many failures of `kind`, of candidate after candidate, it takes; undefined where no number does. */
function patience(candidates: number, policy: FailurePolicy = DEFAULT_FAILURE_POLICY, kind = 'exit-code') {
  const start = new FailingStart(named(candidates), false, policy);
  for (let count = 1; count <= 100; count++) {
    const replicate = Math.floor((count - 1) / candidates);
    if (start.see(outcome((count - 1) % candidates, kind, replicate)) !== undefined) return count;
  }
  return undefined;
}

test('one trial each of the first ten candidates, or of all, and three trials at least', () => {
  expect([1, 2, 3, 9, 10, 11, 500].map((candidates) => patience(candidates))).toEqual([3, 3, 3, 9, 10, 10, 10]);
});

test('trials of one candidate say nothing of the others', () => {
  const start = new FailingStart(named(20), false, DEFAULT_FAILURE_POLICY);
  for (let replicate = 0; replicate < 50; replicate++) {
    expect(start.see(outcome(1, 'exit-code', replicate))).toBeUndefined();
  }
});

test('one trial that works ends the doubt', () => {
  const start = new FailingStart(named(20), false, DEFAULT_FAILURE_POLICY);
  for (let one = 0; one < 9; one++) start.see(outcome(one, 'exit-code'));
  expect(start.see(outcome(9, undefined))).toBeUndefined();
  for (let one = 10; one < 20; one++) expect(start.see(outcome(one, 'exit-code'))).toBeUndefined();
});

test('where `worst` is written, for all kinds or for this one, a run goes on', () => {
  const written = { ...DEFAULT_FAILURE_POLICY, isActionWritten: true };
  const kinds = { ...DEFAULT_FAILURE_POLICY, kinds: { timeout: { action: 'worst' } } } as const;
  expect(patience(20, written)).toBeUndefined();
  expect(patience(20, kinds, 'timeout')).toBeUndefined();
  expect(patience(20, kinds, 'signal')).toBe(10);
  expect(patience(20, { ...written, action: 'exclude' })).toBe(10);
});

test('the first of them is named as people know it, and its message stands once', () => {
  const messageOf = (candidates: ReturnType<typeof named>) => {
    const start = new FailingStart(candidates, false, DEFAULT_FAILURE_POLICY);
    return [4, 5, 6].map((replicate) => start.see(outcome(0, 'exit-code', replicate))).at(-1)?.message;
  };
  expect(messageOf(named(1))).toContain(
    'all failed the same way, exit-code: no such module\nThe first was replicate 4 of units=0 (c0).\nFix: Correct',
  );
  expect(messageOf([{ id: 'c0', label: '' }])).toContain('replicate 4 of c0.');
});

test('failures are grouped by cause, numbers aside, most frequent first', () => {
  const start = new FailingStart(named(4), false, DEFAULT_FAILURE_POLICY);
  const messages = ['file 1 is missing', 'KeyError: depth', 'line 7\nKeyError: depth', 'KeyError: depth'];
  const error = messages.map((message, one) => start.see(outcome(one, 'exception', 0, message))).at(-1);
  expect(error?.message).toContain(
    'all failed, in 2 ways:\n  3 with exception: KeyError: depth\n  1 with exception: file 1 is missing\nThe first was',
  );
});
