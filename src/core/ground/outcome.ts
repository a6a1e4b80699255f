/** @file An outcome: how a trial ended, with its loss and the code that ran. */
import type { Trial } from './trial.js';

export const OUTCOME_STATUSES = ['completed', 'diverged', 'failed', 'timed-out'] as const;

/**
 * `completed`: a finite loss. `diverged`: training produced NaN or infinity (loss = Infinity, the worst there is).
 * `failed`: exit code, signal, lost worker, exception. `timed-out`: over its wall-time limit.
 */
export type OutcomeStatus = (typeof OUTCOME_STATUSES)[number];

/** Why a trial failed. `kind` is stable (`exception`, `lost-worker`, `exit-code`, ...); `message` is for people. */
export interface Failure {
  readonly kind: string;
  readonly message: string;
}

/** What a file held when its trial ended. */
export interface FileSum {
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

export interface Outcome {
  readonly trial: Trial;
  readonly status: OutcomeStatus;
  /** On the selection set, smaller is better; finite when completed, else Infinity. Never NaN. */
  readonly loss: number;
  /** The metric of which `loss` is the cost, where the training gave that in place of a loss. */
  readonly lossOf?: string;
  /** Other figures on the selection set, by name (`accuracy`, `rmse`, ...). */
  readonly metrics: Readonly<Record<string, number>>;
  /** What was reported after each epoch, the training loss of the built-in networks; empty where there is none. */
  readonly lossPerEpoch: readonly number[];
  /** Wall time of the training, without waiting; of several that are trained together its share; 0 where it was not told. */
  readonly seconds: number;
  readonly failure?: Failure;
  /** Why earlier attempts at the same trial failed, in order; absent where the first one counts. */
  readonly retried?: readonly Failure[];
  /** Files the trainer left, by name, as paths. */
  readonly artifacts?: Readonly<Record<string, string>>;
  /** Of those that are files in the run's artifact folder, by the same names; absent where none is known. */
  readonly artifactSums?: Readonly<Record<string, FileSum>>;
  /** What it predicted for the selection set, as `writePredicted` has it; absent where not every trial keeps its predictions. */
  readonly predicted?: string;
  /** What the training says that it was made of; on the way to the log alone. */
  readonly loadedCode?: LoadedCode;
  /** Why predictions that the trainer gave were not kept, as a clause; only on the way to where it is said. */
  readonly predictionsFlaw?: string;
  /** How long the trainer loaded before it trained; only on the way to where it is said. */
  readonly loadSeconds?: number;
  /** Number of the code that trained it, as `Store.recordCode` gave it; absent where none is recorded. */
  readonly code?: number;
}

/** The statuses that speak of the machine first: a later attempt may take their place; any other outcome stands for good. */
export const FAILURE_STATUSES: readonly OutcomeStatus[] = ['failed', 'timed-out'];

export function isFailure(outcome: Pick<Outcome, 'status'>): boolean {
  return FAILURE_STATUSES.includes(outcome.status);
}

/** Whether the training itself gave a figure: the loss, or a metric. */
export function hasGiven({ metrics, lossOf }: Outcome, figure: string): boolean {
  return figure === 'loss' ? lossOf === undefined : Object.hasOwn(metrics, figure);
}

/** The loss, or a metric, that the training itself gave; undefined where it gave none. */
export function figureGiven(outcome: Outcome, figure: string): number | undefined {
  if (!hasGiven(outcome, figure)) return undefined;
  return figure === 'loss' ? outcome.loss : outcome.metrics[figure];
}

/** The outcome of a trial that gave no loss; what it took is in seconds. */
export function failedOutcome(trial: Trial, failure: Failure, seconds: number): Outcome {
  return {
    trial,
    status: failure.kind === 'timeout' ? 'timed-out' : 'failed',
    loss: Number.POSITIVE_INFINITY,
    metrics: {},
    lossPerEpoch: [],
    seconds,
    failure,
  };
}

/** SHA-256 of files' bytes as 64 hexadecimal digits, by path; for a file too large to hash, `N bytes`. */
export type CodeFiles = Readonly<Record<string, string>>;

/** Versions by name, e.g. `numpy` -> `2.1.0`. */
export type CodeVersions = Readonly<Record<string, string>>;

/** What a training itself says that it has loaded. */
export interface LoadedCode {
  /** By absolute path. */
  readonly files: CodeFiles;
  readonly versions: CodeVersions;
}
