/** @file Port: a trainer turns one trial into one outcome; the metrics that it gives; and which runs were trained by functions. */
import { type Candidate, nameOfModel } from '../ground/candidate.js';
import { isObject } from '../ground/check-options.js';
import type { JsonObject, JsonValue } from '../ground/json.js';
import type { Failure, LoadedCode } from '../ground/outcome.js';
import type { Trial } from '../ground/trial.js';
import { type AskedScore, scoreOf } from '../metrics/score.js';
import type { TrialPredictions } from './predictions.js';
import type { RunHeader } from './store.js';

/** What training gave. A NaN or infinite loss means `diverged`; the executor makes the outcome from it. */
export interface TrainingResult {
  readonly loss: number;
  /** The metric of which `loss` is the cost, where no loss was given. */
  readonly lossOf?: string;
  readonly metrics?: Readonly<Record<string, number>>;
  /** Counts where nothing was reported on the way. */
  readonly lossPerEpoch?: readonly number[];
  /** Files left in `TrainingContext.artifactFolder`, by name, as paths. */
  readonly artifacts?: Readonly<Record<string, string>>;
  /** Where they are asked for; others are not kept. */
  readonly predictions?: TrialPredictions;
  /** Why there are none though they were asked for and given, as a clause. */
  readonly predictionsFlaw?: string;
  /** The user's code that was loaded, where the trainer can tell; what it told before need not come again. */
  readonly loadedCode?: LoadedCode;
  /** Processor time that went by before training began, where every trial loads anew and the trainer can tell. */
  readonly loadSeconds?: number;
}

export interface TrainingContext {
  /** The experiment's seed; the trial's streams are derived from it (`streamRandom`, `streamSeed`). */
  readonly experimentSeed: number;
  /** A folder of this trial's own, where the run keeps artifacts, made once this is read; absent when nobody will look at them. */
  readonly artifactFolder?: string;
  /** Whether the predictions of this trial are kept. They are no part of what is ranked: nothing but the result's `predictions` depends on it. */
  readonly keepPredictions?: boolean;
  /** A training may give this in place of a loss. */
  readonly score?: AskedScore;
  /** Takes the loss of each epoch as it ends. Throws a TypeError for what is no number, and a TrainingFailure for too many. */
  readonly report: (loss: number) => void;
  /** Aborted when the result is no longer wanted. */
  readonly signal: AbortSignal;
}

/** The loss that was given, else the cost of the score that is asked for; undefined where there is neither. */
export function lossGiven(
  loss: number | undefined,
  metrics: TrainingResult['metrics'] = {},
  score?: AskedScore,
): Pick<TrainingResult, 'loss' | 'lossOf'> | undefined {
  if (loss !== undefined) return { loss };
  if (score === undefined || !Object.hasOwn(metrics, score.name)) return undefined;
  const { cost, compared } = scoreOf(score.name, score.direction);
  return { loss: cost(compared(metrics[score.name] as number)), lossOf: score.name };
}

/** A number alone is the score that is asked for, else the loss; anything else is as it is. */
export function namedNumber(given: unknown, score?: AskedScore): unknown {
  if (typeof given !== 'number') return given;
  return score === undefined ? { loss: given } : { metrics: { [score.name]: given } };
}

/** One of several trainings that are asked for at once. */
export interface TrainingTask {
  readonly candidate: Candidate;
  readonly trial: Trial;
  readonly context: TrainingContext;
}

/** The numbers of trainings that are done together, beside one: each number is compiled by itself, and fewer gain little. */
export const STACK_SIZES: readonly number[] = [8, 4];

/** Trainings that a trainer can do together. */
export interface Stackable {
  /** Equal for those that can be together. */
  readonly key: string;
  /** How many at most; 1 where two of them would take more memory than there is for it. */
  readonly most: number;
}

/**
 * Contract: `train` depends on candidate, trial and experiment seed alone, so that equal trials give equal results on
 * the same machine; it may be called many times, one call at a time per trainer. It rejects when training could not be
 * done (the outcome is `failed`); divergence is a result, not a rejection. A rejection with a {@link TrainingFailure}
 * names its kind. `close` frees what the trainer holds and may be called once.
 */
export interface Trainer {
  train(candidate: Candidate, trial: Trial, context: TrainingContext): Promise<TrainingResult>;
  /**
   * Several at once, in less time: each result is, bit for bit, what `train` gives, and each is settled by itself. Rejects as a whole
   * where they cannot be done together: that is no attempt at any of them. Absent where none can.
   */
  trainTogether?(tasks: readonly TrainingTask[]): Promise<readonly PromiseSettledResult<TrainingResult>[]>;
  close?(): Promise<void>;
}

/** Thrown by a trainer that knows what kind of failure it met. */
export class TrainingFailure extends Error implements Failure {
  readonly kind: string;
  /** What the training had printed as errors, its end at least; kept with the trial. */
  readonly stderr?: string;

