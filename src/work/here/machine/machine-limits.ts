/**
 * @file What this process may use of its machine: cores and memory, as far as affinity, control groups and Slurm leave them,
 * and the time until its Slurm job ends.
 */

import { readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { defined } from '../../../core/index.js';
import type { Variables } from './gpus.js';

export interface MachineLimits {
  /** Whole cores, at least 1. */
  readonly cpus: number;
  readonly memoryMiB: number;
  /** When everything here ends, in seconds since 1970 UTC; absent where it has no end. */
  readonly endsAt?: number;
}

/** The text of a file; undefined where there is none. Tests bring their own. */
type ReadText = (path: string) => string | undefined;

const MEBIBYTE = 2 ** 20;

export function findLimits(variables: Variables = process.env, read: ReadText = readText): MachineLimits {
  const groups = controlGroups(read);
  const cpus = Math.min(
    availableParallelism(),
    ...groups.cpus,
    ...positive(variables.SLURM_CPUS_PER_TASK ?? variables.SLURM_CPUS_ON_NODE),
  );
  const wholeCpus = Math.max(1, Math.floor(cpus));
  const perCpu = positive(variables.SLURM_MEM_PER_CPU).map((mebibytes) => mebibytes * wholeCpus);
  const memoryMiB = Math.min(
    totalmem() / MEBIBYTE,
    ...groups.memoryBytes.map((bytes) => bytes / MEBIBYTE),
    // 0 is all that the node has.
    ...positive(variables.SLURM_MEM_PER_NODE),
    ...perCpu,
  );
  const [endsAt] = positive(variables.SLURM_JOB_END_TIME);
  return { cpus: wholeCpus, memoryMiB: Math.floor(memoryMiB), ...defined({ endsAt }) };
}

function positive(text: string | undefined): number[] {
  const value = Number(text ?? Number.NaN);
  return value > 0 ? [value] : [];
}

interface GroupLimits {
  readonly cpus: readonly number[];
  readonly memoryBytes: readonly number[];
}

/** Of every group from this process's own up to the root: each of them holds. */
function controlGroups(read: ReadText): GroupLimits {
  const cpus: number[] = [];
  const memoryBytes: number[] = [];
  for (const line of (read('/proc/self/cgroup') ?? '').split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (controllers === undefined || path === undefined) continue;
    for (const group of upwards(path)) {
      if (controllers === '') {
        for (const root of ['/sys/fs/cgroup', '/sys/fs/cgroup/unified']) {
          memoryBytes.push(...positive(read(join(root, group, 'memory.max'))));
          cpus.push(
            ...quota(
              read(join(root, group, 'cpu.max'))
                ?.trim()
                .split(/\s+/),
            ),
          );
        }
        continue;
      }
      const named = controllers.split(',');
      if (named.includes('memory')) {
        memoryBytes.push(...positive(read(join('/sys/fs/cgroup/memory', group, 'memory.limit_in_bytes'))));
      }
      if (named.includes('cpu')) {
        const of = (file: string) => read(join('/sys/fs/cgroup/cpu', group, file));
        cpus.push(...quota([of('cpu.cfs_quota_us') ?? '', of('cpu.cfs_period_us') ?? '']));
      }
    }
  }
  return { cpus, memoryBytes };
}

/** `max` and -1 are none. */
function quota(parts: readonly string[] | undefined): number[] {
  const [time] = positive(parts?.[0]);
  const [period] = positive(parts?.[1]);
  return time === undefined || period === undefined ? [] : [time / period];
}

/** A container sees its own group as the root, but may be told the path that it has outside. */
function upwards(path: string): string[] {
  const groups = [path];
  for (let group = path; group !== '/'; ) {
    group = dirname(group);
    groups.push(group);
  }
  return groups;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
