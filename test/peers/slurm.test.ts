/** @file Workers under a real Slurm: a race to its end, time that is over, jobs that are refused, cancelled and found again. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLI, type RunningCommand, startSurefoot } from '../app/command-line.js';
import { until } from '../until.js';
import { missingForSlurm, type SlurmCluster, startSlurm } from './slurm-cluster.js';

const missing = missingForSlurm();

let cluster: SlurmCluster;
let scratch = '';

/** Trials that take a moment, so that something can happen meanwhile. */
const TRAINER = `export default async ({ x }, { seeds }) => {
  await new Promise((resolve) => setTimeout(resolve, 250));
  return x + (seeds.init % 1000) / 2000;
};
`;
const experiment = (more = '') => `name: e
trainer: { module: ./t.mjs }
space: { x: [1, 1.2, 2, 3] }
race: { rule: { name: welch, alpha: 0.2 }, warmup: 5, criterion: mean, maxReplicates: 15, finalTrials: 5 }
resources: { cpus: 1, memoryMiB: 200 }
slurm: { workers: 1, minutes: 30 }
${more}`;

/** A folder with the experiment. */
function folder(name: string, text = experiment()): string {
  const path = join(scratch, name);
  mkdirSync(path);
  writeFileSync(join(path, 'e.yaml'), text);
  writeFileSync(join(path, 't.mjs'), TRAINER);
  return path;
}

function start(cwd: string, ...args: readonly string[]): RunningCommand {
  return startSurefoot(['select', 'e.yaml', ...args], cwd, cluster.environment);
}

const jobs = () => cluster.run('squeue', '--noheader', '--array', '--format=%i %T').trim();
const decisions = (cwd: string) => {
  const { decisions: made, winner } = JSON.parse(readFileSync(join(cwd, 'runs/e/result.json'), 'utf8'));
  return JSON.stringify([made, winner]);
};

