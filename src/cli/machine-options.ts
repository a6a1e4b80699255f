/** @file Declares what a worker says of its machine, and reads it from the flags. */

import type { Command } from 'commander';
import type { MachineOptions } from '../app/commands.js';
import { given } from '../core/index.js';
import { badOption, positiveNumber, wholeNumber } from './option-values.js';

export interface MachineFlags {
  readonly cpus?: number;
  readonly gpus?: 'all' | number;
  readonly memory?: number;
  readonly minutesLeft?: number;
  readonly until?: number;
}

export function addMachineOptions(command: Command): Command {
  return command
    .option('--gpus <all|count>', 'one training on each GPU of this machine, or on this many of them', readGpus)
    .option('--cpus <count>', 'cores to use (default: all available)', wholeNumber('--cpus', 1))
    .option('--memory <MiB>', 'memory to use (default: all available)', wholeNumber('--memory', 1))
    .option(
      '--minutes-left <minutes>',
      'how long this machine is available; no training begins that may take longer (default: as Slurm says)',
      positiveNumber('--minutes-left', 'minutes'),
    )
    .option('--until <time>', 'the same as a time, such as 18:30 or 2026-03-01T06:00', readTime);
}

/** `nowMs`: milliseconds since 1970 UTC. */
export function machineOf({ cpus, gpus, memory, minutesLeft, until }: MachineFlags, nowMs: number): MachineOptions {
  const endsAtMs = until ?? (minutesLeft === undefined ? undefined : nowMs + minutesLeft * 60_000);
  return given({ cpus, gpus, memoryMiB: memory, endsAtMs });
}

function readGpus(text: string): 'all' | number {
  if (text === 'all') return 'all';
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw badOption('--gpus', text, '`all`, or how many; CUDA_VISIBLE_DEVICES says which');
}

/** In local time, as the clock of this machine has it; a time of day is the next one. */
function readTime(text: string): number {
  const now = Date.now();
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  if (hours !== undefined && Number(hours) < 24 && Number(minutes) < 60) {
    const next = new Date(now);
    next.setHours(Number(hours), Number(minutes), 0, 0);
    if (next.getTime() <= now) next.setDate(next.getDate() + 1);
    return next.getTime();
  }
  const value = /^\d{4}-\d{2}-\d{2}T/.test(text) ? new Date(text).getTime() : Number.NaN;
  if (value > now) return value;
  throw badOption('--until', text, 'a time in the future, such as 18:30 or 2026-03-01T06:00');
}
