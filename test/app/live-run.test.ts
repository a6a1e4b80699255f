/** @file A run says in live.json what goes on, without anything else being changed by it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { select } from '../../src/app/index.js';
import { type Live, readLive, stateOf } from '../../src/app/run/live-file.js';
import { LiveCurve } from '../../src/app/run/live-run.js';
import type { TrainFunction } from '../../src/trainers/index.js';
import { until } from '../until.js';
import { startSurefoot, temporaryFolder } from './command-line.js';

const experiment = { name: 'live', space: { x: [1, 2, 3, 4, 5, 6] }, race: { finalTrials: 4 }, seed: 3 };
const lossOf = (x: number, init: number) => x / 30 + ((init * 7919 + x * 31 * (init + 1)) % 17) / 10;

/** A trainer whose training number `at` waits until `meanwhile` is over. */
function waiting(at: number, meanwhile: () => Promise<void>): TrainFunction {
  let begun = 0;
  return async ({ x }, { streams, report }) => {
    for (let epoch = 1; epoch <= 3; epoch++) report(Number(x) / epoch);
    if (++begun === at) {
      // Losses are told a few times a second: sooner, this one would wait for the next.
      await sleep(300);
      report(0.5);
      await meanwhile();
    }
    return lossOf(Number(x), streams.init);
  };
}

const folderOf = (path = 'run') => join(temporaryFolder(onTestFinished), path);

test('what is being trained is there with its losses, and the end is marked', async () => {
  const out = folderOf();
  let seen: Live | undefined;
  const trainer = waiting(15, async () => {
    // It is written a few times a second.
    await until(() => {
      seen = readLive(out);
      return seen?.running[0]?.losses.at(-1) === 0.5;
    });
  });
  await select({ experiment, trainer, out, workers: 1, budget: { trials: 40 } });
  expect(seen && stateOf(seen)).toBe('running');
  expect(seen).toMatchObject({
    ...{ pid: process.pid, question: 1, end: null, budget: { trials: 40 } },
    progress: { phase: 'race', workers: 1, trials: { done: 13 }, failures: [] },
    running: [{ epochs: 4, losses: [expect.any(Number), expect.any(Number), expect.any(Number), 0.5] }],
  });
  const last = readLive(out) as Live;
  expect(last).toMatchObject({ state: 'ended', end: { status: 'budget', message: null }, running: [] });
  expect(stateOf(last)).toBe('ended');
  expect(stateOf({ ...last, state: 'running', pid: 2 ** 22 + 1 })).toBe('lost');
  // Another machine's processes cannot be asked for: it is its silence that tells.
  const elsewhere = { ...last, state: 'running', host: 'elsewhere.test' } as const;
  const states = [59, 61].map((seconds) => stateOf(elsewhere, Date.parse(last.writtenAt) + 1000 * seconds));
  expect(states).toEqual(['running', 'lost']);
  // A log that has everything is only read.
  const before = readFileSync(join(out, 'live.json'), 'utf8');
  await select({ experiment, trainer, out, workers: 1, budget: { trials: 40 } });
  expect(readFileSync(join(out, 'live.json'), 'utf8')).toBe(before);
});

test('what ended a run in error is told, and a folder of bad input is as it was', async () => {
  const out = folderOf();
  const failing: TrainFunction = async () => {
    await sleep(20);
    throw new Error('no memory');
  };
  await expect(select({ experiment, trainer: failing, out, workers: 1 })).rejects.toThrow(/fail/);
  const live = readLive(out);
  expect(live?.end).toMatchObject({ status: 'failed', message: expect.stringContaining('no memory') });
  expect(live?.progress.failures[0]).toMatchObject({ kind: 'exception' });
});

test('a run goes on while what a trainer waits for keeps no process alive', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(
    join(folder, 'train.mjs'),
    'export default ({ x }) => new Promise((done) => setTimeout(() => done(x), 20).unref());',
  );
  const lines = { trainer: { module: 'train.mjs' }, space: { x: [1, 2] }, race: { finalTrials: 2 }, seed: 3 };
  writeFileSync(join(folder, 'waits.yaml'), JSON.stringify({ name: 'waits', ...lines }));
  const { ended } = startSurefoot(['select', 'waits.yaml', '--workers', '1', '--out', 'run'], folder);
  const { status, stdout } = await ended;
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Winner +x=1 /m);
});

test('a curve of any length has few points, at even distances', () => {
  const curve = new LiveCurve();
  for (let epoch = 0; epoch < 10_000; epoch++) curve.add([epoch === 64 ? Number.NaN : epoch]);
  const points = curve.points();
  expect(curve.epochs).toBe(10_000);
  expect(points.length).toBeGreaterThan(100);
  expect(points.length).toBeLessThan(202);
  expect(points.map((value, index) => value ?? index * 64)).toEqual(points.map((_, index) => index * 64));
});
