/**
 * @file Tokens of Python's own standard library, beside its tokenizer and its parser: the same tokens, and whatever is done to a source, equal
 * tokens are an equal program.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { randomFrom } from '../../src/core/index.js';
import { pythonTokens } from '../../src/trainers/code/tokens/python-tokens.js';
import { missingFor, PYTHON } from './debian-python.js';

const missing = missingFor('tokenize');
const LARGEST = 40_000;

interface Told {
  readonly tokens: readonly string[] | null;
  readonly program: string | null;
}

function askPython(sources: readonly string[]): Told[] {
  const input = JSON.stringify(sources);
  const { stdout, stderr } = spawnSync(PYTHON, ['test/peers/python_tokens.py'], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  expect(stderr).toBe('');
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Told);
}

function standardLibrary(): string[] {
  const folder = execFileSync(PYTHON, ['-c', 'import os; print(os.path.dirname(os.__file__))'], {
    encoding: 'utf8',
  }).trim();
  const below = ['', 'json', 'email', 'asyncio', 'unittest', 'collections'].map((name) => join(folder, name));
  const paths = below.flatMap((one) =>
    readdirSync(one)
      .filter((name) => name.endsWith('.py'))
      .map((name) => join(one, name)),
  );
  return paths.map((path) => readFileSync(path, 'utf8')).filter((text) => text.length < LARGEST);
}

test.skipIf(missing !== '')(`tokens are those of Python's tokenizer${missing}`, () => {
  const sources = standardLibrary();
  const told = askPython(sources);
  let read = 0;
  for (const [place, source] of sources.entries()) {
    const own = pythonTokens(source);
    if (own === undefined) continue;
    read++;
    expect(own).toEqual(told[place]?.tokens);
  }
  expect(read).toBeGreaterThan(0.9 * sources.length);
});

const PIECES = [
  '',
  ' ',
  '\n',
  '\t',
  '#',
  '"',
  "'",
  '"""',
  '\\',
  '{',
  '}',
  '(',
  ')',
  'f"',
  ':',
  'a',
  '# x\n',
  '\n# x\n',
  '\n\n',
  ';',
];

test.skipIf(missing !== '')(`equal tokens are equal programs, and comments and blank lines are none${missing}`, () => {
  const sources = standardLibrary().filter((text) => text.length < 8000 && pythonTokens(text) !== undefined);
  const random = randomFrom('python-tokens');
  const below = (count: number) => Math.floor(random.uniform() * count);
  const pairs = Array.from({ length: 3000 }, () => {
    const before = sources[below(sources.length)] as string;
    const at = below(before.length);
    const isLineEnd = below(2) === 0;
    const place = isLineEnd ? before.indexOf('\n', at) : at;
    const piece = isLineEnd
      ? (['  # so', '\n', '\n    # it\'s "why"', ' \t'][below(4)] as string)
      : (PIECES[below(PIECES.length)] as string);
    const after = before.slice(0, place) + piece + before.slice(place + (isLineEnd ? 0 : below(3)));
    return { before, after };
  });
  const told = askPython(pairs.flatMap(({ before, after }) => [before, after]));
  let equal = 0;
  for (const [place, { before, after }] of pairs.entries()) {
    const own = pythonTokens(after);
    const [was, is] = [told[2 * place], told[2 * place + 1]] as [Told, Told];
    const isEqual = own !== undefined && String(own) === String(pythonTokens(before));
    if (isEqual) expect(is.program, after).toBe(was.program);
    if (isEqual) equal++;
    // What is read in doubt is never taken for the same.
    else if (own !== undefined && is.tokens !== null) expect(is.tokens).not.toEqual(was.tokens);
  }
  expect(equal).toBeGreaterThan(500);
});
