/** @file One attempt at one trial: the only place where what a trainer gives, or throws, becomes an outcome. */
import {
  type Candidate,
  type Ceilings,
  EpochReports,
  type Failure,
  findStop,
  type Outcome,
  type Trainer,
  TrainingFailure,
  type TrainingResult,
  type TrainingStopped,
  type Trial,
} from '../core/index.js';
import { keepOutput, prepareTrialFolder, removeIfEmpty, toArtifactPath } from './artifact-folders.js';

export interface TrialContext {
  readonly experimentSeed: number;
  /** The run's artifact folder; the trial gets a folder of its own in it. */
  readonly artifactFolder?: string;
  /** Where the trial is stopped once it can no longer matter. */
  readonly ceilings?: Ceilings;
  readonly signal: AbortSignal;
}

const MESSAGE_CHARACTERS = 4096;

/**
 * Trains and never rejects: a rejection of the trainer is a failed outcome, a timed-out one for kind `timeout`. A trial
 * whose reports were too high is stopped, whatever its trainer made of it.
 */
export async function runTrial(
  trainer: Trainer,
  candidate: Candidate,
  trial: Trial,
  context: TrialContext,
): Promise<Outcome> {
  const { artifactFolder, ceilings, ...given } = context;
  const reports = new EpochReports(ceilings);
  const told = {
    ...given,
    ...(ceilings === undefined ? {} : { ceilings }),
    report: (loss: number) => reports.add(loss),
  };
  const startedMs = performance.now();
  const seconds = () => (performance.now() - startedMs) / 1000;
  try {
    if (artifactFolder === undefined) {
      const result = await trainer.train(candidate, trial, told);
      return toOutcome(trial, result, { reports, ceilings, seconds: seconds() });
    }
    const folder = await prepareTrialFolder(artifactFolder, trial);
    try {
      const result = await trainer.train(candidate, trial, { ...told, artifactFolder: folder });
      return toOutcome(trial, result, { reports, ceilings, seconds: seconds(), artifactFolder });
    } finally {
      await removeIfEmpty(folder);
    }
  } catch (error) {
    const stopped = reports.stopped ?? (isTrainingStopped(error) ? error : undefined);
    if (stopped !== undefined) return stoppedOutcome(trial, stopped, seconds());
    if (artifactFolder !== undefined && isTrainingFailure(error)) {
      await keepOutput(artifactFolder, trial, error.stderr ?? '');
    }
    return failedOutcome(trial, toFailure(error), seconds());
  }
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

function stoppedOutcome(trial: Trial, { lossPerEpoch }: TrainingStopped, seconds: number): Outcome {
  return { trial, status: 'stopped', loss: Number.POSITIVE_INFINITY, metrics: {}, lossPerEpoch, seconds };
}

/** What is known of a trial besides what its trainer gave. */
export interface TrialRecord {
  readonly seconds: number;
  /** What was reported on the way. */
  readonly reports?: EpochReports;
  readonly ceilings?: Ceilings | undefined;
  readonly artifactFolder?: string;
}

/** The outcome of a trial from what its trainer gave. Throws a TrainingFailure (`no-loss`) where that holds no loss. */
export function toOutcome(trial: Trial, result: TrainingResult, record: TrialRecord): Outcome {
  const { seconds, reports, ceilings, artifactFolder } = record;
  // Trainers may be plain JavaScript: what they give is checked, whatever its type says.
  const loss: unknown = result?.loss;
  if (typeof loss !== 'number') {
    throw new TrainingFailure({
      kind: 'no-loss',
      message: `The trainer gave no loss: expected an object with a number "loss", got ${describe(result)}.`,
    });
  }
  const { metrics = {}, lossPerEpoch: listed = [], artifacts } = result;
  const lossPerEpoch = listed.length > 0 ? Array.from(listed) : (reports?.losses ?? []);
  const stopped = reports?.stopped ?? findStop(lossPerEpoch, ceilings);
  if (stopped !== undefined) return stoppedOutcome(trial, stopped, seconds);
  return {
    trial,
    ...(Number.isFinite(loss) ? { status: 'completed', loss } : { status: 'diverged', loss: Number.POSITIVE_INFINITY }),
    metrics: Object.fromEntries(Object.entries(metrics).filter(([, value]) => typeof value === 'number')),
    lossPerEpoch,
    seconds,
    ...(artifacts === undefined || artifactFolder === undefined
      ? {}
      : { artifacts: mapValues(artifacts, (path) => toArtifactPath(artifactFolder, path)) }),
  };
}

function toFailure(error: unknown): Failure {
  if (isTrainingFailure(error)) return { kind: error.kind, message: error.message };
  const text = error instanceof Error ? (error.stack ?? error.message) : `thrown: ${describe(error)}`;
  return { kind: 'exception', message: text.slice(0, MESSAGE_CHARACTERS) };
}

/** By its shape: a trainer in a module of the user's may have another copy of this package, with a class of its own. */
function isTrainingFailure(error: unknown): error is TrainingFailure {
  return (
    error instanceof Error && error.name === 'TrainingFailure' && 'kind' in error && typeof error.kind === 'string'
  );
}

function isTrainingStopped(error: unknown): error is TrainingStopped {
  return error instanceof Error && error.name === 'TrainingStopped' && 'lossPerEpoch' in error;
}

function describe(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 200);
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
