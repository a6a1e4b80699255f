/** @file What is printed of predictions says what their record says; and the reader finds whatever is changed in it. */
import { expect, test } from 'vitest';
import { formatPredictions } from '../../src/report/index.js';
import { simulatedPredictions } from '../report/simulated-predictions.js';
import { readPredictions } from './read-predictions.js';

const printed = (record: ReturnType<typeof simulatedPredictions>) =>
  formatPredictions(record, { width: 80, colors: false }, { command: 'surefoot measure e.yaml', keepsAll: false });

test.each(['probabilities', 'labels', 'values'] as const)('%s', (kind) => {
  for (const [retrainings, noise] of [
    [4, 0.2],
    [9, 0.6],
  ] as const) {
    const record = simulatedPredictions({ kind, retrainings, noise, examples: 60 });
    expect(readPredictions(record, printed(record))).toEqual([]);
  }
});

test.each<readonly [what: string, from: RegExp, to: string]>([
  ['another share', /differ on (\d)/, 'differ on 9$1'],
  ['ends exchanged', /\[([\d.]+), ([\d.]+)\]/, '[$2, $1]'],
  ['other examples', /of the 60/, 'of the 61'],
  ['other retrainings', /How far 6/, 'How far 7'],
  ['another label', /class 1 \((\d)\)/g, 'class 1 (9$1)'],
])('%s is found', (_, from, to) => {
  const record = simulatedPredictions({ kind: 'labels', examples: 60 });
  const text = printed(record);
  expect(text).toMatch(from);
  expect(readPredictions(record, text.replace(from, to))).not.toEqual([]);
});
