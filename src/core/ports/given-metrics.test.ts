/** @file Metrics: numbers by name, whatever the names; nothing vanishes unseen. */
import { expect, test } from 'vitest';
import { readMetrics } from './trainer.js';

test('keeps numbers, infinite ones by number or name among them, under any name', () => {
  const given = JSON.parse('{ "a": 1, "b": "-Infinity", "c": "NaN", "d": null, "__proto__": 2, "constructor": 3 }');
  const metrics = readMetrics({ ...given, e: Number.POSITIVE_INFINITY, f: undefined });
  expect(Object.entries(metrics)).toEqual([
    ['a', 1],
    ['b', Number.NEGATIVE_INFINITY],
    ['c', Number.NaN],
    ['__proto__', 2],
    ['constructor', 3],
    ['e', Number.POSITIVE_INFINITY],
  ]);
  expect([readMetrics(undefined), readMetrics(null)]).toEqual([{}, {}]);
});

test.each<[unknown, string]>([
  [{ note: 'good' }, 'metric "note" is "good"'],
  [{ nested: { a: 1 } }, 'metric "nested" is an object'],
  [{ list: [1] }, 'metric "list" is a list'],
  [{ flag: true }, 'metric "flag" is true'],
  [[1], 'metrics are a list'],
  ['high', 'metrics are "high"'],
])('refuses %j', (given, message) => {
  expect(() => readMetrics(given)).toThrow(message);
});
