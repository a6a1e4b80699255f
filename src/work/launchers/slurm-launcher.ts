/** @file Launcher: arrays of workers under Slurm, and the script of one, by its own commands. An order is the id of an array. */
import { execFile } from 'node:child_process';
import {
  type InputError,
  inputError,
  type LaunchedWorker,
  type Launcher,
  type Resources,
  type RunError,
  runError,
  type WorkerEnding,
} from '../../core/index.js';

/** A busy controller answers late. */
const PATIENCE_MS = 60_000;

/** Exit statuses of a worker that was told to go: 128 and the number of the signal. */
const TOLD_TO_GO = new Set([130, 143]);

const FIELDS = 'JobArrayID:|,State:|,exit_code:|,Reason:|';

interface Answer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function createSlurmLauncher(settings: SlurmSettings): Launcher {
  return {
    name: 'Slurm',
    start: async (count) => {
      const { status, stdout, stderr } = await ask('sbatch', ['--parsable'], slurmScript(settings, count));
      const [id = ''] = stdout.trim().split(';');
      if (status === 0 && /^\d+$/.test(id)) return id;
      throw refused(settings, stderr);
    },
    look: async (orders) => {
      if (orders.length === 0) return [];
      const asked = ['--noheader', '--array', '--states=all', `--jobs=${orders.join(',')}`, `--Format=${FIELDS}`];
      const { status, stdout, stderr } = await ask('squeue', asked);
      // It says so where it has forgotten all of them.
      if (status !== 0 && !/Invalid job id/i.test(stderr)) throw unreachable('squeue', stderr);
      return stdout.split('\n').flatMap((line) => readWorker(line));
    },
    stop: async (orders) => {
      if (orders.length === 0) return;
      const { status, stderr } = await ask('scancel', [...orders]);
      if (status !== 0 && !/Invalid job id/i.test(stderr)) throw unreachable('scancel', stderr);
    },
  };
}

/** @throws InputError (`no-slurm`) where its commands are not there. */
export async function requireSlurm(): Promise<void> {
  await ask('sbatch', ['--version']);
}

/** One line of squeue, such as `17_3|FAILED|2:0|NonZeroExitCode|`. */
function readWorker(line: string): LaunchedWorker[] {
  const [id = '', state = '', exit = '', why = ''] = line.split('|').map((part) => part.trim());
  if (id === '') return [];
  const exitStatus = Number(exit.split(':')[0]);
  const reason = why === 'None' || why === '' ? state : explained(why);
  return [{ id, state: stateOf(state, exitStatus), reason: state === 'FAILED' ? `exit status ${exitStatus}` : reason }];
}

/** What does not pass by itself: https://slurm.schedmd.com/job_reason_codes.html */
const IN_VAIN: readonly (readonly [RegExp, string])[] = [
  [/TimeLimit$|WallDurationPerJobLimit$/, 'more time than it gives; lower `slurm.minutes` or --slurm-time'],
  [
    /^BadConstraints$|^PartitionNodeLimit$|^PartitionConfig$/,
    'no node is like that; lower `resources`, or choose another partition',
  ],
  [/^InvalidAccount$|^AssociationJobLimit$/, 'give --slurm-account'],
  [/^InvalidQOS$/, 'correct --qos among the options of sbatch'],
  [/^JobHeld/, 'it is held: scontrol release'],
];

function explained(reason: string): string {
  const hint = IN_VAIN.find(([pattern]) => pattern.test(reason))?.[1];
  return hint === undefined ? reason : `${reason}: ${hint}`;
}

/** States that squeue may tell, in its own words: https://slurm.schedmd.com/squeue.html#SECTION_JOB-STATE-CODES */
const WAITING = /^(?:PENDING|CONFIGURING|REQUEUED|REQUEUE_HOLD|REQUEUE_FED|RESV_DEL_HOLD|SPECIAL_EXIT)$/;
const RUNNING = /^(?:RUNNING|COMPLETING|SIGNALING|STAGE_OUT|STOPPED|SUSPENDED|RESIZING)$/;
const ENDINGS: Readonly<Record<string, WorkerEnding>> = {
  COMPLETED: 'done',
  TIMEOUT: 'time',
  DEADLINE: 'time',
  CANCELLED: 'stopped',
  REVOKED: 'stopped',
  NODE_FAIL: 'lost',
  BOOT_FAIL: 'lost',
  PREEMPTED: 'lost',
  OUT_OF_MEMORY: 'failed',
};

function stateOf(state: string, exitStatus: number): LaunchedWorker['state'] {
  if (WAITING.test(state)) return 'waiting';
  if (RUNNING.test(state)) return 'running';
  return ENDINGS[state] ?? (TOLD_TO_GO.has(exitStatus) ? 'time' : 'failed');
}

function ask(program: string, args: readonly string[], input = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { timeout: PATIENCE_MS, maxBuffer: 2 ** 26 };
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT') reject(noSlurm(program));
      else if (error?.killed === true) reject(unreachable(program, `no answer within ${PATIENCE_MS / 1000} s`));
      else resolve({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
    // A program that does not read its input is no fault.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

function noSlurm(program: string): InputError {
  return inputError`no-slurm: There is no ${program} on the path of this machine.
    Allowed: a machine from which jobs of Slurm are submitted, such as the login node of a cluster
    Fix: Start the run there, or start workers by hand: --workers-at FOLDER, and \`surefoot worker FOLDER\`.`;
}

function refused({ partition, account, minutes }: SlurmSettings, stderr: string): InputError {
  const asked = [
    ...(partition === undefined ? [] : [`partition ${partition}`]),
    ...(account === undefined ? [] : [`account ${account}`]),
    `${Math.ceil(minutes)} minutes`,
  ];
  return inputError`slurm-refused: Slurm refuses the workers (${asked.join(', ')}): ${saidBy(stderr)}.
    Allowed: partitions that \`sinfo\` lists, your accounts, and no more than a node has
    Fix: Correct \`slurm\` in the experiment or the --slurm- options; --slurm --print shows the script.`;
}

function unreachable(program: string, stderr: string): RunError {
  return runError`slurm-unreachable: Slurm cannot be asked: ${program}: ${saidBy(stderr)}.
    Fix: Run the same command again when Slurm answers (try squeue): finished trainings are kept.`;
}

function saidBy(stderr: string): string {
  const lines = stderr
    .trim()
    .split('\n')
    .map((line) => line.replace(/^\w+: (?:error: )?/, '').replace(/\.$/, ''));
  return lines.filter((line) => line !== '').join('; ') || 'it does not say why';
}

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
