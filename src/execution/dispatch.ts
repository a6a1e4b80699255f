/**
 * @file Handing trials to places, in order, with retries: what executors on this machine have in common. A place is
 * whatever trains one trial at a time: a trainer in this process, a worker process.
 */
import { setImmediate } from 'node:timers/promises';
import type { Outcome, SurefootError, Trial } from '../core/index.js';
import type { ExecutorListener } from './executor-events.js';
import { type FailurePolicy, failureOf, shouldRetry } from './failure-policy.js';

export interface Place {
  /**
   * One attempt. It may give a failed outcome; it rejects with a {@link PlaceUnavailable} when this place cannot train at
   * all, and the trial goes to another one.
   */
  attempt(trial: Trial, signal: AbortSignal): Promise<Outcome>;
}

export class PlaceUnavailable extends Error {
  readonly reason: SurefootError;

  constructor(reason: SurefootError) {
    super(reason.message, { cause: reason });
    this.reason = reason;
  }
}

export interface Dispatch {
  readonly trials: readonly Trial[];
  readonly places: readonly Place[];
  readonly policy: FailurePolicy;
  readonly onOutcome: (outcome: Outcome) => void;
  readonly onEvent: ExecutorListener;
  readonly signal: AbortSignal;
}

/** How long trials that never wait may keep timers and signals from being served. */
const YIELD_AFTER_MS = 20;

/**
 * Resolves when every trial has its outcome, or at once when the signal aborts; an outcome that comes later is dropped.
 * Rejects with the last reason when every place is unavailable.
 */
export async function dispatch(task: Dispatch): Promise<void> {
  if (task.signal.aborted) return;
  // Ends with the caller's signal, and when one place fails for good, so that no other goes on behind its back.
  const ending = new AbortController();
  const end = () => ending.abort();
  task.signal.addEventListener('abort', end, { once: true });
  const ended = new Promise<void>((resolve) => {
    ending.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  try {
    await Promise.race([serveAll({ ...task, signal: ending.signal }), ended]);
  } finally {
    task.signal.removeEventListener('abort', end);
    end();
  }
}

async function serveAll(task: Dispatch): Promise<void> {
  const queue = new TrialQueue(task.trials);
  let places = [...task.places];
  let reason: SurefootError | undefined;
  // More than one pass only when a place gave its trial back after the others had run out of trials.
  while (!queue.empty && !task.signal.aborted) {
    const reasons = await Promise.all(places.map((place) => serve(place, queue, task)));
    places = places.filter((_, index) => reasons[index] === undefined);
    reason = reasons.find((found) => found !== undefined) ?? reason;
    if (places.length === 0 && !queue.empty && reason !== undefined) throw reason;
  }
}

/** Trains at one place until no trial is left; gives the reason when the place cannot go on. */
async function serve(place: Place, queue: TrialQueue, task: Dispatch): Promise<SurefootError | undefined> {
  let yieldedMs = performance.now();
  while (!task.signal.aborted) {
    const trial = queue.take();
    if (trial === undefined) return undefined;
    try {
      const outcome = await attemptWithRetries(place, trial, task);
      if (task.signal.aborted) return undefined;
      task.onOutcome(outcome);
    } catch (error) {
      if (!(error instanceof PlaceUnavailable)) throw error;
      queue.giveBack(trial);
      if (!task.signal.aborted) task.onEvent({ kind: 'place-lost', message: error.message });
      return error.reason;
    }
    if (performance.now() - yieldedMs > YIELD_AFTER_MS) {
      await setImmediate();
      yieldedMs = performance.now();
    }
  }
  return undefined;
}

async function attemptWithRetries(place: Place, trial: Trial, task: Dispatch): Promise<Outcome> {
  for (let failures = 1; ; failures++) {
    const outcome = await place.attempt(trial, task.signal);
    const failure = failureOf(outcome);
    if (failure === undefined || task.signal.aborted || !shouldRetry(task.policy, failure, failures)) return outcome;
    task.onEvent({ kind: 'retry', trial, failure, attempt: failures + 1 });
  }
}

class TrialQueue {
  readonly #trials: readonly Trial[];
  readonly #givenBack: Trial[] = [];
  #next = 0;

  constructor(trials: readonly Trial[]) {
    this.#trials = trials;
  }

  get empty(): boolean {
    return this.#givenBack.length === 0 && this.#next >= this.#trials.length;
  }

  take(): Trial | undefined {
    return this.#givenBack.shift() ?? this.#trials[this.#next++];
  }

  giveBack(trial: Trial): void {
    this.#givenBack.push(trial);
  }
}
