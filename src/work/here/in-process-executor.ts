/** @file Trials in this very process, for trainers that are functions: they wait for something else, or take no time. */
import {
  type Candidate,
  type Executor,
  type Mask,
  NO_MASK,
  type RunError,
  runError,
  SurefootError,
  type Trainer,
  type Trial,
} from '../../core/index.js';
import type { Attempted, LocalExecutorOptions, Place, TrainingListener } from './dispatch.js';
import { candidateLookup, type LocalPlaces, localExecutor } from './local-executor.js';
import { type RunContext, runContext, runTrial, type TrialContext } from './run-trial.js';
import { toStartError } from './starting.js';

export interface InProcessExecutorOptions extends LocalExecutorOptions {
  /** Trainings that run at the same time. */
  readonly workers: number;
  /** Makes the trainer of one place (0 ... workers - 1), when its first trial comes; the signal aborts when it is closed. */
  readonly createTrainer: (place: number, signal: AbortSignal) => Trainer | Promise<Trainer>;
  /** Whether something ends a trial that takes too long; where nothing does, such a trial is told of. */
  readonly hasTimeout?: boolean;
}

export function createInProcessExecutor(options: InProcessExecutorOptions): Executor {
  return localExecutor(inProcessPlaces(options), options);
}

export function inProcessPlaces(options: InProcessExecutorOptions): LocalPlaces {
  const candidateOf = candidateLookup(options.candidates);
  const places = Array.from(
    { length: options.workers },
    (_, index) => new InProcessPlace((signal) => options.createTrainer(index, signal), candidateOf, options),
  );
  return { places, hasTimeout: options.hasTimeout === true };
}

class InProcessPlace implements Place {
  readonly #createTrainer: (signal: AbortSignal) => Trainer | Promise<Trainer>;
  readonly #closing = new AbortController();
  readonly #candidateOf: (trial: Trial) => Candidate;
  readonly #mask: Mask;
  readonly #context: RunContext & Pick<TrialContext, 'mask'>;
  readonly #listener: TrainingListener | undefined;
  #trainer: Promise<Trainer> | undefined;
  #training: Promise<unknown> = Promise.resolve();

  constructor(
    createTrainer: (signal: AbortSignal) => Trainer | Promise<Trainer>,
    candidateOf: (trial: Trial) => Candidate,
    options: InProcessExecutorOptions,
  ) {
    this.#createTrainer = createTrainer;
    this.#candidateOf = candidateOf;
    this.#mask = options.mask ?? NO_MASK;
    this.#listener = options.training;
    this.#context = { ...runContext(options), mask: this.#mask };
  }

  async attempt([trial]: readonly [Trial], signal: AbortSignal): Promise<Attempted> {
    // A function cannot be killed: one that an abort left running ends before its trainer is used again.
    await this.#training;
    // A trainer that was made now would be closed by nobody.
    if (signal.aborted || this.#closing.signal.aborted) return { unavailable: closed() };
    const candidate = this.#candidateOf(trial);
    const trainer = await this.#started().catch((error: unknown) => toStartError(error, this.#mask));
    if (trainer instanceof SurefootError) return { unavailable: trainer };
    const listener = this.#listener;
    listener?.began(trial);
    const training = runTrial(trainer, candidate, trial, {
      ...this.#context,
      signal,
      ...(listener === undefined ? {} : { onReports: (losses) => listener.reported(trial, losses) }),
    });
    this.#training = training.catch(() => {}).finally(() => listener?.ended(trial));
    return training.then(
      (outcome) => ({ outcomes: [outcome] }),
      (error: unknown) => ({ unavailable: toStartError(error, this.#mask) }),
    );
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const trainer = await this.#trainer?.catch(() => undefined);
    this.#trainer = undefined;
    await trainer?.close?.();
  }

  async #started(): Promise<Trainer> {
    // An abort leaves a trainer that is being made to the next trial, or to the closing.
    this.#trainer ??= (async () => this.#createTrainer(this.#closing.signal))();
    try {
      return await this.#trainer;
    } catch (error) {
      this.#trainer = undefined;
      throw error;
    }
  }
}

function closed(): RunError {
  return runError`executor-closed: The run has ended.
    Fix: Run the same command again: finished trainings are kept.`;
}
