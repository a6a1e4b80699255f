/** @file Tests of reading lines for a shell. */
import { expect, test } from 'vitest';
import { shellCommands } from './started-code.js';

test.each<[string, string, string[][]]>([
  ['words', 'python3 -u  t.py', [['python3', '-u', 't.py']]],
  ['quotes', `sh -c 'python3 "my t.py"' "a\\"b" c\\ d e'f'g`, [['sh', '-c', 'python3 "my t.py"', 'a"b', 'c d', 'efg']]],
  [
    'several commands',
    'cd lib && python3 t.py | tail -1; echo x & (wait)',
    [['cd', 'lib'], ['python3', 't.py'], ['tail', '-1'], ['echo', 'x'], ['wait']],
  ],
  ['an empty argument', "a '' b", [['a', '', 'b']]],
  ['comments', 'a # b c\nd e#f', [['a'], ['d', 'e#f']]],
  ['files that are read, not files that are written', 'a < in > out 2>&1 2>>err b', [['a', 'in', 'b']]],
  ['over lines', 'a \\\n b', [['a', 'b']]],
  ['what is not finished', `a "b c`, [['a', 'b c']]],
])('%s', (_, text, expected) => {
  expect(shellCommands(text)).toEqual(expected);
});
