/** @file JavaScript and TypeScript, beside the parser of Rolldown: comments and formatting change none, everything else does. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: programs are texts here
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseAst } from 'rolldown/parseAst';
import { expect, test } from 'vitest';
import { javascriptTokens } from './javascript-tokens.js';

const FOLDERS = ['src/trainers/code', 'src/core', 'src/trainers/command', 'scripts', 'bench'];
const read = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /\.(?:ts|mjs)$/.test(name))
    .map((name) => ({ path: join(folder, name), text: readFileSync(join(folder, name), 'utf8') })),
);

const known = read.filter(({ text }) => text.length < 6000 && javascriptTokens(text) !== undefined);

/** The program as a parser of others reads it, without places and comments; undefined where it does not read it. */
function programOf(text: string): string | undefined {
  try {
    const isPlace = (key: string) => ['start', 'end', 'loc', 'range', 'hashbang'].includes(key);
    return JSON.stringify(parseAst(text, { lang: 'ts' }), (key, value: unknown) => {
      if (isPlace(key)) return undefined;
      return typeof value === 'bigint' ? String(value) : value;
    });
  } catch {
    return undefined;
  }
}

/** Places in a text where one white space stands. */
const gaps = (text: string, char: string) => Array.from(text.matchAll(new RegExp(char, 'g')), ({ index }) => index);

test('most real sources are read', () => {
  expect(known.length).toBeGreaterThan(0.7 * read.length);
});

test('other white space and comments are no other tokens, unless they are another program', () => {
  const ways = [
    ['\n', '\n\n'],
    ['\n', ' // it\'s "why" ${ `\n'],
    ['\n', '\n/* two\n lines */\n'],
    ['\n', '\r\n'],
    [' ', '  \t'],
    [' ', " /* it's */ "],
  ] as const;
  fc.assert(
    fc.property(fc.constantFrom(...known), fc.constantFrom(...ways), fc.nat(), ({ text }, [char, other], pick) => {
      const places = gaps(text, char);
      const at = places[pick % places.length] as number;
      const changed = text.slice(0, at) + other + text.slice(at + 1);
      // White space in texts and templates is part of them.
      const isSame = programOf(changed) === programOf(text);
      expect(
        String(javascriptTokens(changed)) === String(javascriptTokens(text)),
        changed.slice(at - 80, at + 80),
      ).toBe(isSame);
    }),
    { numRuns: 300 },
  );
});

test('equal tokens are equal programs, whatever is changed', () => {
  const pieces = [
    '',
    ' ',
    '\n',
    '/',
    '//',
    '/*',
    '*/',
    '"',
    "'",
    '`',
    '${',
    '}',
    '(',
    ')',
    '<',
    '>',
    '!',
    '++',
    'a',
    '.',
    ';',
    '\\',
    '= /',
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...known),
      fc.nat(),
      fc.nat(3),
      fc.constantFrom(...pieces),
      ({ text }, pick, drop, piece) => {
        const at = pick % text.length;
        const changed = text.slice(0, at) + piece + text.slice(at + drop);
        const tokens = javascriptTokens(changed);
        if (tokens === undefined || String(tokens) !== String(javascriptTokens(text))) return;
        expect(programOf(changed), text.slice(at - 80, at + 80)).toBe(programOf(text));
      },
    ),
    { numRuns: 1000 },
  );
});

test.each([
  ['return\nx', 'return x'],
  ['a\n++b', 'a++\nb'],
  ['a\nb', 'a b'],
  ['let a\n[b] = c', 'let a[b] = c'],
  ['x = `a  b`', 'x = `a b`'],
  ['x = `${a}  `', 'x = `${a} `'],
  ['x = /a b/', 'x = /ab/'],
  ['x = "// a"', 'x = "// b"'],
  ['if (a) /b c/.test(d)', 'if (a) /bc/.test(d)'],
  ['a = b / c // d / e', 'a = b / c / d / e'],
  ['class A { a\n*b() {} }', 'class A { a*b() {} }'],
])('%j is another program than %j', (one, other) => {
  expect(javascriptTokens(one)).toBeDefined();
  expect(javascriptTokens(one)).not.toEqual(javascriptTokens(other));
});

test.each([
  ['a\n  .b()\n  .c', 'a.b().c'],
  ['f(\n  a,\n  b\n)', 'f(a,b)'],
  ['const a =\n  b &&\n  c', 'const a = b && c'],
  ['#!/usr/bin/env node\nx', '\ufeffx'],
  ['x = `${a /* why */}`', 'x = `${a}`'],
  ['(a + b) / 2 / c', '(a+b)/2/c'],
  ['a.return / b', 'a.return/b'],
])('%j is the program %j', (one, other) => {
  expect(javascriptTokens(one)).toBeDefined();
  expect(javascriptTokens(one)).toEqual(javascriptTokens(other));
});

test.each([
  ...["'a\nb'", '"a', '`a', '`${a', '/* a', '(a', 'a)', '(]', 'x = {} / 2', 'a++ / 2', 'a! / 2', 'of / 2', '<!-- a'],
  ...['x\u2028y', 'return <a>it is // text</a>', 'x = <T>(a) => a', 'a\\u0062', 'x = /a', 'for await (a) / 2'],
])('in doubt the bytes count: %j', (source) => {
  expect(javascriptTokens(source)).toBeUndefined();
});