  constructor(failure: Failure & { readonly stderr?: string }, options?: ErrorOptions) {
    super(failure.message, options);
    this.name = 'TrainingFailure';
    this.kind = failure.kind;
    if (failure.stderr !== undefined) this.stderr = failure.stderr;
  }
}

// Which runs a trainer of the user's own trained, and which of them a function of the program that asked for them: their log names it,
// and no command line has it.

/** What the Python package names as a command where it trains with a function; it is there while such a call goes on. */
export const PYTHON_FUNCTION = 'python-function';

type Trained = Pick<RunHeader, 'identityParts' | 'experiment'>;

/** By a function of JavaScript, which stands for itself in the identity; of several models: one of them at least. */
export function isOfFunction({ identityParts, experiment }: Trained): boolean {
  return (
    identityParts.trainer === JSON.stringify('function') || trainersIn(experiment).some((one) => 'function' in one)
  );
}

/** By a function of JavaScript or of Python; of several models: one of them at least. */
export function isOfProgram(header: Trained): boolean {
  return isOfFunction(header) || trainersIn(header.experiment).some(isOfPython);
}

function isOfPython({ command }: JsonObject): boolean {
  return [command].flat()[0] === PYTHON_FUNCTION;
}

/** Those of an experiment that are the user's own. */
function trainersIn({ trainer }: JsonObject): readonly JsonObject[] {
  const all = isObject(trainer) && isObject(trainer.models) ? Object.values(trainer.models) : [trainer];
  return all.filter(isObject) as readonly JsonObject[];
}

/** The trainer of a candidate as its experiment says it; where several models race, that of its own. */
export function trainerIn(
  experiment: JsonObject,
  { configuration }: Pick<Candidate, 'configuration'>,
): JsonValue | undefined {
  const models = modelsIn(experiment);
  return models === undefined ? experiment.trainer : models[nameOfModel(configuration)];
}

/** Whether it is of a command that predicts the rows that it is handed, and is judged by that: of several models on data every one is. */
export function isOfPredictingCommand(experiment: JsonObject, candidate: Pick<Candidate, 'configuration'>): boolean {
  const trainer = trainerIn(experiment, candidate);
  if (!isObject(trainer) || trainer.command === undefined || isOfPython(trainer as JsonObject)) return false;
  const { loss } = trainer;
  const isOfSeveral = modelsIn(experiment) !== undefined && experiment.dataset !== null;
  return isOfSeveral || loss === 'predictions' || (isObject(loss) && loss.predictions !== undefined);
}

/** The settings of a candidate as its own trainer knows them. */
export function settingsIn(experiment: JsonObject, { configuration }: Pick<Candidate, 'configuration'>): JsonObject {
  return modelsIn(experiment) === undefined ? configuration : (configuration[nameOfModel(configuration)] as JsonObject);
}

function modelsIn({ trainer }: JsonObject): JsonObject | undefined {
  return isObject(trainer) && isObject(trainer.models) ? (trainer.models as JsonObject) : undefined;
}

/** By a function, a module or a command: nothing of it can be had from the log. Without a candidate: every one of them. */
export function isTrainedByOwn(
  { identityParts, experiment, candidates }: Pick<RunHeader, 'identityParts' | 'experiment' | 'candidates'>,
  candidate?: Pick<Candidate, 'configuration'>,
): boolean {
  const asked = candidate === undefined ? candidates : [candidate];
  return (
    isOfFunction({ identityParts, experiment }) || asked.every((one) => typeof trainerIn(experiment, one) === 'object')
  );
}

const NAMED_NUMBERS = ['NaN', 'Infinity', '-Infinity'];
const LONGEST_SHOWN = 80;

/**
 * Numbers by name: infinite ones and NaN too, as numbers or by their names; null or undefined where a trial has no such
 * metric. Throws a TrainingFailure (`no-loss`) for anything else, so that nothing vanishes unseen.
 */
export function readMetrics(given: unknown): Record<string, number> {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object' || Array.isArray(given)) throw notMetrics('its metrics are', given);
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]: [string, unknown]) => {
      if (value === undefined || value === null) return [];
      if (typeof value === 'number') return [[name, value]];
      if (NAMED_NUMBERS.includes(value as string)) return [[name, Number(value)]];
      throw notMetrics(`its metric "${name}" is`, value);
    }),
  );
}

function notMetrics(subject: string, value: unknown): TrainingFailure {
  const what = Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : String(value);
  const shown = typeof value === 'string' ? JSON.stringify(what.slice(0, LONGEST_SHOWN)) : what.slice(0, LONGEST_SHOWN);
  return new TrainingFailure({
    kind: 'no-loss',
    message: `It gave no clear answer: ${subject} ${shown}; metrics are numbers by name, not nested.`,
  });
}
