/** @file Whose frames are shown of what a trainer has thrown. */
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { Fold } from '../../core/index.js';
import { withoutOwnFrames } from './run-trial.js';

/** Where the code that is under test lies, sources or what is built of them, as its own errors say. */
function ownFolder(): string {
  const fold = new Fold({ begin: () => 0 } as never);
  try {
    fold.settle(1, 0);
  } catch (error) {
    const [, place = ''] = /\((.*)\/core\/ports\/fold\.[jt]s:/.exec((error as Error).stack ?? '') ?? [];
    return place.startsWith('file:') ? fileURLToPath(place) : place;
  }
  throw new Error('a slot that is not open was settled');
}

const own = pathToFileURL(`${ownFolder()}/work/here/serve-trials.js`);
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
