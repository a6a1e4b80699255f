/** @file What is printed of predictions says what their record says; and the reader finds whatever is changed in it. */
import { expect, test } from 'vitest';
import { buildPredictions, formatPredictions } from '../../src/report/index.js';
import { simulatedInput, simulatedPredictions } from '../report/simulated-predictions.js';
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

test('trainings that collapsed and are left out', () => {
  const input = simulatedInput({ kind: 'labels', examples: 60 });
  const candidates = input.candidates.map((one, place) => {
    return { ...one, collapses: { collapsed: 1 + place, trials: one.trials.length + 1 + place } };
  });
  const record = buildPredictions({ ...input, candidates });
  const text = printed(record);
  const said = '1 of 7 retrainings of the winner and 2 of 8 retrainings of width=2 collapsed and are left out';
  expect(text.replaceAll(/\s+/g, ' ')).toContain(said);
  expect(readPredictions(record, text)).toEqual([]);
  for (const [from, to] of [
    ['! 1 of 7', '! 2 of 7'],
    ['2 of 8', '2 of 9'],
    ['! 1 of 7', '!'],
  ] as const) {
    expect(readPredictions(record, text.replace(from, to))).not.toEqual([]);
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
