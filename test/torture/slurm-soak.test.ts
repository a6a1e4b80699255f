/**
 * @file A race whose workers are jobs of a real Slurm, while its coordinator and its workers are killed at random moments: 4 kills;
 * `npm run soak` takes 20. Every run comes to what two places of one machine come to, and leaves no job and no process.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { randomFrom, trialKey } from '../../src/core/index.js';
import { openSqliteStore } from '../../src/evidence/log/index.js';
import { startSurefoot } from '../app/command-line.js';
import { missingForSlurm, startSlurm } from '../peers/slurm-cluster.js';
import { until } from '../until.js';

const KILLS = Number(process.env.SLURM_KILLS ?? 4);
const SEED = Number(process.env.SEED ?? 22);
/** Most of a worker's start is over by then. */
const MOST_PAUSE_MS = 6000;
const missing = missingForSlurm();

const MODULE = `export default async ({ x }, { seeds }) => {
  await new Promise((resolve) => setTimeout(resolve, 100));
  return x + (seeds.init % 1000) / 1000;
};
`;
const EXPERIMENT = `name: slurm
seed: 7
trainer: { module: ./module.mjs }
space: { x: [1, 2, 3, 4] }
race: { rule: halving, warmup: 8, criterion: median, finalTrials: 60 }
failures: { retries: 20 }
resources: { cpus: 1, memoryMiB: 200 }
slurm: { workers: 2, minutes: 30 }
`;

test.skipIf(missing !== '')(`${KILLS} kills of runs whose workers are jobs of Slurm${missing}`, async () => {
  // Its paths stand in batch scripts, and Slurm's own configuration takes no spaces.
  const folder = mkdtempSync('/tmp/surefoot-slurm-soak-');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'e.yaml'), EXPERIMENT);
  writeFileSync(join(folder, 'module.mjs'), MODULE);
  mkdirSync(join(folder, 'tmp'));
  const cluster = await startSlurm();
  onTestFinished(() => cluster.stop());
  const random = randomFrom(SEED);
  const environment = { ...cluster.environment, TMPDIR: join(folder, 'tmp') };
  const start = (...args: readonly string[]) => {
    const started = startSurefoot(['select', 'e.yaml', ...args], folder, environment);
    onTestFinished(() => void started.child.kill('SIGKILL'));
    return started;
  };
  const jobs = () => cluster.run('squeue', '--noheader', '--array', '--format=%i %T').trim();
  expect((await start('-o', 'reference', '-w', '2').ended).status).toBe(0);
  const reference = readRun(join(folder, 'reference'));
  const killed = { coordinator: 0, worker: 0 };
  const total = () => killed.coordinator + killed.worker;
  let runs = 0;
  while (total() < KILLS) {
    const name = `run-${runs++}`;
    const begin = () => start('-o', name, '--slurm', '--lease', '5');
    let run = begin();
    let isOver = false;
    const disturb = async () => {
      // Three workers that end one after another without an outcome between them end a run, as they should.
      while (!isOver && total() < KILLS) {
        const before = outcomesOf(join(folder, name));
        await until(() => isOver || outcomesOf(join(folder, name)) > before);
        await sleep(random.uniform() * MOST_PAUSE_MS);
        if (isOver) return;
        const workers = workersBelow(folder);
        if (random.uniform() < 0.5 && workers.length > 0) {
          process.kill(workers[random.below(workers.length)] as number, 'SIGKILL');
          killed.worker++;
        } else {
          const dead = run;
          dead.child.kill('SIGKILL');
          await dead.ended;
          run = begin();
          killed.coordinator++;
        }
      }
    };
    const over = async () => {
      for (;;) {
        const running = run;
        const { status } = await running.ended;
        while (status === null && run === running) await sleep(20);
        if (status === null) continue;
        isOver = true;
        expect([status, running.stderr()]).toEqual([0, expect.any(String)]);
        return;
      }
    };
    await Promise.all([over(), disturb()]);
    await until(() => jobs() === '');
    const { losses, ...decided } = readRun(join(folder, name));
    const { losses: expected, ...same } = reference;
    expect(decided).toEqual(same);
    for (const [key, loss] of expected) expect([key, losses.get(key)]).toEqual([key, loss]);
    expect(readFileSync(join(folder, name, 'workers/jobs.json'), 'utf8')).toBe('[]\n');
    expect(readdirSync(join(folder, name)).filter((file) => /^log\.sqlite./.test(file))).toEqual([]);
    await until(() => workersBelow(folder).length === 0);
  }
  console.log(`slurm: ${runs} races of ${reference.losses.size} trials; killed ${JSON.stringify(killed)}`);
});

/** As the run tells of while it goes on. */
function outcomesOf(run: string): number {
  try {
    const { log } = JSON.parse(readFileSync(join(run, 'live.json'), 'utf8')) as {
      readonly log?: { readonly outcomes: number };
    };
    return log?.outcomes ?? 0;
  } catch {
    return 0;
  }
}

function readRun(run: string) {
  const { answer } = JSON.parse(readFileSync(join(run, 'result.json'), 'utf8')) as { readonly answer?: unknown };
  const store = openSqliteStore(join(run, 'log.sqlite'), { readOnly: true });
  // Which training checks the seeds goes by how long each took.
  const own = store.outcomes().filter(({ trial }) => trial.repeat === 0);
  const losses = new Map(own.map(({ trial, loss }) => [trialKey(trial), loss]));
  const decisions = store.newestQuestion()?.decisions();
  store.close();
  return { answer, decisions, losses };
}

/** Worker processes whose run lies in this folder. */
function workersBelow(folder: string): number[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0');
      return words.includes('worker') && words.some((word) => word.startsWith(folder)) ? [Number(pid)] : [];
    } catch {
      return [];
    }
  });
}
