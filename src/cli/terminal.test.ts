/** @file Tests of what can reach a terminal. */
import { readdirSync, readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  clearLines,
  foreignText,
  isColorful,
  isRenewable,
  layoutOf,
  print,
  printJson,
  printProse,
  renewLines,
} from './terminal.js';

const ESC = '\u001b';

function written(write: (stream: PassThrough) => void): string {
  const stream = new PassThrough();
  write(stream);
  return String(stream.read());
}

test.each([
  ['a title', `${ESC}]0;owned\u0007`, '�]0;owned�'],
  ['the clipboard', `${ESC}]52;c;aGk=\u0007`, '�]52;c;aGk=�'],
  ['an empty screen', `${ESC}[2J`, '�[2J'],
  ['the same in one character', '\u009b2J', '�2J'],
  ['hidden text', `${ESC}[8msecret`, '�[8msecret'],
  ['the other direction', 'a\u202eb', 'a�b'],
  ['an isolate that is closed', 'a \u2068\u05d0\u2069 b', undefined],
  ['one that is not', 'a \u2068\u05d0\nb', 'a �\u05d0\nb'],
  ['a progress bar', '10 %\r20 %\r\n', '10 %\n20 %\n'],
  ['our own styles, lines and tabs', `${ESC}[1mbold${ESC}[22m\t${ESC}[31mred${ESC}[39m\n`, undefined],
])('%s', (_, text, expected = text) => {
  expect(written((stream) => print(stream, text))).toBe(expected);
});

test('foreign styles are none', () => {
  expect(written((stream) => print(stream, foreignText(`${ESC}[31mred`)))).toBe('�[31mred');
});

test('JSON stays the same value', () => {
  const value = { name: '\u009b2J\u202e\u2028', text: 'a\tb' };
  const json = written((stream) => printJson(stream, `${JSON.stringify(value, null, 2)}\n`));
  expect(json).not.toMatch(/[\u0080-\u009f\u202e]/);
  expect(JSON.parse(json)).toEqual(value);
});

test('lines that are renewed take no other control, and the cursor waits at their beginning', () => {
  expect(written((stream) => renewLines(stream, [`1 of 2${ESC}[5A`]))).toBe(`\r${ESC}[J1 of 2�[5A\r`);
  expect(written((stream) => renewLines(stream, ['a', 'b']))).toBe(`\r${ESC}[Ja\nb\r${ESC}[1A`);
  expect(written(clearLines)).toBe(`\r${ESC}[J`);
});

test('sentences end their lines at spaces on a terminal, what can be typed stays whole, and a pipe gets them as they are', () => {
  const text =
    'surefoot: runs/a is no run.\nAllowed: a folder\nFix: Run `surefoot select a.yaml --out b` first, or name it.\n';
  const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 24 });
  printProse(terminal, text);
  expect(String(terminal.read())).toBe(
    'surefoot: runs/a is no\nrun.\nAllowed: a folder\nFix: Run\n`surefoot select a.yaml --out b`\nfirst, or name it.\n',
  );
  expect(written((stream) => printProse(stream, text))).toBe(text);
});

test.each([
  ['a terminal', {}, true, true],
  ['NO_COLOR', { NO_COLOR: '1' }, false, false],
  ['an empty NO_COLOR', { NO_COLOR: '' }, true, true],
  ['TERM=dumb', { TERM: 'dumb' }, false, false],
  ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, false, true],
  ['FORCE_COLOR on a dumb terminal', { TERM: 'dumb', FORCE_COLOR: '1' }, true, false],
])('%s: colours and control codes as asked', (_, environment, colorful, renewable) => {
  const all = { TERM: 'xterm', NO_COLOR: undefined, FORCE_COLOR: undefined, ...environment };
  for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect([isColorful({ isTTY: true }), isRenewable({ isTTY: true })]).toEqual([colorful, renewable]);
  expect(isRenewable({})).toBe(false);
});

describe('the layout', () => {
  const layoutWith = (columns: string | undefined, stream: Parameters<typeof layoutOf>[0]) => {
    vi.stubEnv('COLUMNS', columns);
    try {
      return layoutOf(stream);
    } finally {
      vi.unstubAllEnvs();
    }
  };

  test.each([
    ['a terminal', '300', { isTTY: true, columns: 100 }, { width: 100, tableWidth: 100 }],
    ['a wide one', undefined, { isTTY: true, columns: 200 }, { width: 120, tableWidth: 200 }],
    ['a tiny one', undefined, { isTTY: true, columns: 5 }, { width: 20, tableWidth: 20 }],
    ['one that does not know', undefined, { isTTY: true, columns: 0 }, { width: 80, tableWidth: 80 }],
    ['a pipe', undefined, {}, { width: 80, tableWidth: Number.POSITIVE_INFINITY }],
    ['a pipe with COLUMNS', '132', {}, { width: 120, tableWidth: 132 }],
    ['a pipe with nonsense', 'wide', {}, { width: 80, tableWidth: Number.POSITIVE_INFINITY }],
  ])('of %s', (_, columns, stream, layout) => expect(layoutWith(columns, stream)).toMatchObject(layout));
});

test('there is no other door', () => {
  const folder = new URL('.', import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.startsWith('terminal.'));
  const others = names.filter((name) => /\.write\(|console\./.test(readFileSync(new URL(name, folder), 'utf8')));
  // It says before anything is loaded that this Node is too old.
  expect(others).toEqual(['main.ts']);
});
