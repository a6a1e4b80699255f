/** @file When loading is said to be slow. */
import { expect, test } from 'vitest';
import type { ExecutorEvent, Outcome, Trial } from '../../core/index.js';
import { tellSlowLoading } from './starting.js';

async function notesOf(...trials: { readonly seconds: number; readonly loadSeconds?: number }[]) {
  const events: ExecutorEvent[] = [];
  const left = [...trials];
  const place = {
    attempt: async ([trial]: readonly Trial[]) => ({ outcomes: [{ trial, ...left.shift() } as Outcome] }),
  };
  const [told] = tellSlowLoading([place], (event) => events.push(event));
  const outcomes = [];
  for (const { length } = trials; outcomes.length < length; )
    outcomes.push(await told?.attempt([{ candidate: 'a' } as Trial], new AbortController().signal));
  expect(JSON.stringify(outcomes)).toMatch(/"seconds":[\d.]+\}/);
  expect(JSON.stringify(outcomes)).not.toContain('loadSeconds');
  return events.map((event) => (event.kind === 'note' ? event.text : event.kind));
}

test('once, where it is a third of a trial and half a second', async () => {
  expect(await notesOf({ seconds: 2.5, loadSeconds: 2 }, { seconds: 2.5, loadSeconds: 2 })).toEqual([
    'Loading took 2.0 of the 2.5 s of this training: with `protocol: long-lived` in `trainer`, each worker loads once.',
  ]);
  expect(await notesOf({ seconds: 0.5, loadSeconds: 0.4 }, { seconds: 60, loadSeconds: 2 }, { seconds: 9 })).toEqual(
    [],
  );
  // By four threads at once.
  expect(await notesOf({ seconds: 1, loadSeconds: 4 })).toEqual([expect.stringContaining('1.0 of the 1.0 s')]);
});
