/** @file What a session was trained for: a change that is asked again uses what it had made, and counts once. */
import { expect, test } from 'vitest';
import type { JudgedChange } from '../../src/report/studies/judged-change.js';
import { changesInOrder, sessionTexts } from '../../src/report/studies/keep-session.js';

const change = (
  [baseline, candidate]: readonly [string, string],
  [fresh, old, reused]: readonly [number, number, number],
  verdict: JudgedChange['verdict'] = 'discard',
): JudgedChange => ({
  ...{ baseline: { id: baseline, name: '' }, candidate: { id: candidate, name: '' }, verdict, sure: null },
  ...{ gain: null, interval: null, error: 0.15, reason: '', moved: verdict === 'keep' },
  trainings: { candidate: fresh, baseline: old, reused },
});

test('a change that is asked again counts once, with all that was trained for it', () => {
  const lines = [
    change(['a', 'a'], [1, 0, 0]),
    // 6 made; then 4 more beside these 6; then 2 more beside all 10.
    change(['a', 'b'], [3, 3, 0], 'undecided'),
    change(['a', 'b'], [5, 5, 6], 'undecided'),
    change(['a', 'b'], [6, 6, 10], 'keep'),
    // Of its baseline's 6 all are there from before.
    change(['b', 'c'], [4, 6, 6]),
  ];
  expect(changesInOrder(lines).map(({ trainings }) => trainings)).toEqual([
    { candidate: 6, baseline: 6, reused: 0 },
    { candidate: 4, baseline: 6, reused: 6 },
  ]);
  expect(sessionTexts(lines).at(-1)).toBe('16 trainings, and 6 used again.');
});
