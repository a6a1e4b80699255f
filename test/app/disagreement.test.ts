/** @file Runs that race how far predictions of trainings disagree: what is told, the same again from the log, and what they cannot be asked. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
// The built package: worker processes run its files.
import { replay, select } from '../../dist/app/index.js';
import { trialKey } from '../../src/core/index.js';
import { openSqliteStore } from '../../src/evidence/log/index.js';
import { numberDisagreement } from '../../src/stats/index.js';
import { temporaryFolder } from './command-line.js';
import { readKeptPredictions } from './predictions-kept.js';

const plain = {
  name: 'steady',
  data: { source: 'bumps', size: 5, split: { pool: 120, selection: 40, final: 50 } },
  sample: 60,
  space: { layers: [{ dense: { units: [2, 8] } }], epochs: 2 },
  race: { metric: 'disagreement', criterion: 'mean', maxReplicates: 5, finalTrials: 4 },
} as const;

test('the winner is told with the mean distance of its fresh trainings, and again from the log', async () => {
  const one = join(temporaryFolder(onTestFinished), 'one');
  const { result } = await select({ experiment: plain, out: one, workers: 1 });
  expect(result.metric).toBe('disagreement');
  const kept = await readKeptPredictions(one);
  const fresh = kept.candidates.find(({ isWinner }) => isWinner)?.trials ?? [];
  const values = fresh.map(({ sets }) => sets.selection?.values ?? new Float32Array());
  const pairs = values.flatMap((own, i) => values.slice(0, i).map((other) => numberDisagreement(own, other, [1])));
  expect(pairs).toHaveLength(6);
  expect(result.winner?.criterion.value).toBeCloseTo(pairs.reduce((sum, pair) => sum + pair, 0) / 6, 6);
  // The table has of each what the race calls its disagreement, which is never below 0.
  const [head = '', ...lines] = readFileSync(join(one, 'trials.csv'), 'utf8').trim().split('\r\n');
  const column = head.split(',').indexOf('disagreement');
  const ofFresh = lines.map((line) => line.split(',')).filter((cells) => cells.includes('fresh'));
  const told = ofFresh.filter(([id]) => id === result.winner?.candidate).map((cells) => Number(cells[column]));
  for (const [place, own] of values.entries()) {
    const toOthers = values.filter((other) => other !== own).map((other) => numberDisagreement(own, other, [1]));
    expect(told[place]).toBeCloseTo(toOthers.reduce((sum, apart) => sum + apart, 0) / 3, 6);
  }
  // A training has no disagreement of its own that could collapse, or be held to a bar.
  expect(result.winner?.collapses).toBeNull();

  const again = await select({ experiment: plain, out: one, workers: 1 });
  expect(again.result.winner).toEqual(result.winner);
  expect(again.result.candidates).toEqual(result.candidates);
  await expect(replay(one)).rejects.toMatchObject({ code: 'replay-joint-metric' });
});

test('`deliver: best` goes by the loss of each training, not by what it is worth to the race', async () => {
  const out = join(temporaryFolder(onTestFinished), 'best');
  const { result } = await select({ experiment: { ...plain, deliver: 'best' }, out, workers: 1 });
  const store = openSqliteStore(join(out, 'log.sqlite'), { readOnly: true });
  const own = store.outcomes().filter(({ trial }) => trial.candidate === result.winner?.candidate);
  store.close();
  const [best] = own.toSorted((a, b) => a.loss - b.loss);
  const { reason, trial, loss, among, alternatives = [] } = result.winner?.delivered ?? {};
  expect({ reason, trial, loss, among }).toEqual({
    ...{ reason: 'smallest-loss', among: own.length, loss: best?.loss },
    trial: best && trialKey(best.trial),
  });
  expect(alternatives.find(({ delivered }) => delivered)?.reason).toBe('smallest-loss');
});

test('trainings that give no predictions are refused at the first of them', async () => {
  const { data: _, sample: __, ...rest } = plain;
  const experiment = { ...rest, space: { x: [1, 2] } };
  const asked = select({ experiment, trainer: () => ({ loss: 1 }), workers: 1 });
  await expect(asked).rejects.toMatchObject({ code: 'predictions-missing' });
});

const { race } = plain;
test.each([
  ['q3', { ...race, criterion: 'q3' }, {}],
  ['halving', { ...race, rule: 'halving' }, {}],
  ['without assumptions', { ...race, rule: { name: 'default', statement: 'distribution-free', bounds: [0, 9] } }, {}],
  ['reliability', { ...race, reliability: 0.9 }, {}],
  ['collapse', { ...race, collapse: { above: 3 } }, {}],
  ['finalTrials', { ...race, finalTrials: 1 }, {}],
  ['keep', race, { keep: { predictions: 'none' } }],
])('%s is refused, with the reason', async (_, changed, rest) => {
  const asked = select({ experiment: { ...plain, ...rest, race: changed }, workers: 1 } as Parameters<
    typeof select
  >[0]);
  await expect(asked).rejects.toMatchObject({ name: 'InputError', code: 'joint-metric' });
});
