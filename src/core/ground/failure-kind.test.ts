/** @file Which line of what a program printed is the error. */
import { expect, test } from 'vitest';
import { failureKind, failureLine } from './failures.js';

const lineOf = (...lines: readonly string[]) =>
  failureLine({ kind: 'exit-code', message: ['It ended with exit code 1.', ...lines].join('\n') });

test.each([
  ['Python', "KeyError: 'depth'", ['Traceback (most recent call last):', '  File "t.py", line 1', "KeyError: 'depth'"]],
  [
    'Node',
    'TypeError: no',
    ['file:///t.mjs:3', 'throw e', '   ^', 'TypeError: no', '    at t.mjs:3:7', '', 'Node.js v20.20.2'],
  ],
  ['Node, with a code', 'Error: no', ['Error: no', '    at t.mjs:3:7 {', "  code: 'X'", '}', '', 'Node.js v20.20.2']],
  ['R', 'Error: no', ['Error: no', 'Execution halted']],
  [
    'R, at length',
    'Error in f(x) : it is long',
    ['Error in f(x) : ', '  it is long', 'Calls: g -> f', 'Execution halted'],
  ],
  [
    'Rust',
    "thread 'main' panicked at src/main.rs:2: no",
    [
      "thread 'main' panicked at src/main.rs:2: no",
      'note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace',
    ],
  ],
])('%s', (_, line, printed) => {
  expect(lineOf(...printed)).toBe(line);
});

test('where nothing was printed, or no line is the error, the first line', () => {
  expect(lineOf()).toBe('It ended with exit code 1.');
  expect(failureLine({ kind: 'timeout', message: '' })).toBe('timeout');
  expect(failureLine({ kind: 'exit-code', message: '  indented\n}' })).toBe('indented');
});

test('numbers make no kind', () => {
  const at = (line: number) => failureKind({ kind: 'exit-code', message: `Error: no row ${line}\nNode.js v20.20.2` });
  expect(at(3)).toBe(at(14));
});

test.each([
  ['timeout', 'It took longer than 2 s.', ['epoch 1', 'yyyy', 'yyyyy']],
  ['signal', 'It was ended by SIGSEGV.', ['loading', '{"loss": 0.409}']],
  ['no-loss', 'It gave no loss: its file of reports is larger than 4 MiB.', ['{"loss": 0.409}']],
  ['lost-worker', 'The worker ended.', ['yyyy']],
])('%s: the cause, whatever was printed, and one kind of failure', (kind, cause, printed) => {
  const failures = printed.map((line) => ({ kind, message: `${cause}\n${line}` }));
  expect(failures.map(failureLine)).toEqual(failures.map(() => cause));
  expect(new Set(failures.map(failureKind)).size).toBe(1);
});
