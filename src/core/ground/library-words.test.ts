/** @file Texts of the command line as a program reads them: options by their own names, commands as they are. */
import { expect, test } from 'vitest';
import { InputError, RunError } from './errors.js';
import { askedByProgram, calledByProgram, inLibraryWords } from './library-words.js';

test.each([
  [
    'Choose another folder with --out, or start again with --fresh.',
    'Choose another folder with `out`, or start again with `fresh: true`.',
  ],
  ['Go on with --accept-changed-code (the log says so).', 'Go on with `acceptChangedCode: true` (the log says so).'],
  ['Put it back and run the same command again.', 'Put it back and make the same call again.'],
  ['trains anew: `--fresh`, or another folder', 'trains anew: `fresh: true`, or another folder'],
  ['number 1 of `--factor start` (he)', "number 1 of `factors: ['start']` (he)"],
  ['Name one: `--value values_0 --direction minimize`.', "Name one: `value: 'values_0', direction: 'minimize'`."],
  ["Name levels: `--factor 'a=1,2'`.", "Name levels: `factors: ['a=1,2']`."],
  ['Leave it out: `--ignore a,b`.', "Leave it out: `ignore: ['a', 'b']`."],
  ['Give `--target NAME`, or leave `--abstain 0.1` out.', "Give `target: 'NAME'`, or leave `abstain: 0.1` out."],
  ['Give `--loss-below 0.4`, not `--foreign 3`.', 'Give `below: 0.4`, not `--foreign 3`.'],
  ['Start workers: `--workers-at FOLDER`, and wait.', "Start workers: `workersAt: 'FOLDER'`, and wait."],
  ['See what is wrong with: surefoot log a --salvage b', 'See what is wrong with: surefoot log a --salvage b'],
  [
    'Start one with `surefoot worker A --wait 3`, or use --workers-at.',
    'Start one with `surefoot worker A --wait 3`, or use `workersAt`.',
  ],
  [
    '{configuration:--key=value}; npm install a --ignore-scripts',
    '{configuration:--key=value}; npm install a --ignore-scripts',
  ],
])('%s', (text, told) => {
  expect(inLibraryWords(text)).toBe(told);
});

test('an error keeps its class, its code and the place where it was thrown', async () => {
  const thrown = new RunError({ code: 'a', what: 'Changed.', allowed: '--out', fix: 'Use --fresh.' });
  const told = await askedByProgram(async () => Promise.reject(thrown)).catch((error: unknown) => error);
  expect(told).toBeInstanceOf(RunError);
  expect(told).toMatchObject({
    code: 'a',
    allowed: '`out`',
    message: 'Changed.\nAllowed: `out`\nFix: Use `fresh: true`.',
  });
  expect((told as Error).stack?.split('\n').slice(-3)).toEqual(thrown.stack?.split('\n').slice(-3));
  const plain = new InputError({ code: 'b', what: 'What.', fix: 'Do.' });
  const call = () =>
    calledByProgram(() => {
      throw plain;
    });
  expect(call).toThrow(plain);
});
