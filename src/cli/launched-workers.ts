/** @file Workers that a command has launched for its run, as its flags and the experiment say. */
import { type Prepared, prepareSlurm, type SlurmRun, type SourcedExperiment } from '../app/commands.js';
import { type SlurmFlags, slurmOf } from './slurm-options.js';
import { meetingOf, type WorkersAtFlags } from './workers-at-options.js';

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
