/** @file What a run has launched beside itself: workers, how many, and where what they need and print lies. */
import { join } from 'node:path';
import type { Launcher, TransportAccess } from '../../core/index.js';
import { RUN_FILES } from '../folder/run-files.js';

export interface LaunchPlan {
  readonly launcher: Launcher;
  /** Workers at the same time. */
  readonly workers: number;
  /** Trials at the same time in each. */
  readonly trialsPerWorker: number;
  /** They meet in the run folder, where a place is made for it. */
  readonly meetsInRunFolder: boolean;
  /** Throws an InputError where the launcher cannot be used here. */
  readonly check: () => Promise<void>;
}

/** Absolute where the run folder is. */
interface LaunchFolders {
  /** Where run and workers meet. */
  readonly exchange: string;
  /** What each worker printed, by its id. */
  readonly logs: string;
  /** Names of orders that may still be there. */
  readonly book: string;
  /** The same of a run that had to make room for this one. */
  readonly earlierBook: string;
}

export function launchFolders(runFolder: string): LaunchFolders {
  const of = (...parts: readonly string[]) => join(runFolder, ...parts);
  const { workers, previous } = RUN_FILES;
  return {
    exchange: of(workers, 'exchange'),
    logs: of(workers),
    book: of(workers, 'jobs.json'),
    earlierBook: of(previous, workers, 'jobs.json'),
  };
}

/** Where the workers of a run are. */
export interface WorkersAt {
  readonly address: string;
  /** Further trainings at the same time in this process. */
  readonly localPlaces: number;
  /** How long a silent worker keeps its trials; the transport's own by default. */
  readonly leaseMs?: number;
  /** How one is let in where a server asks. */
  readonly access?: TransportAccess;
  /** Workers that are launched for the run, and end with it. */
  readonly launch?: LaunchPlan;
}
