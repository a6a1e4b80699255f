/** @file Tests of reading Python's imports. */
import { expect, test } from 'vitest';
import { pythonImports } from './python-imports.js';

/** The imports of a source, in short. */
function read(source: string): string[] {
  return pythonImports(source).map(
    ({ level, module, names }) => `${'.'.repeat(level)}${module}${names.length > 0 ? `: ${names.join(' ')}` : ''}`,
  );
}

test.each<[string, string, string[]]>([
  ['a plain import', 'import helper', ['helper']],
  ['several, with other names', 'import a.b as c, d', ['a.b', 'd']],
  ['from a module', 'from lib.loss import q3, median as m', ['lib.loss: q3 median']],
  ['from the package', 'from . import z', ['.: z']],
  ['from a package above', 'from ..lib.loss import q3', ['..lib.loss: q3']],
  ['everything of a module', 'from helper import *', ['helper']],
  ['in parentheses, over lines, with comments', 'from x import (  # why\n  a,\n  b as c,\n)', ['x: a b']],
  ['over lines with a backslash', 'from x \\\n  import a, \\\r\n b', ['x: a b']],
  ['after another statement', 'x = 1; import a\nif x: import b', ['a', 'b']],
  ['in a function', 'def f():\n    from a import b\n', ['a: b']],
  [
    'by a function, with the name written out',
    "import_module('a.b'); __import__( \"c\" ); import_module('.d', p)",
    ['a.b', 'c', '.d'],
  ],
  ['by a function, with another name', 'import_module(name)', []],
  ['in a string or a comment', '# import a\n"""\nimport b\n"""\nx = "\\"; import c"\n\'import d\'', []],
  ['of an exception or a generator', 'raise E from error\nx = (yield from y)\nimportant = 1\nfrom_here = 2', []],
  ['after strings of every kind', "rb'\\'' ; f'''{x['y']}''' ; import a", ['a']],
  ['after a string that is not finished', "x = 'oops\nimport a", ['a']],
  ['after brackets that are not closed', 'x = [1,\nimport a', []],
])('%s', (_, source, expected) => {
  expect(read(source)).toEqual(expected);
});

test('a long source takes no longer than its length', () => {
  const source = `${'x = ["a", "b"]  # c\n'.repeat(20_000)}import a\nx = [${'"a",\n'.repeat(100_000)}]\n"""${'\\"'.repeat(500_000)}`;
  expect(read(source)).toEqual(['a']);
});
