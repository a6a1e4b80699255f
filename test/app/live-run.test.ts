/** @file A run says in live.json what goes on, and takes commands by its socket, without anything else being changed by it. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { type Live, openRunLog, readLive, stateOf } from '../../src/app/commands.js';
import { select } from '../../src/app/index.js';
import { openControlSocket } from '../../src/app/live/control-socket.js';
import { withBudget } from '../../src/app/live/extendable-run.js';
import { LiveCurve } from '../../src/app/live/live-run.js';
import { sendControl } from '../../src/app/live/send-control.js';
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
    ...{ pid: process.pid, question: 1, end: null, budget: { trials: 40 }, control: 'control.sock' },
    progress: { phase: 'race', workers: 1, trials: { done: 13 }, failures: [] },
    running: [{ epochs: 4, losses: [expect.any(Number), expect.any(Number), expect.any(Number), 0.5] }],
  });
  const last = readLive(out) as Live;
  expect(last).toMatchObject({ state: 'ended', end: { status: 'budget', message: null }, running: [] });
  expect(stateOf(last)).toBe('ended');
  expect(stateOf({ ...last, state: 'running', pid: 2 ** 22 + 1 })).toBe('lost');
  expect(existsSync(join(out, 'control.sock'))).toBe(false);
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

test('paused, nothing starts; resumed, it goes on; extended at any time, it decides as under a larger budget', async () => {
  const reference = await select({
    experiment,
    trainer: waiting(0, async () => {}),
    workers: 1,
    budget: { trials: 70 },
  });
  // The first trial is trained twice. At the last one the budget has left out what the race would ask for next.
  for (const at of [9, 31]) {
    const out = folderOf();
    const answers: unknown[] = [];
    let begun = 0;
    const inner = waiting(at, async () => {
      answers.push(await sendControl(out, { action: 'extend', minutes: 5 }));
      answers.push(await sendControl(out, { action: 'extend', trials: 40 }));
      answers.push(await sendControl(out, { action: 'pause' }));
      const isPaused = until(() => readLive(out)?.state === 'paused');
      void isPaused.then(async () => {
        answers.push(begun, readLive(out)?.budget, await sendControl(out, { action: 'resume' }));
      });
    });
    const trainer: TrainFunction = (configuration, call) => {
      begun++;
      return inner(configuration, call);
    };
    const { result } = await select({ experiment, trainer, out, workers: 1, budget: { trials: 30 } });
    expect(answers).toEqual([
      { error: expect.stringContaining('no budget of minutes') },
      { done: expect.stringContaining('70 trials') },
      { done: expect.stringContaining('paused') },
      at,
      { trials: 70 },
      { done: expect.any(String) },
    ]);
    expect(result.decisions).toEqual(reference.result.decisions);
    expect(result.trials).toEqual(reference.result.trials);
    expect(openRunLog(out).newestQuestion()?.request.budget).toEqual({ trials: 70 });
  }
});

test('paused, a run whose trials are commands stays at work until it is told to go on', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'train.mjs'), 'console.log(Number(process.argv[2]) + (process.argv[3] % 97) / 97);');
  const out = join(folder, 'run');
  const command = [process.execPath, 'train.mjs', '{configuration.x}', '{seed.init}'];
  const lines = {
    trainer: { command },
    space: { x: [1, 2, 3] },
    race: { finalTrials: 4 },
    seed: 3,
  };
  writeFileSync(join(folder, 'paused.yaml'), JSON.stringify({ name: 'paused', ...lines }));
  const { child, ended } = startSurefoot(['select', 'paused.yaml', '--workers', '1', '--out', out], folder);
  onTestFinished(() => void child.kill());
  const live = async (isThere: (live: Live) => boolean): Promise<void> => {
    while (child.exitCode === null) {
      const now = readLive(out);
      if (now !== undefined && isThere(now)) return;
      await sleep(50);
    }
  };
  await live(({ control, progress }) => control !== null && progress.trials.done > 0);
  await sendControl(out, { action: 'pause' });
  await live(({ state, running }) => state === 'paused' && running.length === 0);
  await sleep(500);
  expect(child.exitCode).toBe(null);
  expect(readLive(out)).toMatchObject({ state: 'paused', progress: { trials: { running: 0 } } });
  expect(await sendControl(out, { action: 'resume' })).toEqual({ done: 'the run goes on' });
  const { status, stdout } = await ended;
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Winner +x=1 /);
});

test('told to stop it ends as an interrupted one; a socket of a long path stands elsewhere', async () => {
  const out = folderOf('a'.repeat(120));
  const trainer = waiting(12, async () => {
    expect(readLive(out)?.control).toMatch(/^\/.*surefoot-control-/);
    expect(await sendControl(out, { action: 'stop' })).toMatchObject({ done: expect.stringContaining('same command') });
    await sleep(50);
  });
  await expect(select({ experiment, trainer, out, workers: 1 })).rejects.toMatchObject({ code: 'interrupted' });
  expect(readLive(out)?.end).toEqual({ status: 'interrupted', message: null });
  expect(await sendControl(out, { action: 'pause' })).toEqual({ error: 'No run is active here.' });
  const live = JSON.parse(readFileSync(join(out, 'live.json'), 'utf8'));
  writeFileSync(join(out, 'live.json'), JSON.stringify({ ...live, state: 'running', control: '/run/any.sock' }));
  expect(await sendControl(out, { action: 'pause' })).toEqual({ error: 'The run takes no commands.' });
});

test('a folder that vanishes while the socket opens ends no run', async () => {
  const folder = temporaryFolder(onTestFinished);
  const opening = openControlSocket(folder, () => ({ done: 'nothing' }));
  rmSync(folder, { recursive: true });
  const socket = await opening;
  expect(socket?.path).toMatch(/^\/.*surefoot-control-/);
  socket?.close();
});

test('a command says the budget that it came to', () => {
  const budget = { trials: 30, minutes: 5 };
  expect(withBudget('surefoot select e.yaml', budget, budget)).toBe('surefoot select e.yaml');
  expect(withBudget('surefoot select e.yaml -t 30', budget, { ...budget, trials: 40 })).toMatch(/ --trials 40$/);
  expect(withBudget('surefoot curve e.yaml --trials 3', budget, { trials: 40, minutes: 6 })).toMatch(
    / --budget 40 --minutes 6$/,
  );
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
