/** @file JSON is told apart from what is none where `JSON.parse` does, and the place is the first that cannot be JSON. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NotJson, readJson } from './read-json.js';

const flawOf = (text: string): NotJson => {
  try {
    readJson(text);
  } catch (error) {
    if (error instanceof NotJson) return error;
    throw error;
  }
  throw new Error(`this is JSON: ${text}`);
};

test('a mark that stands in no JSON is found in the line into which it was put', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.nat(), (value, at) => {
      const lines = JSON.stringify([value], null, 1).split('\n');
      const line = at % lines.length;
      lines[line] = `%${lines[line]}`;
      expect(flawOf(lines.join('\n')).message).toContain(`line ${line + 1}, column 1: `);
    }),
  );
});

test('whatever is cut off is told as an end in the middle', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.nat(), (value, at) => {
      const text = JSON.stringify({ value });
      const cut = text.slice(0, 1 + (at % (text.length - 1)));
      expect(() => JSON.parse(cut)).toThrow();
      expect(flawOf(cut).message).toMatch(/ends in the middle|not closed/);
    }),
  );
});

test('a byte order mark is passed over', () => {
  expect(readJson('\uFEFF[1]')).toEqual([1]);
});

test.each([
  ['{rate: 1}', 'column 2: rate is not in double quotes'],
  ['[1, abc]', 'column 5: abc is not in double quotes'],
  ['[01]', 'column 2: 01 is no number of JSON'],
  ['{"a": .5}', 'column 7: .5 is no number of JSON'],
  ['[1,,2]', 'column 4: , cannot stand here'],
  ['[1 2]', 'column 4: a comma or a colon is missing before this'],
  ['{"a":\u00A01}', 'column 6: this cannot stand here'],
  ['lr,loss', 'column 1: l cannot stand here'],
  ['[tru', 'ends in the middle'],
  ['[1e-', 'ends in the middle'],
])('%s', (text, told) => {
  expect(flawOf(text).message).toContain(told);
});
