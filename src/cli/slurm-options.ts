/** @file Declares how workers are asked for under Slurm, as every command takes it that trains, and reads from the flags what is launched for a run. */
import { type Command, Option } from 'commander';
import type { SourcedExperiment } from '../app/ask/experiment-source.js';
import type { Prepared } from '../app/questions/question-kind.js';
import { prepareSlurm, type SlurmOptions, type SlurmRun } from '../app/workers/slurm-plan.js';
import { defined, inputError } from '../core/index.js';
import { another, positiveNumber, wholeNumber } from './option-values.js';
import { meetingOf, type WorkersAtFlags } from './workers-at-options.js';

export interface SlurmFlags {
  /** True where no number is given. */
  readonly slurm?: number | true;
  readonly slurmTime?: number;
  readonly slurmPartition?: string;
  readonly slurmAccount?: string;
  readonly sbatch?: readonly string[];
  readonly print?: true;
}

export function addSlurmOptions(command: Command): Command {
  return command
    .option(
      '--slurm [workers]',
      'train with this many workers under Slurm: one job array, renewed when its time is over and cancelled at the ' +
        'end. The run folder must be on a shared disk. `slurm` of the experiment sets the rest (default: 8 workers)',
      wholeNumber('--slurm', 1),
    )
    .option('--slurm-time <minutes>', 'wall time of a worker (default: 240)', positiveNumber('--slurm-time'))
    .option('--slurm-partition <name>', 'partition of the workers', plainName('--slurm-partition'))
    .option('--slurm-account <name>', 'account of the workers', plainName('--slurm-account'))
    .addOption(
      new Option(
        '--sbatch <option>',
        'a further option of sbatch, such as --sbatch=--qos=long; may be repeated',
      ).argParser((text, before: readonly string[] | undefined) => another(sbatchOption(text), before)),
    )
    .option('--print', 'print the batch script of --slurm and start nothing');
}

/** Undefined where no workers are asked for. @throws InputError for what only makes sense with --slurm. */
function slurmOf(flags: SlurmFlags): SlurmOptions | undefined {
  const { slurm, slurmTime, slurmPartition, slurmAccount, sbatch, print } = flags;
  const others = {
    '--slurm-time': slurmTime,
    '--slurm-partition': slurmPartition,
    '--slurm-account': slurmAccount,
    '--sbatch': sbatch,
    '--print': print,
  };
  if (slurm === undefined) {
    const lonely = Object.entries(others).find(([, value]) => value !== undefined)?.[0];
    if (lonely === undefined) return undefined;
    throw inputError`bad-option: ${lonely} needs --slurm, which is missing.
      Allowed: ${lonely} beside --slurm
      Fix: Add --slurm, or leave out ${lonely}.`;
  }
  return defined({
    workers: slurm === true ? undefined : slurm,
    minutes: slurmTime,
    partition: slurmPartition,
    account: slurmAccount,
    options: sbatch,
  });
}

function plainName(option: string): (text: string) => string {
  return (text) => {
    if (/^[\w.,@+:-]+$/.test(text)) return text;
    throw inputError`bad-option: ${option} is "${text}".
      Allowed: a name, as \`sinfo\` or \`sacctmgr\` list it
      Fix: Correct ${option}, or leave it out.`;
  };
}

function sbatchOption(text: string): string {
  if (/^--?[A-Za-z][^\n\r]*$/.test(text)) return text;
  throw inputError`bad-option: --sbatch is "${text}".
    Allowed: an option of sbatch, such as --sbatch=--qos=long
    Fix: Correct --sbatch, or leave it out.`;
}

/** What to run, and where. */
export interface LaunchSubject {
  /** Path of the experiment file. */
  readonly experiment: string;
  readonly source: SourcedExperiment;
  readonly runFolder: string;
}

/** Undefined if nothing is launched. @throws InputError for flags that contradict each other. */
export function launchedBy(
  flags: SlurmFlags & WorkersAtFlags,
  { experiment, source, runFolder }: LaunchSubject,
  { demand, failurePolicy }: Pick<Prepared, 'demand' | 'failurePolicy'>,
): SlurmRun | undefined {
  const options = slurmOf(flags);
  if (options === undefined) return undefined;
  const { name, slurm: spec } = source.draft;
  return prepareSlurm({ name, spec, demand, failurePolicy, experiment, runFolder, meeting: meetingOf(flags) }, options);
}
