/** @file Settings of proposed configurations by name: those that the space has, with more parts or other values, and those that it has not. */
import { expect, test } from 'vitest';
import { proposableNames, requireProposedNames } from './candidate-source.js';

const space = {
  rate: { range: [0, 1] },
  optimizer: { oneOf: [{ name: 'sgd', momentum: [0, 0.9] }, { name: 'adam' }] },
  layers: [{ units: [1, 2] }, { units: 4 }],
  sizes: [1, 2],
  whole: { value: { any: 1 } },
  'with.dot': [1, 2],
};
const names = proposableNames([{ place: 'space', space }]);
const proposed = (configuration: object) => () => requireProposedNames(configuration as never, names);

test.each([
  ['other values', { rate: 7, sizes: 9 }],
  ['an alternative whole', { optimizer: { name: 'sgd', momentum: 0.5 } }],
  ['a value in place of a part', { optimizer: 'sgd' }],
  ['more parts of a list', { layers: [{ units: 3 }, { units: 3 }, { units: 9 }] }],
  ['another value of an object that is one value', { whole: { other: 2 } }],
  ['a name with a dot that the space has', { 'with.dot': 2 }],
  ['settings left out', {}],
])('%s may be proposed', (_, configuration) => {
  expect(proposed(configuration)).not.toThrow();
});

test.each([
  ['lerning', { rate: 0.1, lerning: 1 }, 'lerning'],
  ['one that is null', { ratee: null }, 'ratee'],
  ['one inside of a part', { optimizer: { name: 'sgd', momentun: 0.5 } }, 'optimizer.momentun'],
  ['one inside of a part as a name with a dot', { 'optimizer.name': 'adam' }, 'optimizer.name'],
  ['a name with a dot as a part', { with: { dot: 2 } }, 'with.dot'],
  ['one inside of a list', { layers: [{ units: 3 }, { unit: 3 }] }, 'layers.1.unit'],
])('%s is refused', (_, configuration, name) => {
  expect(proposed(configuration)).toThrow(`has \`${name}\`, which is no setting of the space`);
});

test('one that is written in another way is told how', () => {
  const fix = 'Fix: Write it as `space` does: settings inside of others stand in objects of their own.';
  expect(proposed({ 'optimizer.name': 'adam' })).toThrow(fix);
  expect(proposed({ optimizer: { nam: 'adam' } })).toThrow('Fix: Did you mean `optimizer.name`?');
});
