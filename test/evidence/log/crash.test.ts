/** @file A process that is killed while it writes loses nothing that it had been told is written. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { lockRun, openSqliteStore } from '../../../src/evidence/log/index.js';
import { until } from '../../until.js';
import { temporaryFolder } from './temporary-folder.js';

const writer = fileURLToPath(new URL('fixtures/append-for-ever.mjs', import.meta.url));

interface Writer {
  readonly child: ChildProcess;
  /** Replicates told as appended; complete once `ended` has resolved. */
  readonly told: number[];
  readonly begun: Promise<void>;
  readonly ended: Promise<unknown>;
}

function startWriter(folder: string): Writer {
  const child = spawn(process.execPath, [writer, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const told: number[] = [];
  let unfinished = '';
  const ended = once(child, 'close');
  let begin = () => {};
  const begun = new Promise<void>((resolve, reject) => {
    begin = resolve;
    // One that dies at its start would be waited for until the guard of the test.
    void ended.then(([code, signal]) => reject(new Error(`the writer told of nothing and ended: ${code ?? signal}`)));
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (unfinished + text).split('\n');
    unfinished = lines.pop() as string;
    told.push(...lines.map(Number));
    begin();
  });
  return { child, told, begun, ended };
}

it('keeps every outcome that was reported as appended, whenever the process is killed', async () => {
  const folder = temporaryFolder();
  const told: number[] = [];
  let kills = 0;
  for (const delayMs of [0, 3, 17, 41, 80, 150]) {
    const run = startWriter(folder);
    await run.begun;
    await setTimeout(delayMs);
    await until(() => run.told.length > 1);
    run.child.kill('SIGKILL');
    await run.ended;
    told.push(...run.told);

    const store = openSqliteStore(join(folder, 'log.sqlite'));
    const logged = store.outcomes().map(({ loss }) => loss);
    store.close();
    kills++;
    expect(logged).toEqual(logged.map((_, index) => index));
    expect(logged).toEqual(expect.arrayContaining(told));
    // At most the append under way at the moment of each kill is there without having been told. It may be hidden until
    // the next process opens the log, as long as this one has it open.
    expect(logged.length - told.length).toBeLessThanOrEqual(kills);
  }
  expect(told.length).toBeGreaterThan(6);
});

it('can be read while another process writes', async () => {
  const folder = temporaryFolder();
  const run = startWriter(folder);
  await run.begun;
  const reader = openSqliteStore(join(folder, 'log.sqlite'), { readOnly: true });
  onTestFinished(() => reader.close());
  const before = reader.outcomes().length;
  await until(() => reader.outcomes().length > before);
  const after = reader.outcomes();
  expect(after.map(({ loss }) => loss)).toEqual(after.map((_, index) => index));
  const extra = { ...(after[0] as (typeof after)[0]), loss: 1, trial: { ...after[0]?.trial, repeat: 9 } as never };
  expect(() => reader.newestQuestion()?.append([extra])).toThrow(/readonly/);
  expect(run.child.exitCode).toBeNull();
});

it('gives a run folder to one process at a time, and back when that process is killed', async () => {
  const folder = temporaryFolder();
  const run = startWriter(folder);
  await run.begun;
  expect(() => lockRun(folder)).toThrow(new RegExp(`in use by process ${run.child.pid} since .*Z`));
  run.child.kill('SIGKILL');
  await run.ended;
  lockRun(folder).release();
});
