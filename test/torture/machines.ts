/**
 * @file A race over workers in processes of their own, one of which is killed at random moments, again and again: the coordinator, a
 * worker, or the server between them. What it comes to is what one local worker comes to.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { expect } from 'vitest';
import { trialKey } from '../../src/core/index.js';
import { openSqliteStore } from '../../src/evidence/log/index.js';
import { startSurefoot } from '../app/command-line.js';
import { type Kind, writeSoak } from './soak-trainers.js';

export interface Meeting {
  /** As `--workers-at` and `surefoot worker` take it. */
  readonly address: string;
  /** Kills what stands between coordinator and workers, and starts it again; absent where nothing does. */
  readonly killServer?: () => Promise<void>;
  /** What is left of runs that are over; empty. */
  readonly leftBehind?: () => Promise<readonly string[]>;
}

export type Victim = 'coordinator' | 'worker' | 'server';

export interface Torture {
  readonly kind: Kind;
  readonly folder: string;
  readonly meeting: Meeting;
  readonly kills: number;
  /** Who is killed, and how long after the one before in s; `undisturbed` is what a race takes on one local worker. */
  readonly victim: () => Victim;
  readonly pauseSeconds: (undisturbed: number) => number;
}

const WORKERS = 3;
const LEASE_SECONDS = 2;

/** Every run is finished in the end, and compared with one that was left in peace on one local worker. */
export async function tortureMachines({ kind, folder, meeting, kills, victim, pauseSeconds }: Torture) {
  writeSoak(kind, folder);
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  const start = (args: readonly string[]) => startProcess(args, folder, temporary);
  const startedMs = performance.now();
  const alone = start(['select', 'e.yaml', '-o', 'reference', '--quiet', '-w', '1']);
  expect([await alone.ended, alone.said()]).toEqual([0, '']);
  const undisturbed = (performance.now() - startedMs) / 1000;
  const reference = readRun(join(folder, 'reference'));
  const killed: Record<Victim, number> = { coordinator: 0, worker: 0, server: 0 };
  const total = () => killed.coordinator + killed.worker + killed.server;
  /** What workers said that ended by themselves. */
  const left: string[] = [];
  let runs = 0;
  while (total() < kills) {
    const name = `run-${runs++}`;
    const select = ['select', 'e.yaml', '-o', name, '--quiet', '--workers-at', meeting.address];
    const startCoordinator = () => start([...select, '--lease', `${LEASE_SECONDS}`]);
    const startWorker = () => start(['worker', meeting.address, 'e.yaml', '-w', '1', '--quiet']);
    let coordinator = startCoordinator();
    let isOver = false;
    const workers = Array.from({ length: WORKERS }, startWorker);
    /** As whoever launches them does: one that ends is followed by another, as long as the run goes on. */
    const staff = async (place: number): Promise<void> => {
      while (!isOver) {
        const worker = workers[place] as ReturnType<typeof start>;
        const code = await worker.ended;
        if (code !== null && code !== 0) left.push(worker.said());
        if (!isOver) workers[place] = startWorker();
      }
    };
    const over = async (): Promise<void> => {
      for (;;) {
        const running = coordinator;
        const code = await running.ended;
        // After a kill another one comes.
        while (code === null && coordinator === running) await sleep(20);
        if (code === null) continue;
        // It began while the server was away, and its user types it again.
        if (code === 1 && meeting.killServer !== undefined && running.said().includes('cannot be reached')) {
          if (coordinator === running) coordinator = startCoordinator();
          continue;
        }
        isOver = true;
        expect([code, running.said()]).toEqual([0, expect.any(String)]);
        return;
      }
    };
    const disturb = async (): Promise<void> => {
      while (!isOver && total() < kills) {
        await sleep(pauseSeconds(undisturbed) * 1000);
        if (isOver) return;
        const who = victim();
        if (who === 'server') await meeting.killServer?.();
        if (who === 'coordinator') {
          const dead = coordinator;
          dead.kill();
          await dead.ended;
          if (coordinator === dead) coordinator = startCoordinator();
        }
        if (who === 'worker') workers[Math.floor(Math.random() * WORKERS)]?.kill();
        killed[who]++;
      }
    };
    const staffed = Promise.all(workers.map((_, place) => staff(place)));
    await Promise.all([over(), disturb()]);
    // Workers end with their run; one that came too late waits for the next.
    await Promise.race([staffed, sleep(3000)]);
    for (const worker of workers) worker.kill();
    await staffed;
    checkRun(join(folder, name), reference);
    rmSync(join(folder, name), { recursive: true });
    if (meeting.leftBehind !== undefined) expect(await meeting.leftBehind()).toEqual([]);
  }
  return { killed, runs, left, trials: reference.losses.size };
}

function startProcess(args: readonly string[], cwd: string, temporary: string) {
  const { child, stderr } = startSurefoot(args, cwd, { TMPDIR: temporary });
  // Null after a kill. Not `close`: processes that were left behind may hold the output open.
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  return { ended, said: stderr, kill: () => child.kill('SIGKILL') };
}

function readRun(run: string) {
  const store = openSqliteStore(join(run, 'log.sqlite'), { readOnly: true });
  const outcomes = store.outcomes();
  // Which training checks the seeds goes by how long each took.
  const own = outcomes.filter(({ trial }) => trial.repeat === 0);
  const decisions = store.newestQuestion()?.decisions() ?? [];
  store.close();
  const result = JSON.parse(readFileSync(join(run, 'result.json'), 'utf8')) as { readonly answer?: unknown };
  return {
    ...{ outcomes, decisions, answer: result.answer, keepsFiles: keepsFiles(run) },
    losses: new Map(own.map(({ trial, loss }) => [trialKey(trial), loss])),
  };
}

function checkRun(run: string, reference: ReturnType<typeof readRun>): void {
  const { outcomes, decisions, losses, answer } = readRun(run);
  expect(outcomes.filter(({ status }) => status !== 'completed')).toEqual([]);
  // Trials that were under way when the race was decided may be logged as well.
  for (const [key, loss] of reference.losses) expect([key, losses.get(key)]).toEqual([key, loss]);
  expect(decisions).toEqual(reference.decisions);
  expect(answer).toEqual(reference.answer);
  const rows = new Database(join(run, 'log.sqlite')).prepare('SELECT count(*) FROM outcome').raw().get() as [number];
  expect(rows[0]).toBe(outcomes.length);
  expect(keepsFiles(run)).toBe(reference.keepsFiles);
}

function keepsFiles(run: string): boolean {
  const folder = join(run, 'artifacts');
  return existsSync(folder) && readdirSync(folder).length > 0;
}
