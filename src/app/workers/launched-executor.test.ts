/** @file Open trials are counted by what is taken and what comes back, so all that is taken is reported. */
import { expect, test } from 'vitest';
import { replicateTrial, type TrialSource } from '../../core/index.js';
import { whenTaken } from './launched-executor.js';

test('what is trained ahead is counted as what was asked for is, and what is not there is not', async () => {
  const [asked, guessed] = [0, 1].map((replicate) => replicateTrial('a', replicate, 10));
  const [waiting, ahead] = [[asked], [guessed]];
  let taken = 0;
  const source: TrialSource = {
    take: () => waiting.shift(),
    takeAhead: () => ahead.shift(),
    more: async () => false,
  };
  const counted = whenTaken(source, () => taken++);
  expect([counted.take(), counted.take(), taken]).toEqual([asked, undefined, 1]);
  expect([counted.takeAhead?.(), counted.takeAhead?.(), taken]).toEqual([guessed, undefined, 2]);
  expect(await counted.more()).toBe(false);
  const { takeAhead: _, ...asking } = source;
  expect([whenTaken(asking, () => taken++).takeAhead?.(), taken]).toEqual([undefined, 2]);
});
