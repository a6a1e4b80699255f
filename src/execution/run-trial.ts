/** @file One attempt at one trial: the only place where what a trainer gives, or throws, becomes an outcome. */
import {
  type Candidate,
  type Failure,
  type Outcome,
  type Trainer,
  TrainingFailure,
  type TrainingResult,
  type Trial,
} from '../core/index.js';
import { keepOutput, prepareTrialFolder, removeIfEmpty, toArtifactPath } from './artifact-folders.js';

export interface TrialContext {
  readonly experimentSeed: number;
  /** The run's artifact folder; the trial gets a folder of its own in it. */
  readonly artifactFolder?: string;
  readonly signal: AbortSignal;
}

const MESSAGE_CHARACTERS = 4096;

/** Trains and never rejects: a rejection of the trainer is a failed outcome, a timed-out one for kind `timeout`. */
export async function runTrial(
  trainer: Trainer,
  candidate: Candidate,
  trial: Trial,
  context: TrialContext,
): Promise<Outcome> {
  const { artifactFolder, ...given } = context;
  const startedMs = performance.now();
  const seconds = () => (performance.now() - startedMs) / 1000;
  try {
    if (artifactFolder === undefined) {
      const result = await trainer.train(candidate, trial, given);
      return toOutcome(trial, result, seconds(), undefined);
    }
    const folder = await prepareTrialFolder(artifactFolder, trial);
    try {
      const result = await trainer.train(candidate, trial, { ...given, artifactFolder: folder });
      return toOutcome(trial, result, seconds(), artifactFolder);
    } finally {
      await removeIfEmpty(folder);
    }
  } catch (error) {
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

/** The outcome of a trial from what its trainer gave. Throws a TrainingFailure (`no-loss`) where that holds no loss. */
export function toOutcome(
  trial: Trial,
  result: TrainingResult,
  seconds: number,
  artifactFolder: string | undefined,
): Outcome {
  // Trainers may be plain JavaScript: what they give is checked, whatever its type says.
  const loss: unknown = result?.loss;
  if (typeof loss !== 'number') {
    throw new TrainingFailure({
      kind: 'no-loss',
      message: `The trainer gave no loss: expected an object with a number "loss", got ${describe(result)}.`,
    });
  }
  const { metrics = {}, lossPerEpoch = [], artifacts } = result;
  return {
    trial,
    ...(Number.isFinite(loss) ? { status: 'completed', loss } : { status: 'diverged', loss: Number.POSITIVE_INFINITY }),
    metrics: Object.fromEntries(Object.entries(metrics).filter(([, value]) => typeof value === 'number')),
    lossPerEpoch: Array.from(lossPerEpoch),
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

function describe(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 200);
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
