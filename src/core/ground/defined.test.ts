/** @file Options as they were given. */
import { expect, test } from 'vitest';
import { defined } from './collections.js';

test('what is undefined is absent, everything else stays in its order', () => {
  const members = defined({ b: 0, a: undefined, c: null, d: '', e: false });
  expect(Object.entries(members)).toEqual([
    ['b', 0],
    ['c', null],
    ['d', ''],
    ['e', false],
  ]);
});
