/** @file Kills a race at random moments, again and again, and checks that what it comes to is what it would have come to. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Database from 'libsql';
import { expect } from 'vitest';
import { type Outcome, trialKey } from '../../src/core/index.js';
import { openSqliteStore } from '../../src/evidence/log/index.js';
import { trialFolder } from '../../src/work/here/index.js';
import { CLI } from '../app/command-line.js';
import { type Kind, writeSoak } from './soak-trainers.js';

const TARGETS = ['coordinator', 'group', 'worker'] as const;

/** What was killed, how often. */
export type Kills = Record<(typeof TARGETS)[number], number>;

/**
 * Kills `count` times in one race after the other, in a folder of their own; every race is finished in the end and compared
 * with one that was left in peace.
 */
export async function soak(kind: Kind, folder: string, count: number, random: () => number) {
  writeSoak(kind, folder);
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  const undisturbed = await race(folder, temporary, 'reference');
  expect([undisturbed.code, undisturbed.stderr]).toEqual([0, '']);
  const reference = readRun(join(folder, 'reference'));
  const kills: Kills = { coordinator: 0, group: 0, worker: 0 };
  const total = () => Object.values(kills).reduce((sum, one) => sum + one, 0);
  let runs = 0;
  while (total() < count) {
    const name = `run-${runs++}`;
    let last: Ended | undefined;
    while (last === undefined || last.code === null) {
      last = await race(folder, temporary, name, async (child, hasEnded) => {
        while (!hasEnded() && total() < count) {
          await setTimeout(random() * 0.6 * undisturbed.seconds * 1000);
          if (hasEnded()) return;
          const target = TARGETS[Math.floor(random() * TARGETS.length)] as keyof Kills;
          if (kill(target, child, temporary, random)) kills[target]++;
          if (target !== 'worker') return;
        }
      });
      expect(last.stderr).toBe('');
      expect([0, null]).toContain(last.code);
    }
    checkRun(join(folder, name), reference);
    rmSync(join(folder, name), { recursive: true });
    expect([processesOf(temporary), readdirSync(temporary)]).toEqual([[], []]);
  }
  return { kills, runs, trials: reference.losses.size };
}

interface Ended {
  /** Null after a kill. */
  readonly code: number | null;
  readonly stderr: string;
  readonly seconds: number;
}

/** One stretch of a race; `disturb` runs beside it. */
async function race(
  folder: string,
  temporary: string,
  out: string,
  disturb: (child: ChildProcess, hasEnded: () => boolean) => Promise<void> = async () => {},
): Promise<Ended> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [CLI, 'select', 'e.yaml', '-o', out, '--quiet'], {
    cwd: folder,
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  let isOver = false;
  const ended = new Promise<number | null>((resolve) =>
    // Not `close`: processes that were left behind may hold the output open.
    child.on('exit', (code) => {
      isOver = true;
      resolve(code);
    }),
  );
  const [code] = await Promise.all([ended, disturb(child, () => isOver)]);
  return { code, stderr, seconds: (performance.now() - startedMs) / 1000 };
}

/** False where there is no such process now. */
function kill(target: keyof Kills, { pid = 0 }: ChildProcess, temporary: string, random: () => number): boolean {
  const workers = processesOf(temporary).filter((one) => one !== pid);
  const victim = { coordinator: pid, group: -pid, worker: workers[Math.floor(random() * workers.length)] }[target];
  if (victim === undefined) return false;
  try {
    return process.kill(victim, 'SIGKILL');
  } catch {
    return false;
  }
}

/** Living processes that have this folder for temporary files. */
function processesOf(temporary: string): number[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const hasFolder = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`TMPDIR=${temporary}`);
      return /^\d+$/.test(pid) && hasFolder ? [Number(pid)] : [];
    } catch {
      return [];
    }
  });
}

function readRun(run: string) {
  const store = openSqliteStore(join(run, 'log.sqlite'), { readOnly: true });
  const outcomes = store.outcomes();
  // Which training checks the seeds goes by how long each took.
  const own = outcomes.filter(({ trial }) => trial.repeat === 0);
  const decisions = store.newestQuestion()?.decisions() ?? [];
  store.close();
  return { outcomes, decisions, losses: new Map(own.map(({ trial, loss }) => [trialKey(trial), loss])) };
}

function checkRun(run: string, reference: ReturnType<typeof readRun>): void {
  const { outcomes, decisions, losses } = readRun(run);
  expect(outcomes.filter(({ status }) => status !== 'completed')).toEqual([]);
  expect(losses).toEqual(reference.losses);
  expect(decisions).toEqual(reference.decisions);
  const rows = new Database(join(run, 'log.sqlite')).prepare('SELECT count(*) FROM outcome').raw().get() as [number];
  expect(rows[0]).toBe(reference.outcomes.length);
  // Nothing of eliminated candidates, of trials that were cut off, or of the seed check.
  const left = new Set(decisions.flatMap(({ eliminated }) => eliminated));
  const kept = outcomes.filter(({ trial }: Outcome) => trial.repeat === 0 && !left.has(trial.candidate));
  const folders = new Set(kept.map(({ trial }) => basename(trialFolder('', trial))));
  const found = readdirSync(join(run, 'artifacts'), { withFileTypes: true }).map(({ name }) => name);
  expect(found.filter((name) => !folders.has(name))).toEqual([]);
  // A run that has ended is one file, however often it was killed before.
  expect(readdirSync(run).filter((name) => /^log\.sqlite./.test(name))).toEqual([]);
  expect(readdirSync(run).filter((name) => name.startsWith('.mark') || name.endsWith('.unfinished'))).toEqual([]);
}
