/** @file The same experiment and seed give the same losses and decisions, bit for bit, however the race is run. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Decision, trialKey } from '../../src/core/index.js';
import { openSqliteStore } from '../../src/evidence/log/index.js';
import { surefoot, temporaryFolder, writeGratings } from './command-line.js';

interface Logged {
  readonly losses: Readonly<Record<string, readonly number[]>>;
  readonly decisions: readonly Decision[];
}

/** What the log says, without times and without the order of arrival. */
function readLog(folder: string): Logged {
  const store = openSqliteStore(join(folder, 'log.sqlite'), { readOnly: true });
  try {
    const entries = store.outcomes().map(({ trial, loss, lossPerEpoch, metrics }) => {
      return [trialKey(trial), [loss, ...lossPerEpoch, ...Object.values(metrics)]] as const;
    });
    return { losses: Object.fromEntries(entries.sort()), decisions: store.newestQuestion()?.decisions() ?? [] };
  } finally {
    store.close();
  }
}

function countTrials(folder: string): number {
  return existsSync(join(folder, 'log.sqlite')) ? Object.keys(readLog(folder).losses).length : 0;
}

test('1 worker, 2 workers, and a run that was killed half-way and resumed', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeGratings(folder);
  const select = (out: string, workers: string) => ['select', 'gratings.yaml', '--out', out, '--workers', workers];

  expect((await surefoot(select('one', '1'), folder)).status).toBe(0);
  expect((await surefoot(select('two', '2'), folder)).status).toBe(0);

  const killed = await surefoot(select('killed', '2'), folder, (child) => {
    const timer = setInterval(() => {
      if (countTrials(join(folder, 'killed')) < 9) return;
      clearInterval(timer);
      child.kill('SIGKILL');
    }, 5);
    child.on('close', () => clearInterval(timer));
  });
  expect(killed.status).toBeNull();
  const kept = readLog(join(folder, 'killed'));
  const keptCount = Object.keys(kept.losses).length;
  const one = readLog(join(folder, 'one'));
  expect(keptCount).toBeGreaterThanOrEqual(9);
  expect(keptCount).toBeLessThan(Object.keys(one.losses).length);
  expect((await surefoot(select('killed', '1'), folder)).status).toBe(0);

  expect(Object.keys(one.losses)).toHaveLength(8 * 2 + 4 + 2 + 8);
  expect(one.decisions.map(({ survivors }) => survivors.length)).toEqual([4, 2, 1]);
  expect(readLog(join(folder, 'two'))).toEqual(one);
  const resumed = readLog(join(folder, 'killed'));
  expect(resumed).toEqual(one);
  for (const [key, losses] of Object.entries(kept.losses)) expect(resumed.losses[key]).toEqual(losses);
});

test('another seed gives other losses', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeGratings(folder);
  expect((await surefoot(['select', 'gratings.yaml', '--out', 'a'], folder)).status).toBe(0);
  writeGratings(folder, { seed: 'seed: 12' });
  expect((await surefoot(['select', 'gratings.yaml', '--out', 'b'], folder)).status).toBe(0);
  const [a, b] = [readLog(join(folder, 'a')), readLog(join(folder, 'b'))];
  for (const [key, losses] of Object.entries(a.losses)) {
    if (key in b.losses) expect(b.losses[key]).not.toEqual(losses);
  }
});
