/** @file A run whose workers are under Slurm: the script for people, and where and how they are launched. */
import { resolve } from 'node:path';
import type { FailurePolicy } from '../../core/index.js';
import { createSlurmLauncher, requireSlurm, slurmScript } from '../../work/launchers/index.js';
import { type LaunchPlan, launchFolders } from './launch-plan.js';
import { planSlurm, type SlurmOptions, type SlurmSubject } from './slurm-plan.js';

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
