/** @file One attempt at one trial: the only place where what a trainer gives, or throws, becomes an outcome. */
import {
  type AskedScore,
  type Candidate,
  defined,
  type Failure,
  failedOutcome,
  type Mask,
  mapValues,
  NO_MASK,
  type Outcome,
  readMetrics,
  type Trainer,
  type TrainingContext,
  TrainingFailure,
  type TrainingResult,
  type Trial,
} from '../../core/index.js';
import { keepOutput, outOfRoom, TrialFolder, toArtifactPath } from './artifact-folders.js';
import { EpochReports, MOST_REPORTS, tooManyReports } from './epoch-reports.js';
import { withFileSums } from './file-sums.js';
import { carryPredictions, keepPredictions, keepsPredictions } from './keep-predictions.js';

/** What all trials of a run are told alike, wherever they train. */
export interface RunContext {
  readonly experimentSeed: number;
  /** Where trials may leave files, each in a folder of its own; without it none are kept. */
  readonly artifactFolder?: string;
  /** The first replicate whose predictions are kept there; none are where absent. */
  readonly predictionsFrom?: number;
  /** What a training may give in place of a loss. */
  readonly score?: AskedScore;
}

/** That alone, of what says more. */
export function runContext({ experimentSeed, artifactFolder, predictionsFrom, score }: RunContext): RunContext {
  return { experimentSeed, ...defined({ artifactFolder, predictionsFrom, score }) };
}

export interface TrialContext extends RunContext {
  /** The trainer gets one of this trial's own that follows it. */
  readonly signal: AbortSignal;
  /** Of the trainer's secrets. */
  readonly mask?: Mask;
  /** How many trials share the time that goes by; 1 where absent. */
  readonly shares?: number;
  /** Told now and then of the losses that were reported since. */
  readonly onReports?: (losses: readonly number[]) => void;
}

const MESSAGE_CHARACTERS = 4096;

/**
 * Trains: a rejection of the trainer is a failed outcome, a timed-out one for kind `timeout`.
 * @throws RunError (`trial-folder`), and nothing else, where what it keeps cannot be written: that is nobody's failure.
 */
