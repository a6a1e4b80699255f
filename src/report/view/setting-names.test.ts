/** @file Settings in which candidates differ: which nothing tells apart. */
import { expect, test } from 'vitest';
import { randomFrom } from '../../core/index.js';
import { varyingSettings } from './candidate-names.js';

const groupsOf = (configurations: Parameters<typeof varyingSettings>[0]) =>
  varyingSettings(configurations).map(({ name, together }) => [name, ...together].join('+'));

test('settings that split the candidates alike stand together', () => {
  const few = [1, 2, 3, 1, 2, 3].map((depth) => ({ depth, width: 10 * depth, act: `a${depth}`, rate: depth % 2 }));
  expect(groupsOf(few)).toEqual(['depth+width+act', 'rate']);
});

test('numbers that were drawn stand apart, though each candidate has its own, but for those in one order', () => {
  const random = randomFrom('drawn');
  const drawn = Array.from({ length: 40 }, () => random.uniform()).map((rate) => ({
    rate,
    decay: random.uniform(),
    twice: 2 * rate,
    rest: 1 - rate,
  }));
  expect(groupsOf(drawn)).toEqual(['rate+twice+rest', 'decay']);
});
