/** @file Unknown names and what is suggested for them. */
import { expect, test } from 'vitest';
import { nearestName } from './nearest-name.js';

test.each([
  ['warmpu', 'warmup'],
  ['Critereon', 'criterion'],
  ['rul', 'rule'],
  ['budget', undefined],
  ['', undefined],
])('%s -> %s', (name, expected) => {
  expect(nearestName(name, ['warmup', 'rule', 'criterion', 'finalTrials'])).toBe(expected);
});

test('a tie goes to the earlier name', () => {
  expect(nearestName('xa', ['xb', 'xc'])).toBe('xb');
});

test('a name that nobody types is compared with none', () => {
  const long = 'x'.repeat(201);
  expect(nearestName(long, [long])).toBeUndefined();
  expect(nearestName(long.slice(1), ['warmup', long])).toBe(long);
});