export async function runTrial(
  trainer: Trainer,
  candidate: Candidate,
  trial: Trial,
  context: TrialContext,
): Promise<Outcome> {
  const { artifactFolder, predictionsFrom, mask = NO_MASK, shares = 1, onReports, signal, ...given } = context;
  const reports = new EpochReports(onReports);
  // What a trainer leaves at its signal goes with the trial, and does not pile up over a run.
  const ending = new AbortController();
  const end = () => ending.abort(signal.reason);
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  const told: TrainingContext = { ...given, signal: ending.signal, report: (loss) => reports.add(loss) };
  const startedMs = performance.now();
  const record = (): TrialRecord => ({
    reports: reports.losses,
    artifactFolder,
    seconds: (performance.now() - startedMs) / 1000 / shares,
  });
  const kept = (result: TrainingResult) => maskOutcome(toOutcome(trial, result, record()), mask);
  try {
    if (artifactFolder === undefined) return kept(await trainer.train(candidate, trial, told));
    const folder = new TrialFolder(artifactFolder, trial);
    await folder.clear();
    try {
      const keeps = keepsPredictions(trial, predictionsFrom);
      const asked: TrainingContext = {
        ...told,
        get artifactFolder() {
          return folder.path;
        },
        ...(keeps ? { keepPredictions: true } : {}),
      };
      const result = await trainer.train(candidate, trial, asked);
      const isKept = keeps && result?.predictions !== undefined;
      const outcome = kept(isKept ? await keepPredictions(result, trial, folder.path) : result);
      // Where all trials keep theirs, a race may go by them.
      const carrying = predictionsFrom === 0 ? carryPredictions(outcome, result) : outcome;
      return await withFileSums(carrying, artifactFolder);
    } finally {
      await folder.removeIfEmpty();
    }
  } catch (error) {
    if (artifactFolder !== undefined) {
      const fault = outOfRoom(artifactFolder, error);
      if (fault !== undefined) throw fault;
      if (isTrainingFailure(error)) await keepOutput(artifactFolder, trial, mask(error.stderr ?? ''));
    }
    return failedOutcome(trial, toFailure(error, mask), record().seconds);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** What is known of a trial in addition to what its trainer gave. */
export interface TrialRecord {
  readonly seconds: number;
  /** What was reported on the way. */
  readonly reports?: readonly number[];
  readonly artifactFolder?: string | undefined;
}

/**
 * The outcome of a trial from what its trainer gave. Throws a TrainingFailure where there is no loss (`no-loss`), for metrics
 * that are no numbers, and for more losses than 100,000 epochs have.
 */
export function toOutcome(trial: Trial, result: TrainingResult, record: TrialRecord): Outcome {
  const { seconds, reports = [], artifactFolder } = record;
  const { loss, metrics, lossPerEpoch: listed, artifacts, ...told } = requireLoss(result);
  const { loadedCode, loadSeconds, lossOf, predictionsFlaw } = told;
  // Trainers may be plain JavaScript: what they give is checked, whatever its type says.
  if (Array.isArray(listed) && listed.length > MOST_REPORTS) throw tooManyReports();
  const lossPerEpoch = reports.length > 0 || !Array.isArray(listed) ? reports : listed.map(numberOrNaN);
  return {
    trial,
    ...(Number.isFinite(loss) ? { status: 'completed', loss } : { status: 'diverged', loss: Number.POSITIVE_INFINITY }),
    metrics: readMetrics(metrics),
    lossPerEpoch,
    seconds,
    ...(artifacts === undefined || artifactFolder === undefined
      ? {}
      : { artifacts: mapValues(artifacts, (path) => toArtifactPath(artifactFolder, path)) }),
    ...defined({ lossOf, loadedCode, loadSeconds, predictionsFlaw }),
  };
}

function requireLoss(result: TrainingResult): TrainingResult {
  if (typeof result?.loss === 'number') return result;
  const message = `The trainer gave no loss: expected an object with a number "loss", got ${describe(result)}.`;
  throw new TrainingFailure({ kind: 'no-loss', message });
}

function numberOrNaN(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN;
}

function toFailure(error: unknown, mask: Mask): Failure {
  if (isTrainingFailure(error)) return { kind: mask(error.kind), message: mask(error.message) };
  const text = error instanceof Error ? withoutOwnFrames(error.stack ?? error.message) : `thrown: ${describe(error)}`;
  return { kind: 'exception', message: mask(text).slice(0, MESSAGE_CHARACTERS) };
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

/** The folder that holds Surefoot's own code, as frames name it: as an address in modules, as a path elsewhere. */
const OWN = new URL('../../', import.meta.url);
const OWN_NAMES = [OWN.href, decodeURI(OWN.pathname)];

/** The stack of an error without the frames of Surefoot and of Node; as it is where no frame is the user's: then it is about Surefoot itself. */
export function withoutOwnFrames(stack: string): string {
  const lines = stack.split('\n');
  const isFrame = (line: string): boolean => /^\s+at /.test(line);
  const isOwn = (line: string): boolean =>
    isFrame(line) && (line.includes('node:internal') || OWN_NAMES.some((name) => line.includes(name)));
  const kept = lines.filter((line) => !isOwn(line));
  return kept.some(isFrame) ? kept.join('\n') : stack;
}

/**
 * An outcome as it may be kept: without secrets in the words that a trainer chose, which are names of metrics and artifacts, and whatever is
 * said of failures. Paths of files and numbers stay.
 */
export function maskOutcome(outcome: Outcome, mask: Mask): Outcome {
  if (mask === NO_MASK) return outcome;
  const { metrics, artifacts, failure, retried } = outcome;
  return {
    ...outcome,
    metrics: maskNames(metrics, mask),
    ...(artifacts === undefined ? {} : { artifacts: maskNames(artifacts, mask) }),
    ...(failure === undefined ? {} : { failure: maskFailure(failure, mask) }),
    ...(retried === undefined ? {} : { retried: retried.map((one) => maskFailure(one, mask)) }),
  };
}

function maskNames<Value>(named: Readonly<Record<string, Value>>, mask: Mask): Record<string, Value> {
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [mask(name), value]));
}

function maskFailure({ kind, message }: Failure, mask: Mask): Failure {
  return { kind: mask(kind), message: mask(message) };
}
