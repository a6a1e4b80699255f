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
  given,
  type Mask,
  type Outcome,
  type SurefootError,
  shouldRetry,
  type Trial,
  type TrialSource,
} from '../../core/index.js';
import { type Stacks, StackUndone } from './stacks.js';

/** What an executor on this machine is told, wherever it trains. */
export interface LocalExecutorOptions {
  readonly candidates: readonly Candidate[];
  readonly experimentSeed: number;
  /** Where trials may leave files; without it none are kept. */
  readonly artifactFolder?: string;
  /** The first replicate whose trials keep their predictions there; none do where absent. */
  readonly predictionsFrom?: number;
  readonly failurePolicy?: FailurePolicy;
  readonly onEvent?: ExecutorListener;
  /** Hears of trials while they go on. */
  readonly training?: TrainingListener;
  /** Of the trainer's secrets. */
  readonly mask?: Mask;
}

export interface Place {
  /**
   * One attempt. It may give a failed outcome; it rejects with a {@link PlaceUnavailable} when this place cannot train at
   * all, and the trial goes to another one.
   */
  attempt(trial: Trial, signal: AbortSignal): Promise<Outcome>;
  /**
   * One attempt at several trials together, whose outcomes come in their order. It rejects with a {@link StackUndone} where
   * they could not be trained together. Absent where a place trains one at a time alone.
   */
  attemptTogether?(trials: readonly Trial[], signal: AbortSignal): Promise<readonly Outcome[]>;
}

/** For what stands around a place and has nothing to do with several. */
export function alsoTogether(place: Place): Pick<Place, 'attemptTogether'> {
  return given({ attemptTogether: place.attemptTogether?.bind(place) });
}

export class PlaceUnavailable extends Error {
  readonly reason: SurefootError;

  constructor(reason: SurefootError) {
    super(reason.message, { cause: reason });
    this.reason = reason;
  }
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
    try {
      for await (const answer of attemptAll(place, [...open], task)) {
        if (task.signal.aborted) return undefined;
        open.delete(answer.trial);
        task.onOutcome(answer.outcome);
      }
    } catch (error) {
      if (!(error instanceof PlaceUnavailable)) throw error;
      for (const left of open) source.giveBack(left);
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

interface Answer {
  readonly trial: Trial;
  readonly outcome: Outcome;
}

/** Each trial's outcome as soon as it counts. What failed among several is tried again alone, after the others. */
async function* attemptAll(place: Place, trials: readonly Trial[], task: Dispatch): AsyncGenerator<Answer> {
  const first = await attemptTogether(place, trials, task);
  const left: [Trial, Outcome | undefined][] = [];
  for (const [index, trial] of trials.entries()) {
    const outcome = first[index];
    if (outcome === undefined || failureOf(outcome) !== undefined) left.push([trial, outcome]);
    else yield { trial, outcome };
  }
  for (const [trial, outcome] of left) {
    if (task.signal.aborted) return;
    yield { trial, outcome: await attemptWithRetries(place, trial, task, outcome) };
  }
}

/** The outcomes of several; none where they are to be trained one by one. */
async function attemptTogether(place: Place, trials: readonly Trial[], task: Dispatch): Promise<readonly Outcome[]> {
  if (trials.length === 1 || place.attemptTogether === undefined) return [];
  try {
    return await place.attemptTogether(trials, task.signal);
  } catch (error) {
    if (!(error instanceof StackUndone)) throw error;
    if (!task.signal.aborted) task.stacks?.undone(trials[0] as Trial, error);
    return [];
  }
}

/** `first`: what came of the first attempt, where there was one. */
async function attemptWithRetries(place: Place, trial: Trial, task: Dispatch, first?: Outcome): Promise<Outcome> {
  const retried: Failure[] = [];
  for (let next = first; ; next = undefined) {
    const outcome = next ?? (await place.attempt(trial, task.signal));
    const failure = failureOf(outcome);
    if (failure === undefined || task.signal.aborted || !shouldRetry(task.policy, failure, retried.length + 1)) {
      return retried.length === 0 ? outcome : { ...outcome, retried };
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
