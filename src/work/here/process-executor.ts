/**
 * @file Trials in worker processes on this machine. Workers start when there is work for them and stay warm between
 * rounds; one that dies is replaced.
 */
import {
  type Candidate,
  type Executor,
  type ExecutorListener,
  type Failure,
  failedOutcome,
  failureLine,
  type JsonValue,
  type Mask,
  NO_MASK,
  RunError,
  runError,
  SurefootError,
  type Trial,
} from '../../core/index.js';
import { keepOutput } from './artifact-folders.js';
import type { Attempted, LocalExecutorOptions, Place, TrainingListener } from './dispatch.js';
import { candidateLookup, type LocalPlaces, localExecutor } from './local-executor.js';
import { maskOutcome, runContext } from './run-trial.js';
import type { StackRule } from './stacks.js';
import { toStartError } from './starting.js';
import { WorkerEnded, type WorkerEntry, WorkerProcess, WorkerUnable } from './worker-process.js';
import type { MessageToWorker } from './worker-protocol.js';

export interface ProcessExecutorOptions extends LocalExecutorOptions {
  /** Worker processes at most; no more are started than there are trials for. */
  readonly workers: number;
  /** Path of the module that a worker runs; it calls `serveTrials`. */
  readonly entry: string;
  /** What that module needs to make its trainer. */
  readonly payload: JsonValue;
  /** Added to the environment of the worker of a place (0 ... workers - 1). */
  readonly environment?: (place: number) => Readonly<Record<string, string>>;
  /** Wall time of a trial; over it its worker is killed, and the outcome is `timed-out`. */
  readonly timeoutMs?: number;
  /** Says which trials a worker may train together; none where absent. */
  readonly stackRule?: StackRule;
}

/** A process that ends before it is ready is started once more: memory may have been short. */
const START_ATTEMPTS = 2;
const CLOSE_PATIENCE_MS = 1000;

/**
 * `execute` rejects with a RunError (`trainer-start`, `worker-start`, or the trainer's own code) when no worker can be
 * started.
 */
export function createProcessExecutor(options: ProcessExecutorOptions): Executor {
  return localExecutor(processPlaces(options), options);
}

export function processPlaces(options: ProcessExecutorOptions): LocalPlaces {
  const onEvent = options.onEvent ?? (() => {});
  const places = Array.from({ length: options.workers }, (_, place) => new ProcessPlace(place, options, onEvent));
  const candidateOf = candidateLookup(options.candidates);
  const { stackRule } = options;
  const stackOf = stackRule && ((trial: Trial) => stackRule(candidateOf(trial), trial));
  return { places, hasTimeout: options.timeoutMs !== undefined, stackOf };
}

/** A place holds at most one worker process, and keeps it from trial to trial. */
class ProcessPlace implements Place {
  readonly #entry: WorkerEntry;
  readonly #startMessage: MessageToWorker & { kind: 'start' };
  readonly #requireCandidate: (trial: Trial) => Candidate;
  readonly #onEvent: ExecutorListener;
  readonly #training: TrainingListener | undefined;
  readonly #timeoutMs: number | undefined;
  readonly #mask: Mask;
  #worker: WorkerProcess | undefined;
  #current: Promise<Attempted> | undefined;

