/**
 * @file A real Slurm of one node, from Debian's slurm-wlm and munge, without systemd: in a folder of its own, on free ports, as root.
 * Its two GPUs are empty files: they are scheduled, and no program sees them.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { until } from '../until.js';

const PROGRAMS = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'squeue', 'scancel'];
const PATH = `/usr/sbin:/usr/bin:${process.env.PATH ?? ''}`;

/** Why there can be no cluster, for the name of a test that is skipped; empty where there can. */
export function missingForSlurm(): string {
  if (process.getuid?.() !== 0) return ' (skipped: slurmd needs root)';
  const missing = PROGRAMS.filter((name) => spawnSync('which', [name], { env: { PATH } }).status !== 0);
  return missing.length === 0 ? '' : ` (skipped: no ${missing.join(', ')}; install slurm-wlm and munge)`;
}

export interface SlurmCluster {
  /** For programs that are to use it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Runs one of its commands and gives what it printed. */
  run(program: string, ...args: readonly string[]): string;
  /** Resolves when its daemons have ended. */
  stop(): Promise<void>;
}

/** With a partition `main` (an hour at most) of one node: 8 cores, 4,000 MiB, 2 GPUs. */
export async function startSlurm(): Promise<SlurmCluster> {
  // Its configuration cannot say paths with spaces, and knows this machine by the kernel's name for it.
  const folder = mkdtempSync('/tmp/surefoot-slurm-');
  const host = execFileSync('uname', ['-n'], { encoding: 'utf8' }).trim();
  const [controlPort, nodePort] = [await freePort(), await freePort()];
  for (const name of ['state', 'spool']) mkdirSync(join(folder, name));
  for (const name of ['gpu0', 'gpu1']) writeFileSync(join(folder, name), '');
  writeFileSync(join(folder, 'munge.key'), randomBytes(1024), { mode: 0o400 });
  writeFileSync(join(folder, 'cgroup.conf'), 'CgroupPlugin=disabled\n');
  writeFileSync(join(folder, 'gres.conf'), `Name=gpu File=${folder}/gpu[0-1]\n`);
  writeFileSync(
    join(folder, 'slurm.conf'),
    `ClusterName=test
SlurmctldHost=${host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
SlurmctldPort=${controlPort}
SlurmdPort=${nodePort}
AuthType=auth/munge
AuthInfo=socket=${folder}/munge.sock
CredType=cred/munge
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
ReturnToService=2
KillWait=5
SlurmdParameters=config_overrides
GresTypes=gpu
NodeName=${host} NodeAddr=127.0.0.1 CPUs=8 RealMemory=4000 Gres=gpu:2 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=60 DefMemPerCPU=100 State=UP
`,
  );
  const environment = { PATH, SLURM_CONF: join(folder, 'slurm.conf') };
  const run = (program: string, ...args: readonly string[]) =>
    execFileSync(program, args, { env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const of = (name: string) => join(folder, name);
  const daemons = ['slurmd.pid', 'slurmctld.pid', 'munge.pid'];
  const stop = async () => {
    await Promise.all(daemons.map((name) => end(of(name))));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    run(
      'munged',
      '--force',
      `--socket=${of('munge.sock')}`,
      `--key-file=${of('munge.key')}`,
      `--pid-file=${of('munge.pid')}`,
      `--log-file=${of('munge.log')}`,
      `--seed-file=${of('munge.seed')}`,
    );
    run('slurmctld');
    run('slurmd');
    await until(() => run('sinfo', '--noheader', '--format=%T').includes('idle'));
  } catch (error) {
    await stop();
    throw error;
  }
  return { environment, run, stop };
}

/** What has not ended after 10 s is killed. */
async function end(pidFile: string): Promise<void> {
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0;
  const send = (signal: NodeJS.Signals | 0) => {
    try {
      return pid > 0 && process.kill(pid, signal);
    } catch {
      return false;
    }
  };
  send('SIGTERM');
  for (let attempt = 0; send(0) && attempt < 100; attempt++) await new Promise((resolve) => setTimeout(resolve, 100));
  send('SIGKILL');
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
