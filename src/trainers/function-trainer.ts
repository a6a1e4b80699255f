/** @file A trainer that is the user's own function, called in this process; and one that is a module's default export. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type AskedScore,
  defined,
  type Fidelity,
  inputError,
  isObject,
  type JsonObject,
  type LoadedCode,
  lossGiven,
  namedNumber,
  type PerStream,
  readMetrics,
  type Streams,
  seedsOf,
  type Trainer,
  TrainingFailure,
  type TrainingResult,
} from '../core/index.js';
import type { Inspect } from './told-candidate.js';
import { readToldPredictions, type ToldPredictions } from './told-predictions.js';

/** What a training function gets in addition to its configuration. */
export interface TrainingCall {
  /** An integer in [0, 2^31) for every source of randomness; equal numbers must mean equal randomness. */
  readonly seeds: PerStream;
  /** The stream indices behind the seeds; in a race all are the replicate's number. */
  readonly streams: Streams;
  /** How many training examples to draw with `seeds.sample`; 0 = your own default. */
  readonly fidelity: Fidelity;
  /** A folder of this trial's own for files worth keeping, made once this is read; absent when the run keeps none. */
  readonly artifactFolder?: string;
  /** Whether the `predictions` of this training are kept, if the result has any. */
  readonly keepPredictions?: boolean;
  /** For the loss after each epoch, if you like: it is kept. Throws a TypeError for what is no number. */
  readonly report: (loss: number) => void;
  /** Aborted when the result is no longer wanted. */
  readonly signal: AbortSignal;
}

/** What a training function may return beside the loss. */
export interface FunctionResult extends Omit<TrainingResult, 'loss' | 'lossOf' | 'predictions' | 'predictionsFlaw'> {
  /** May be left out where `metrics` has what is raced or studied in its place. */
  readonly loss?: number;
  readonly predictions?: ToldPredictions;
}

/**
 * Trains once and returns the loss on examples that were not trained on (smaller is better; NaN or infinite = diverged),
 * alone or with metrics and the loss per epoch. Where a metric is raced or studied, a number alone is that metric.
 */
export interface TrainFunction<Configuration = JsonObject> {
  (configuration: Configuration, call: TrainingCall): Promise<number | FunctionResult> | number | FunctionResult;
  /** Tells of a configuration untrained how many parameters it has, at once; `require: { parameters: ... }` asks it. */
  readonly inspect?: Inspect<Configuration>;
}

/** The Trainer port over a function; `loadedCode` tells what was loaded for it since it was asked last. */
export function createFunctionTrainer(
  train: TrainFunction,
  loadedCode: () => LoadedCode | undefined = () => undefined,
): Trainer {
  return {
    async train(candidate, trial, context) {
      // A copy: candidates share parts of their configurations, and this one is in a stranger's hands.
      const answer: unknown = await train(structuredClone(candidate.configuration), {
        seeds: seedsOf(trial, context.experimentSeed),
        streams: trial.streams,
        fidelity: trial.fidelity,
        signal: context.signal,
        report: context.report,
        // Its folder is made once the function asks for it.
        get artifactFolder() {
          return context.artifactFolder as string;
        },
        ...defined({ keepPredictions: context.keepPredictions }),
      });
      const code = loadedCode();
      const more = code === undefined ? {} : { loadedCode: code };
      const { loadedCode: _, predictions, ...result } = resultOf(answer, context.score);
      return { ...result, ...(context.keepPredictions === true ? readToldPredictions(predictions) : {}), ...more };
    },
  };
}

/**
 * The function a trainer module exports as `default` (or as `train`), with its `inspect` where the module exports that beside it.
 * @throws InputError when the module cannot be loaded or exports no function.
 */
export async function loadTrainModule(path: string): Promise<TrainFunction> {
  const absolute = resolve(path);
  let exported: Record<string, unknown>;
  try {
    exported = (await import(pathToFileURL(absolute).href)) as Record<string, unknown>;
  } catch (cause) {
    throw inputError`trainer-module-unreadable: The trainer module ${absolute} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}
      Allowed: a JavaScript module (.js or .mjs) that this Node.js can import
      Fix: Check the path; compile TypeScript first.
      Cause: ${cause}`;
  }
  const train = exported.default ?? exported.train;
  if (typeof train === 'function') {
    const { inspect } = exported;
    const own = train as TrainFunction;
    if (typeof inspect !== 'function') return own;
    // Not set on the function itself: another module may export the same one.
    const called: TrainFunction = (configuration, call) => own(configuration, call);
    return Object.assign(called, { inspect: inspect as Inspect });
  }
  throw inputError`trainer-module-without-function: The trainer module ${absolute} exports ${Object.keys(exported).join(', ') || 'nothing'}, but no training function
    Allowed: a default export (configuration, { seeds, fidelity, signal }) => loss
    Fix: Add \`export default async function train(configuration, { seeds }) { ...; return loss; }\`.`;
}

function resultOf(
  answer: unknown,
  score: AskedScore | undefined,
): FunctionResult & Pick<TrainingResult, 'loss' | 'lossOf'> {
  const told = namedNumber(answer, score);
  if (isObject(told) && (told.loss === undefined || typeof told.loss === 'number')) {
    const result = told as FunctionResult;
    const loss = lossGiven(result.loss, readMetrics(result.metrics), score);
    if (loss !== undefined) return { ...result, ...loss };
  }
  const wanted = score === undefined ? '' : `, or with "${score.name}" among its "metrics"`;
  throw new TrainingFailure({
    kind: 'no-loss',
    message: `the trainer returned ${describe(answer)}; it must return a number or an object with a numeric "loss"${wanted}`,
  });
}

function describe(value: unknown): string {
  return value === undefined ? 'nothing' : (JSON.stringify(value)?.slice(0, 80) ?? String(value));
}
