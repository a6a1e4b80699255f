/** @file Plans the workers of a run under Slurm: what each asks for follows from what trials take; the script for people, and how they are launched. */

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FailurePolicy, inputError, type Resources } from '../../core/index.js';
import type { SlurmSpec, TrialDemand } from '../../experiment/index.js';
import {
  createSlurmLauncher,
  requireSlurm,
  type SlurmSettings,
  slurmScript,
  WARNING_SECONDS,
} from '../../work/launchers/index.js';
import { type LaunchPlan, launchFolders } from './launched-executor.js';

/** What a user may say beside the experiment's `slurm`, before it. */
export interface SlurmOptions {
  readonly workers?: number;
  readonly minutes?: number;
  readonly partition?: string;
  readonly account?: string;
  readonly options?: readonly string[];
}

interface SlurmSubject {
  readonly name: string;
  readonly spec: SlurmSpec;
  readonly demand: TrialDemand;
  /** Attempts at a trial at most: a retry may be given more. */
  readonly attempts: number;
  /** Path of the experiment file. */
  readonly experiment: string;
  readonly runFolder: string;
  /** Where run and workers meet, and how. */
  readonly meeting: Meeting;
}

/** An address that holds on every machine, in the run folder where there is none; and further options of `surefoot worker`. */
interface Meeting {
  readonly address?: string;
  readonly options: readonly string[];
}

interface SlurmPlan {
  readonly settings: SlurmSettings;
  readonly workers: number;
}

const USUAL_MINUTES = 240;
/** The part of the time between the warning and the end that trainings get. */
const GRACE_SECONDS = WARNING_SECONDS - 30;
const COMMAND_LINE = fileURLToPath(new URL('../../cli/main.js', import.meta.url));

/** @throws InputError where a worker's time is too short for a trial. */
function planSlurm(subject: SlurmSubject, given: SlurmOptions): SlurmPlan {
  const { name, spec, demand, attempts, experiment, runFolder, meeting } = subject;
  const { partition = spec.partition, account = spec.account } = given;
  const needed = demand.needsAt(attempts).minutes ?? 0;
  const minutes = given.minutes ?? spec.minutes ?? Math.max(USUAL_MINUTES, 2 * needed);
  if (needed > minutes - WARNING_SECONDS / 60)
    throw inputError`slurm-too-short: A worker has ${minutes} minutes under Slurm, but a training may need ${needed}: no worker could ever begin one.
      Allowed: at least ${Math.ceil(needed + WARNING_SECONDS / 60)} minutes: ${WARNING_SECONDS / 60} of them are for handing back
      Fix: Raise \`slurm.minutes\` or --slurm-time, or lower \`resources.minutes\`.`;
  const folders = launchFolders(resolve(runFolder));
  return {
    workers: given.workers ?? spec.workers,
    settings: {
      name,
      takes: takenBy(spec.trialsPerWorker, demand.needsAt(1), demand.needsAt(attempts)),
      minutes,
      ...(partition === undefined ? {} : { partition }),
      ...(account === undefined ? {} : { account }),
      options: [...spec.options, ...(given.options ?? [])],
      setup: spec.setup,
      logFolder: folders.logs,
      command: [
        process.execPath,
        COMMAND_LINE,
        'worker',
        meeting.address ?? folders.exchange,
        resolve(experiment),
        '--workers',
        String(spec.trialsPerWorker),
        '--grace',
        String(GRACE_SECONDS),
        '--idle',
        String(spec.idleMinutes),
        ...meeting.options,
      ],
    },
  };
}

/** What `trials` trials take at once, and the most that one of them may be given, alone. */
function takenBy(trials: number, first: Resources, last: Resources): Resources {
  const memoryMiB = Math.max(trials * (first.memoryMiB ?? 0), last.memoryMiB ?? 0);
  return {
    cpus: trials * (first.cpus ?? 1),
    ...(first.gpus === undefined ? {} : { gpus: trials * first.gpus }),
    ...(memoryMiB === 0 ? {} : { memoryMiB }),
  };
}

export interface SlurmRun {
  readonly script: string;
  /** Where run and workers meet. */
  readonly address: string;
  readonly launch: LaunchPlan;
}

/** @throws InputError where a worker's time is too short for a trial. */
export function prepareSlurm(
  { failurePolicy, ...subject }: Omit<SlurmSubject, 'attempts'> & { readonly failurePolicy: FailurePolicy },
  options: SlurmOptions,
): SlurmRun {
  const { retries, kinds } = failurePolicy;
  const attempts = 1 + Math.max(retries, ...Object.values(kinds).map((kind) => kind.retries ?? 0));
  const { settings, workers } = planSlurm({ ...subject, attempts }, options);
  return {
    script: slurmScript(settings, workers),
    address: subject.meeting.address ?? launchFolders(resolve(subject.runFolder)).exchange,
    launch: {
      launcher: createSlurmLauncher(settings),
      workers,
      trialsPerWorker: subject.spec.trialsPerWorker,
      meetsInRunFolder: subject.meeting.address === undefined,
      check: requireSlurm,
    },
  };
}
