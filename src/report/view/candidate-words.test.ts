/** @file What candidates are called where their experiment is not known. */
import { expect, test } from 'vitest';
import type { JsonObject } from '../../core/index.js';
import { candidateWords, untriedText } from './candidate-words.js';

const of = (configuration: JsonObject) => ({ id: 'c1', label: 'x', configuration });
const dense = (units: number): JsonObject => ({ dense: { units } });

test.each<[JsonObject, 'classification' | 'regression', string]>([
  [{ layers: [] }, 'regression', 'a network without layers: a linear model'],
  [{ layers: [dense(64)] }, 'regression', 'a network, 1 layer of 64'],
  [{ layers: [dense(32), dense(32)] }, 'classification', 'a network, 2 layers of 32'],
  [{ layers: [dense(32), dense(16)] }, 'classification', 'a network, 2 layers of 32, 16'],
  [
    { layers: [{ conv: { filters: 3 } }, { maxPool: 2 }, dense(8)] },
    'classification',
    'a network, 3 layers: conv, maxPool, dense',
  ],
  [{ penalty: 0.1, mix: 0 }, 'regression', 'ridge, penalty 0.1'],
  [{ penalty: 0.1, mix: 1 }, 'regression', 'the lasso, penalty 0.1'],
  [{ penalty: 0.1, mix: 0.5 }, 'regression', 'the elastic net, mix 0.5, penalty 0.1'],
  [{ penalty: 0, mix: 0 }, 'regression', 'linear regression, without a penalty'],
  [{ penalty: 0.1, mix: 0 }, 'classification', 'logistic regression, penalty 0.1'],
])('%j of a %s is %s', (configuration, task, words) => {
  expect(candidateWords({ trainer: 'network' }, of(configuration), task)).toBe(words);
  const models: JsonObject = { trainer: { models: { net: 'network', boost: { command: ['python3', 'boost.py'] } } } };
  expect(candidateWords(models, of({ net: configuration }), task)).toBe(words);
  expect(candidateWords(models, of({ boost: configuration }), task)).toBeUndefined();
});

test("what was not raced is named where no trainer of one's own raced", () => {
  const missing = (models: JsonObject) =>
    untriedText({
      experiment: { trainer: { models } },
      candidates: Object.keys(models).map((name) => of({ [name]: {} })),
    })?.split(' (')[0];
  expect(missing({ a: 'network' })).toBe('linear models, boosted trees');
  expect(missing({ a: 'linear' })).toBe('networks, boosted trees');
  expect(missing({ a: 'network', b: 'linear' })).toBe('boosted trees');
  expect(missing({ a: 'network', b: { command: ['x'] } })).toBeUndefined();
});
