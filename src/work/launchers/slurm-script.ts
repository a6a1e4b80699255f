/** @file The batch script of an array of workers: what sbatch is asked for, and the command that each task becomes. */
import type { Resources } from '../../core/index.js';

/** What is asked of Slurm, beside what trials take. */
export interface SlurmSettings {
  /** Names the jobs. */
  readonly name: string;
  /** What one worker takes, for all of its places. */
  readonly takes: Resources;
  /** Wall time of a worker. */
  readonly minutes: number;
  readonly partition?: string;
  readonly account?: string;
  /** Further options of sbatch, such as `--qos=long`, one each. */
  readonly options: readonly string[];
  /** Lines of shell that come before the worker. */
  readonly setup: readonly string[];
  /** Program and arguments of a worker; paths absolute. */
  readonly command: readonly string[];
  /** Where workers print to. */
  readonly logFolder: string;
}

/** How long before the end of its time a worker is told to hand back what it has. */
export const WARNING_SECONDS = 120;

/** What a worker itself needs, beside its trials. */
const OWN_MEMORY_MIB = 512;

/** `tasks`: how many workers. */
export function slurmScript(settings: SlurmSettings, tasks: number): string {
  const { name, takes, minutes, partition, account, options, setup, command, logFolder } = settings;
  const asked = [
    `--job-name=${`surefoot-${name}`.replaceAll(/[^\w.-]/g, '_')}`,
    `--array=1-${tasks}`,
    '--ntasks=1',
    `--cpus-per-task=${takes.cpus ?? 1}`,
    ...(takes.gpus === undefined ? [] : [`--gres=gpu:${Math.ceil(takes.gpus)}`]),
    ...(takes.memoryMiB === undefined ? [] : [`--mem=${takes.memoryMiB + OWN_MEMORY_MIB}M`]),
    `--time=${Math.ceil(minutes)}`,
    ...(partition === undefined ? [] : [`--partition=${partition}`]),
    ...(account === undefined ? [] : [`--account=${account}`]),
    // To the shell alone, in whose place the worker comes: it tells its own trainings.
    `--signal=B:TERM@${WARNING_SECONDS}`,
    `--output=${quoted(`${logFolder.replaceAll('%', '%%')}/%A_%a.log`)}`,
    ...options,
  ];
  return `${['#!/bin/bash', ...asked.map((option) => `#SBATCH ${option}`), ...setup, `exec ${command.map(shellWord).join(' ')}`].join('\n')}\n`;
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

function shellWord(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
