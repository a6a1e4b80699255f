/** @file Names of metrics that are bounded. */
import { expect, test } from 'vitest';
import { dataSpecSchema } from '../../src/engine/datasets/index.js';
import { checkExperiment, requiredBounds, requiredOfTrainings } from '../../src/experiment/index.js';

test('a metric may be named as a member of every object is', () => {
  const require = JSON.parse('{ "constructor": { "q3": { "below": 1 } }, "toString": { "mean": { "above": 2 } } }');
  expect(requiredBounds(require)).toEqual([
    { metric: 'constructor', criterion: 'q3', below: 1 },
    { metric: 'toString', criterion: 'mean', above: 2 },
  ]);
  expect(requiredOfTrainings({ ...require, parameters: { below: 3 } })).toEqual(require);
});

test.each(['parameters', 'loss', 'latencyMs'])('a program that requires an undefined %s requires nothing', (name) => {
  const experiment = {
    name: 'r',
    trainer: { module: './t.mjs' },
    space: { x: { range: [0, 1] } },
    require: { [name]: undefined },
  };
  const draft = checkExperiment(experiment, { source: 'the experiment', dataSchema: dataSpecSchema });
  expect(requiredBounds(draft.require ?? {})).toEqual([]);
  expect(draft.search?.refine).toBe(true);
});