  constructor(place: number, options: ProcessExecutorOptions, onEvent: ExecutorListener) {
    const { entry: path, environment, payload, candidates } = options;
    this.#entry = { path, environment: environment?.(place) ?? {} };
    this.#requireCandidate = candidateLookup(candidates);
    this.#startMessage = {
      kind: 'start',
      payload,
      candidates,
      ...runContext(options),
      tellsReports: options.training !== undefined,
    };
    this.#onEvent = onEvent;
    this.#training = options.training;
    this.#timeoutMs = options.timeoutMs;
    this.#mask = options.mask ?? NO_MASK;
  }

  async attempt(trials: readonly Trial[], signal: AbortSignal): Promise<Attempted> {
    for (const trial of trials) this.#requireCandidate(trial);
    const attempt = this.#train(trials, signal).finally(() => {
      this.#current = undefined;
    });
    this.#current = attempt;
    return attempt;
  }

  /** Ends what runs here, without an outcome; an idle worker stays warm. */
  async drop(): Promise<void> {
    const current = this.#current;
    if (current === undefined) return;
    await this.#worker?.kill();
    await current.catch(() => {});
  }

  async close(): Promise<void> {
    await this.drop();
    await this.#worker?.stop(CLOSE_PATIENCE_MS);
  }

  async #train(trials: readonly Trial[], signal: AbortSignal): Promise<Attempted> {
    const worker = await this.#ready(signal);
    if (worker instanceof SurefootError) return { unavailable: worker };
    const startedMs = performance.now();
    const limit = new TrialLimit(this.#timeoutMs, trials.length, worker);
    try {
      for (const trial of trials) this.#training?.began(trial);
      const trained = await worker.train(trials, (place, losses) =>
        this.#training?.reported(trials[place] as Trial, losses),
      );
      for (const outcome of trained.outcomes)
        if (outcome.failure !== undefined) await this.#keepOutput(worker, outcome.trial);
      return { ...trained, outcomes: trained.outcomes.map((outcome) => maskOutcome(outcome, this.#mask)) };
    } catch (error) {
      if (error instanceof WorkerUnable) return { unavailable: this.#unable(error) };
      if (!(error instanceof WorkerEnded)) throw error;
      const message = this.#mask(error.message);
      const isLost = limit.failure === undefined && !signal.aborted;
      if (isLost) this.#onEvent({ kind: 'worker-lost', pid: worker.pid, message });
      const failure = limit.failure ?? { kind: 'lost-worker', message };
      const [trial, ...others] = trials as readonly [Trial, ...Trial[]];
      // It is not known which of several failed: each is tried by itself.
      if (others.length > 0) {
        return { outcomes: [], undone: `${trials.length} together failed (${failureLine(failure)})` };
      }
      if (isLost || limit.failure !== undefined) await this.#keepOutput(worker, trial);
      return { outcomes: [failedOutcome(trial, failure, (performance.now() - startedMs) / 1000)] };
    } finally {
      for (const trial of trials) this.#training?.ended(trial);
      await limit.end();
    }
  }

  async #keepOutput(worker: WorkerProcess, trial: Trial): Promise<void> {
    const { artifactFolder } = this.#startMessage;
    if (artifactFolder !== undefined) await keepOutput(artifactFolder, trial, this.#mask(worker.output));
  }

  /** The worker, started when there is none; why it cannot be. */
  async #ready(signal: AbortSignal): Promise<WorkerProcess | SurefootError> {
    if (this.#worker?.running) return this.#worker;
    for (let attempt = 1; ; attempt++) {
      try {
        await WorkerProcess.start(this.#entry, this.#startMessage, (worker) => {
          this.#worker = worker;
        });
        return this.#worker as WorkerProcess;
      } catch (error) {
        if (error instanceof WorkerUnable) return this.#unable(error);
        if (!(error instanceof WorkerEnded)) throw error;
        if (attempt === START_ATTEMPTS || signal.aborted) return toStartError(workerStartError(error), this.#mask);
      }
    }
  }

  #unable({ details }: WorkerUnable): SurefootError {
    return toStartError(new RunError(details), this.#mask);
  }
}

/** Kills the worker of trials that take too long: nothing else ends a function that does not wait. */
class TrialLimit {
  readonly #worker: WorkerProcess;
  readonly #timer: NodeJS.Timeout | undefined;
  /** Once the time is up. */
  failure: Failure | undefined;

  constructor(timeoutMs: number | undefined, trials: number, worker: WorkerProcess) {
    this.#worker = worker;
    if (timeoutMs === undefined) return;
    this.#timer = setTimeout(() => {
      this.failure = { kind: 'timeout', message: `It took longer than ${(trials * timeoutMs) / 1000} s.` };
      void worker.kill();
    }, trials * timeoutMs);
  }

  /** Resolves when a worker that was killed is gone, though its trial may have ended at the last moment. */
  async end(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.failure !== undefined) await this.#worker.kill();
  }
}

function workerStartError(error: WorkerEnded): RunError {
  return runError`worker-start: No worker process could be started. ${error.message}
    Fix: Correct what the message names, or use fewer workers if memory is short; then run the same command again.
    Cause: ${error}`;
}
