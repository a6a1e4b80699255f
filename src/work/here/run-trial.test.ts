/** @file Whose frames are shown of what a trainer has thrown. */
import { expect, test } from 'vitest';
import { withoutOwnFrames } from './run-trial.js';

const own = new URL('./serve-trials.js', import.meta.url);
const user = '    at train (file:///home/someone/dist/trainer.mjs:1:41)';
const others = [
  `    at runTrial (${own.href}:31:42)`,
  `    at Object.train (${decodeURI(own.pathname)}:10:34)`,
  '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
];

test("the user's frames alone, with the whole message before them", () => {
  const message = 'Error: out of memory\n  at step 3';
  expect(withoutOwnFrames([message, user, ...others].join('\n'))).toBe(`${message}\n${user}`);
});

test('all of them where none is the user’s', () => {
  const stack = ['TypeError: no such thing', ...others].join('\n');
  expect(withoutOwnFrames(stack)).toBe(stack);
});
