/**
 * @file Handing trials to places, in order, with retries: what executors on this machine have in common. A place is
 * whatever trains one trial at a time: a trainer in this process, a worker process.
 */
import { setMaxListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import {
  type Candidate,
  type ExecutorListener,
  type Failure,
  type FailurePolicy,
  failureOf,
  type Mask,
  type Outcome,
  type SurefootError,
  shouldRetry,
  type Trial,
  type TrialSource,
} from '../../core/index.js';
import type { RunContext } from './run-trial.js';
import type { Stacks, TrainedTogether } from './stacks.js';

/** What an executor on this machine is told, wherever it trains. */
export interface LocalExecutorOptions extends RunContext {
  readonly candidates: readonly Candidate[];
  readonly failurePolicy?: FailurePolicy;
  readonly onEvent?: ExecutorListener;
  /** Hears of trials while they go on. */
  readonly training?: TrainingListener;
  /** Of the trainer's secrets. */
  readonly mask?: Mask;
}

/** What came of an attempt at trials: their outcomes, in their order, some of them failed; or why this place cannot train at all. */
export type Attempted = TrainedTogether | { readonly unavailable: SurefootError };

export interface Place {
  /** One attempt at a trial, or at several together where the task has stacks. Trials of a place that is unavailable go to another one. */
  attempt(trials: readonly Trial[], signal: AbortSignal): Promise<Attempted>;
}

interface Dispatch {
  readonly source: TrialSource;
  readonly places: readonly Place[];
  readonly policy: FailurePolicy;
  /** Picks trials that a place trains together; none where absent. */
  readonly stacks?: Stacks | undefined;
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
  // The trial of every place follows it.
  setMaxListeners(0, ending.signal);
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
  const source = new SharedSource(task.source);
  let places = [...task.places];
  let reason: SurefootError | undefined;
  // More than one pass only when a place gave its trial back after the others had run out of trials.
  while (!task.signal.aborted) {
    const reasons = await Promise.all(places.map((place) => serve(place, source, task)));
    places = places.filter((_, index) => reasons[index] === undefined);
    reason = reasons.find((found) => found !== undefined) ?? reason;
    if (source.isEmpty) return;
    if (places.length === 0 && reason !== undefined) throw reason;
  }
}

/** Trains at one place until no trial is left; gives the reason when the place cannot go on. */
async function serve(place: Place, source: SharedSource, task: Dispatch): Promise<SurefootError | undefined> {
  let yieldedMs = performance.now();
  while (!task.signal.aborted) {
    const asked = source.take();
    const trial = asked ?? source.takeAhead();
    if (trial === undefined) {
      if (await source.more()) continue;
      return undefined;
    }
    const { stacks } = task;
    const others = stacks && asked ? source.takeAlong((waiting) => stacks.choose(trial, waiting)) : [];
    const open = new Set([trial, ...others]);
    const lost = await attemptAll(place, [...open], task, (done, outcome) => {
      if (task.signal.aborted) return;
      open.delete(done);
      task.onOutcome(outcome);
    });
    if (task.signal.aborted) return undefined;
    if (lost !== undefined) {
      for (const left of open) source.giveBack(left);
      task.onEvent({ kind: 'place-lost', message: lost.message });
      return lost;
    }
    if (performance.now() - yieldedMs > YIELD_AFTER_MS) {
      await setImmediate();
      yieldedMs = performance.now();
    }
  }
  return undefined;
}

/**
 * Settles each trial as soon as its outcome counts. What failed among several, or could not be trained together, is tried alone, after the
 * others. Gives the reason when the place cannot go on.
 */
async function attemptAll(
  place: Place,
  trials: readonly Trial[],
  task: Dispatch,
  settle: (trial: Trial, outcome: Outcome) => void,
): Promise<SurefootError | undefined> {
  const first: Attempted = trials.length === 1 ? { outcomes: [] } : await place.attempt(trials, task.signal);
  if ('unavailable' in first) return first.unavailable;
  if (first.undone !== undefined && !task.signal.aborted) task.stacks?.undone(trials[0] as Trial, first.undone);
  const left: [Trial, Outcome | undefined][] = [];
  for (const [index, trial] of trials.entries()) {
    const outcome = first.outcomes[index];
    if (outcome === undefined || failureOf(outcome) !== undefined) left.push([trial, outcome]);
    else settle(trial, outcome);
  }
  for (const [trial, outcome] of left) {
    if (task.signal.aborted) return undefined;
    const answer = await attemptWithRetries(place, trial, task, outcome);
    if ('unavailable' in answer) return answer.unavailable;
    settle(trial, answer.outcomes[0] as Outcome);
  }
  return undefined;
}

/** `first`: what came of the first attempt, where there was one. */
async function attemptWithRetries(place: Place, trial: Trial, task: Dispatch, first?: Outcome): Promise<Attempted> {
  const retried: Failure[] = [];
  for (let next = first; ; next = undefined) {
    const attempted = next === undefined ? await place.attempt([trial], task.signal) : { outcomes: [next] };
    if ('unavailable' in attempted) return attempted;
    const outcome = attempted.outcomes[0] as Outcome;
    const failure = failureOf(outcome);
    if (failure === undefined || task.signal.aborted || !shouldRetry(task.policy, failure, retried.length + 1)) {
      return { outcomes: [retried.length === 0 ? outcome : { ...outcome, retried }] };
    }
    retried.push(failure);
    task.onEvent({ kind: 'retry', trial, failure, attempt: retried.length + 1 });
  }
}

/** A source whose trials can be given back, to be taken by another place. */
class SharedSource {
  readonly #source: TrialSource;
  readonly #givenBack: Trial[] = [];
  #wake: (() => void) | undefined;
  #more: Promise<boolean> | undefined;
  #ended = false;

  constructor(source: TrialSource) {
    this.#source = source;
  }

  /** Whether no trial is left and none will come. */
  get isEmpty(): boolean {
    return this.#ended && this.#givenBack.length === 0;
  }

  take(): Trial | undefined {
    return this.#givenBack.shift() ?? this.#source.take();
  }

  takeAhead(): Trial | undefined {
    return this.#source.takeAhead?.();
  }

  takeAlong(choose: (waiting: readonly Trial[]) => readonly Trial[]): readonly Trial[] {
    return this.#source.takeAlong?.(choose) ?? [];
  }

  giveBack(trial: Trial): void {
    this.#givenBack.push(trial);
    this.#wake?.();
  }

  /** All places wait for the same news: more from the source, or a trial that another place gave back. */
  more(): Promise<boolean> {
    this.#more ??= this.#listen().finally(() => {
      this.#more = undefined;
    });
    return this.#more;
  }

  async #listen(): Promise<boolean> {
    const givenBack = new Promise<boolean>((resolve) => {
      this.#wake = () => resolve(true);
    });
    const fromSource = this.#source.more().then((more) => {
      this.#ended = !more;
      return more;
    });
    return (await Promise.race([fromSource, givenBack])) || this.#givenBack.length > 0;
  }
}

export interface TrainingListener {
  /** An attempt begins; where one failed before, the same trial begins again. */
  began(trial: Trial): void;
  /** Losses after epochs that it was not told of before; a few times a second at most, and of short trainings never. */
  reported(trial: Trial, losses: readonly number[]): void;
  /** The attempt is over, whatever came of it. */
  ended(trial: Trial): void;
}
