/**
 * @file Programs in Python, written in many ways: comments, blank lines and formatting change no token, everything else does. test/peers compares
 * with Python's own tokenizer.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pythonTokens } from './python-tokens.js';

/** Tokens of statements; one with an open bracket may be written over several lines. */
const STATEMENTS = [
  ['x', '=', '1'],
  ['f', '(', 'a', ',', '*', 'b', ',', '**', 'c', ')'],
  ['s', '=', '"# no comment"'],
  ['s', '=', 'f\'{x!r:>{w}} {d["k"]} # no\''],
  ['s', '=', 'rb"\\""', '[', '0', ']'],
  ['y', '=', '(', '1e-5', '+', '.5j', ')', '//', '0x_1F'],
  ['"""a\n# text\n"""'],
  ['g', '=', 'lambda', ':', '(', 'yield', ')'],
  ['del', 'x', '[', '1', ':', '...', ']'],
  ['@', 'decorated'],
];
type Block = { readonly tokens: readonly string[]; readonly body: readonly Block[] };
const leaf = fc.constantFrom(...STATEMENTS).map((tokens): Block => ({ tokens, body: [] }));
const { block } = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { weight: 4, arbitrary: leaf },
    {
      weight: 1,
      arbitrary: fc
        .array(tie('block'), { minLength: 1, maxLength: 3 })
        .map((body) => ({ tokens: ['if', 'x', ':'], body })),
    },
  ),
}));
const programs = fc.array(block, { minLength: 1, maxLength: 6 });

/** One way to write it; `pick` chooses among so many. */
function written(blocks: readonly Block[], pick: (count: number) => number, unit: string): string {
  const one = (ways: readonly string[]) => ways[pick(ways.length)] as string;
  const blank = () => one(['', '', '\n', '  \n', '# it\'s "why"\n', '      # indented (\n\n', '\t# type: ignore\n']);
  const lineEnd = () => one(['\n', '  \n', ' # so {\n', '\n\n']);
  const statement = (tokens: readonly string[]): string => {
    let depth = 0;
    let text = '';
    for (const [place, token] of tokens.entries()) {
      const needsBlank = /\w$/.test(text) && /^[\w."']/.test(token);
      const ways = depth > 0 ? [' ', '  ', '\n', ' # in brackets\n  '] : [' ', '   ', ' \\\n  '];
      text += place === 0 ? token : `${one(needsBlank ? ways : ['', ...ways])}${token}`;
      if ('([{'.includes(token)) depth++;
      if (')]}'.includes(token)) depth--;
    }
    return text;
  };
  const all = (parts: readonly Block[], indent: string): string =>
    parts
      .map(({ tokens, body }) => `${blank()}${indent}${statement(tokens)}${lineEnd()}${all(body, indent + unit)}`)
      .join('');
  const text = all(blocks, '');
  const head = one(['', '#!/usr/bin/env python3\n', '# -*- coding: utf-8 -*-\n', '\ufeff']);
  return `${head}${pick(2) === 0 ? text : text.trimEnd()}`;
}

const ways = fc.infiniteStream(fc.nat(1000));
const picker = (stream: Iterator<number>) => (count: number) => (stream.next().value as number) % count;

test('however a program is written, its tokens are the same', () => {
  fc.assert(
    fc.property(programs, ways, fc.constantFrom(' ', '  ', '\t'), fc.boolean(), (blocks, stream, unit, isDos) => {
      const text = written(blocks, picker(stream[Symbol.iterator]()), unit);
      const expected = pythonTokens(written(blocks, () => 0, '    '));
      expect(expected).toBeDefined();
      // Within a string a line end of DOS is read as any other.
      expect(pythonTokens(isDos ? text.replaceAll('\n', '\r\n') : text), text).toEqual(expected);
    }),
  );
});

test('programs that differ in a token have other tokens', () => {
  fc.assert(
    fc.property(programs, programs, (one, other) => {
      const [left, right] = [one, other].map((blocks) => JSON.stringify(pythonTokens(written(blocks, () => 0, '  '))));
      expect(left === right).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
});

test.each([
  ['x = 1', 'x = 2'],
  ['s = "a # b"', 's = "a # c"'],
  ['s = "a  b"', 's = "a b"'],
  ["s = 'a'", 's = "a"'],
  ['"""doc"""', '"""other doc"""'],
  ['if a:\n  b\n  c', 'if a:\n  b\nc'],
  ['if a:\n  if b:\n    c\n  d', 'if a:\n  if b:\n    c\n    d'],
  ['a\nb', 'a; b'],
  ['a = b', 'a == b'],
  ['a - 1', 'a ** 1'],
  ["f'''{\na}'''", "f'''{\n a}'''"],
  ["f'{a:#x}'", "f'{a:#o}'"],
  ['f"{d["a # b"]}"', 'f"{d["a # c"]}"'],
])('%j is another program than %j', (one, other) => {
  expect(pythonTokens(one)).toBeDefined();
  expect(pythonTokens(one)).not.toEqual(pythonTokens(other));
});

test.each([
  ...['"', "'a\nb'", '"""a', 'f(', 'f)', '(]', 'a ? b', 'a $', '`a`', 'x = 1 \\ \n', 'x = 1 \\'],
  ...['if a:\n    b\n  c', 'if a:\n\tb\n        c', '\fx = 1', 'a\rb', '# -*- coding: latin-1 -*-\nx', "f'{a'"],
  ...["f'{a\\n}'", "f'''{a # b\n}'''", "f'}'", "f'{a:{b'", "f'\\N{DASH}'", 'a\0b'],
])('in doubt the bytes count: %j', (source) => {
  expect(pythonTokens(source)).toBeUndefined();
});
