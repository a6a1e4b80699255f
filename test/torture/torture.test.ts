/** @file A thousand trials of a trainer that goes wrong in every way: none lost, none counted twice, nothing left behind. */
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { torture } from './run-torture.js';

const linux = process.platform === 'linux';
const where = linux ? '' : ' (skipped: finds processes by /proc, which only Linux has)';

test.skipIf(!linux)(`a thousand trials, a process each${where}`, async () => {
  const folder = temporaryFolder(onTestFinished);
  const { trials, counts, leftBehind } = await torture({
    ...{ folder, protocol: 'one-shot', candidates: 40, warmup: 24, timeoutSeconds: 3 },
  });
  console.log(`${trials} trials, ${leftBehind} processes left behind and ended; ${JSON.stringify(counts)}`);
  expect(trials).toBeGreaterThanOrEqual(1000);
  // Every behaviour came up.
  expect(Object.keys(counts)).toHaveLength(22);
  expect(leftBehind).toBeGreaterThan(30);
});

test.skipIf(!linux)(`five hundred trials of a command that stays${where}`, async () => {
  const folder = temporaryFolder(onTestFinished);
  const { trials, counts, leftBehind } = await torture({
    ...{ folder, protocol: 'long-lived', candidates: 20, warmup: 24, timeoutSeconds: 5 },
  });
  console.log(`${trials} trials, ${leftBehind} processes left behind and ended; ${JSON.stringify(counts)}`);
  expect(trials).toBeGreaterThanOrEqual(500);
});
