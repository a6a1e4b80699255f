/** @file What candidates that never worked failed with: causes are told once, numbers aside. */
import { expect, test } from 'vitest';
import { errorsOf, neverWorkedText } from './never-worked.js';

const broken = (candidate: string, message: string) => ({
  ...{ candidate, label: '', trials: 2 },
  failures: [{ kind: 'exit-code', message, trials: 2 }],
});

test('errors that differ by numbers are one, the most frequent first, with no stop within a list', () => {
  const all = [
    broken('a', "KeyError: 'depth'"),
    broken('b', 'Process 4816 ended with exit code 7.'),
    broken('c', 'Process 4810 ended with exit code 7.'),
    broken('d', 'waits for more...'),
  ];
  expect(errorsOf(all)).toEqual([
    { text: 'Process 4816 ended with exit code 7', count: 2 },
    { text: "KeyError: 'depth'", count: 1 },
    { text: 'waits for more...', count: 1 },
  ]);
  expect(neverWorkedText(all, 9)).toBe(
    "4 of 9 candidates never worked: all of their 8 trainings failed, so they are not compared. Process 4816 ended with exit code 7 (2); KeyError: 'depth' (1); waits for more... (1)",
  );
  expect(neverWorkedText(all.slice(1, 3), 9)).toMatch(/\. Process 4816 ended with exit code 7$/);
});
