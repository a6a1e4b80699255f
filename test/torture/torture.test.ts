/**
 * @file Trials of a trainer that goes wrong in every way: none lost, none counted twice, nothing left behind. 500 with a process each and 250 of a
 * command that stays; `npm run soak` takes twice as many.
 */
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { examples } from '../examples.js';
import { torture } from './run-torture.js';

const linux = process.platform === 'linux';
const where = linux ? '' : ' (skipped: finds processes by /proc, which only Linux has)';

const CANDIDATES = examples(20, 40);

test.skipIf(!linux)(`${25 * CANDIDATES} trials, a process each${where}`, async () => {
  const folder = temporaryFolder(onTestFinished);
  const { trials, counts, leftBehind } = await torture({
    ...{ folder, protocol: 'one-shot', candidates: CANDIDATES, warmup: 24, timeoutSeconds: 3 },
  });
  console.log(`${trials} trials, ${leftBehind} processes left behind and ended; ${JSON.stringify(counts)}`);
  expect(trials).toBeGreaterThanOrEqual(25 * CANDIDATES);
  // Every behaviour came up.
  expect(Object.keys(counts)).toHaveLength(22);
  expect(leftBehind).toBeGreaterThan(CANDIDATES / 2);
});

test.skipIf(!linux)(`${12.5 * CANDIDATES} trials of a command that stays${where}`, async () => {
  const folder = temporaryFolder(onTestFinished);
  const { trials, counts, leftBehind } = await torture({
    ...{ folder, protocol: 'long-lived', candidates: CANDIDATES / 2, warmup: 24, timeoutSeconds: 5 },
  });
  console.log(`${trials} trials, ${leftBehind} processes left behind and ended; ${JSON.stringify(counts)}`);
  expect(trials).toBeGreaterThanOrEqual(12.5 * CANDIDATES);
});
