/** @file Tests of what can reach a terminal. */
import { readdirSync, readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { foreignText, print, printJson, renewLine } from './terminal.js';

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

test('a line that is renewed takes no other control', () => {
  expect(written((stream) => renewLine(stream, `1 of 2${ESC}[5A`))).toBe(`\r${ESC}[2K1 of 2�[5A`);
});

test('there is no other door', () => {
  const folder = new URL('.', import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.startsWith('terminal.'));
  const others = names.filter((name) => /\.write\(|console\./.test(readFileSync(new URL(name, folder), 'utf8')));
  // It says before anything is loaded that this Node is too old.
  expect(others).toEqual(['main.ts']);
});