describe.skipIf(missing !== '')(`under Slurm${missing}`, () => {
  let locally = '';

  beforeAll(async () => {
    // Its paths stand in scripts that are compared word for word.
    scratch = mkdtempSync('/tmp/surefoot-slurm-runs-');
    cluster = await startSlurm();
    const cwd = folder('local');
    expect(await start(cwd, '--workers', '2').ended).toMatchObject({ status: 0 });
    locally = decisions(cwd);
  });
  afterAll(async () => {
    await cluster?.stop();
    rmSync(scratch, { recursive: true, force: true });
  });

  test.each([1, 2])('%i worker(s) make the decisions of one machine, and end with the run', async (workers) => {
    const cwd = folder(`race-${workers}`);
    const { status, stderr } = await start(cwd, '--slurm', String(workers)).ended;
    expect(stderr).toContain(`Slurm: job `);
    expect(status).toBe(0);
    expect(decisions(cwd)).toBe(locally);
    await until(() => jobs() === '');
    expect(readFileSync(join(cwd, 'runs/e/workers/jobs.json'), 'utf8')).toBe('[]\n');
  });

  test('a worker whose time is over is replaced', async () => {
    const cwd = folder('walltime');
    const run = start(cwd, '--slurm');
    await until(() => /RUNNING/.test(jobs()));
    await until(() => existsSync(join(cwd, 'runs/e/workers')) && /Workers: 1 training/.test(run.stderr()));
    const [first = ''] = jobs().split(' ');
    // As Slurm does it before the end, to the batch shell alone: the least time that it knows is a minute.
    cluster.run('scancel', '--signal=TERM', '--batch', first);
    const { status, stderr } = await run.ended;
    expect(status).toBe(0);
    expect(stderr.match(/Slurm: job \d+ of 1 worker\./g)).toHaveLength(2);
    expect(decisions(cwd)).toBe(locally);
  });

  test('Ctrl-C cancels the jobs; after a kill the same command finds them', async () => {
    const cwd = folder('resume');
    const killed = start(cwd, '--slurm');
    await until(() => /RUNNING/.test(jobs()));
    killed.child.kill('SIGKILL');
    await killed.ended;
    const [left = ''] = jobs().split(' ');
    expect(left).toMatch(/^\d+_1$/);
    const stopped = start(cwd, '--slurm');
    await until(() => stopped.stderr().includes('1 worker of an earlier start is still there'));
    expect(jobs()).toContain(left);
    stopped.child.kill('SIGINT');
    expect(await stopped.ended).toMatchObject({ status: 130 });
    await until(() => jobs() === '');
    expect(await start(cwd, '--slurm').ended).toMatchObject({ status: 0 });
    expect(decisions(cwd)).toBe(locally);
  });

  test('the script asks for what trials take, and nothing is started for it', async () => {
    const cwd = folder(
      'print',
      experiment()
        .replace('minutes: 30', 'trialsPerWorker: 2, minutes: 30, partition: main, setup: [module load x]')
        .replace('cpus: 1', 'cpus: 2, gpus: 0.5'),
    );
    const { status, stdout } = await start(cwd, '--slurm', '3', '--sbatch=--qos=long', '--print').ended;
    expect(status).toBe(0);
    const [shebang, ...lines] = stdout.trim().split('\n');
    expect(shebang).toBe('#!/bin/bash');
    expect(lines).toEqual([
      '#SBATCH --job-name=surefoot-e',
      '#SBATCH --array=1-3',
      '#SBATCH --ntasks=1',
      '#SBATCH --cpus-per-task=4',
      '#SBATCH --gres=gpu:1',
      '#SBATCH --mem=912M',
      '#SBATCH --time=30',
      '#SBATCH --partition=main',
      '#SBATCH --signal=B:TERM@120',
      `#SBATCH --output="${cwd}/runs/e/workers/%A_%a.log"`,
      '#SBATCH --qos=long',
      'module load x',
      `exec ${process.execPath} ${CLI} worker ${cwd}/runs/e/workers/exchange ${cwd}/e.yaml --workers 2 --grace 90 --idle 30`,
    ]);
    expect(existsSync(join(cwd, 'runs'))).toBe(false);
    expect(jobs()).toBe('');
  });

  test('trials on GPUs go where Slurm has given some', async () => {
    const cwd = folder('gpus', experiment().replace('cpus: 1', 'cpus: 1, gpus: 1'));
    const run = start(cwd, '--slurm', '2', '--budget', '24');
    await until(
      () =>
        jobs()
          .split('\n')
          .filter((job) => job.includes('RUNNING')).length === 2,
    );
    expect(cluster.run('squeue', '--noheader', '--Format=tres-per-node')).toContain('gpu:1');
    expect(await run.ended).toMatchObject({ status: 0 });
  });

  test('what Slurm refuses ends the run before it begins', async () => {
    const cwd = folder('refused');
    const { status, stderr } = await start(cwd, '--slurm', '--slurm-partition', 'nope').ended;
    expect(status).toBe(2);
    expect(stderr).toContain('Slurm refuses the workers (partition nope, 30 minutes): ');
    expect(stderr).toContain('Invalid partition name specified');
    expect(existsSync(join(cwd, 'runs/e/log.sqlite'))).toBe(false);
  });

  test('what jobs wait for is said', async () => {
    const cwd = folder('waiting');
    const run = start(cwd, '--slurm', '--slurm-time', '120');
    await until(() => run.stderr().includes('1 worker of 1 waits (PartitionTimeLimit: more time than it gives; lower'));
    run.child.kill('SIGINT');
    await run.ended;
    await until(() => jobs() === '');
  });

  test('workers that fail one after another end the run, with what they printed', async () => {
    const cwd = folder(
      'failing',
      experiment('').replace('minutes: 30', 'minutes: 30, setup: [echo "no such module" >&2; exit 7]'),
    );
    const { status, stderr } = await start(cwd, '--slurm').ended;
    expect(status).toBe(1);
    expect(stderr).toMatch(/worker \d+_1 failed \(exit status 7\): no such module/);
    expect(stderr).toContain('3 failed one after another. The last one printed: no such module');
  });
});
