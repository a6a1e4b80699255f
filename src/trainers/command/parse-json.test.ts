/** @file Tests of reading JSON and numbers of any size. */
import { expect, test } from 'vitest';
import { parseJson, parseLossText } from './parse-json.js';

test('bare words outside of strings are numbers by name', () => {
  expect(parseJson('{"loss": NaN, "a": [-Infinity, Infinity], "s": "NaN \\" -Infinity"}')).toEqual({
    loss: 'NaN',
    a: ['-Infinity', 'Infinity'],
    s: 'NaN " -Infinity',
  });
  expect(parseJson('{"loss": NaNs}')).toBeUndefined();
  expect(parseJson('{"loss": NaN')).toBeUndefined();
  expect(parseJson('"NaN\\')).toBeUndefined();
});

test('megabytes beside a bare word are read, and so is no JSON at all', () => {
  const blob = 'A'.repeat(9_000_000);
  expect(parseJson(`{"loss": NaN, "blob": "${blob}"}`)).toEqual({ loss: 'NaN', blob });
  expect(parseJson(`{"loss": NaN, "blob": "${'\\"'.repeat(4_000_000)}`)).toBeUndefined();
  expect(parseJson(`NaN ${'['.repeat(9_000_000)}`)).toBeUndefined();
});

test('a number is read, and a line of digits without end is none', () => {
  expect(['1', ' -2.5e-3 ', '.5', '5.', '+inf', 'NaN', '-Infinity'].map(parseLossText)).toEqual([
    ...[1, -0.0025, 0.5, 5, Number.POSITIVE_INFINITY, Number.NaN, Number.NEGATIVE_INFINITY],
  ]);
  expect(['', '1 2', '1e', '0x10', `${'1'.repeat(2_000_000)}x`].map(parseLossText)).toEqual(Array(5).fill(undefined));
});
