/** @file Tests of which trials are named as slow. */
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Outcome, Trial } from '../../core/index.js';
import { nameSlowTrials } from './local-executor.js';

test('a trial is named once, after ten times the longest finished one and not before ten seconds', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const named: string[] = [];
  const place = {
    attempt: async ([trial]: readonly Trial[]) => {
      const seconds = Number(trial?.candidate);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      return { outcomes: [{ trial, seconds } as Outcome] };
    },
  };
  const places = nameSlowTrials(
    [place, place],
    (event) => event.kind === 'slow' && named.push(`${event.trial.candidate} after ${Math.floor(event.seconds)}`),
    () => Date.now(),
  );
  const { signal } = new AbortController();
  const attempt = (index: number, candidate: string) => places[index]?.attempt([{ candidate } as Trial], signal);
  // Nothing is known before the first has ended.
  const first = attempt(0, '0.1');
  const long = attempt(1, '60');
  await vi.advanceTimersByTimeAsync(9000);
  await first;
  expect(named).toEqual([]);
  await vi.advanceTimersByTimeAsync(51_000);
  await long;
  expect(named).toEqual(['60 after 10']);
  const longer = attempt(0, '900');
  await vi.advanceTimersByTimeAsync(900_000);
  await longer;
  expect(named).toEqual(['60 after 10', '900 after 600']);
  expect(vi.getTimerCount()).toBe(0);
});
