/** @file Names of metrics that are bounded. */
import { expect, test } from 'vitest';
import { requiredBounds, requiredOfTrainings } from '../../src/experiment/index.js';

test('a metric may be named as a member of every object is', () => {
  const require = JSON.parse('{ "constructor": { "q3": { "below": 1 } }, "toString": { "mean": { "above": 2 } } }');
  expect(requiredBounds(require)).toEqual([
    { metric: 'constructor', criterion: 'q3', below: 1 },
    { metric: 'toString', criterion: 'mean', above: 2 },
  ]);
  expect(requiredOfTrainings({ ...require, parameters: { below: 3 } })).toEqual(require);
});
