/**
 * @file An executor over places of this machine, whatever these are: finds their candidates, hands them trials, closes them, and names trials that take much longer
 * than all others have, where no timeout will ever end them.
 */
import {
  type Candidate,
  DEFAULT_FAILURE_POLICY,
  type Executor,
  type ExecutorListener,
  nameOfModel,
  runError,
  type Stackable,
  type Trial,
} from '../../core/index.js';
import { dispatch, type LocalExecutorOptions, type Place } from './dispatch.js';
import { Stacks } from './stacks.js';
import { tellSlowLoading } from './starting.js';

export interface LocalPlace extends Place {
  /** Ends what runs here, without an outcome; absent where it cannot be ended. */
  drop?(): Promise<void>;
  close(): Promise<void>;
}

/** The places of an executor, and what they are all alike in. */
export interface LocalPlaces {
  readonly places: readonly LocalPlace[];
  /** Whether something ends a trial that takes too long; where nothing does, such a trial is told of. */
  readonly hasTimeout: boolean;
  /** Says which trials a place may train together; none where absent. */
  readonly stackOf?: ((trial: Trial) => Stackable | undefined) | undefined;
}

export function localExecutor(
  { places, hasTimeout, stackOf }: LocalPlaces,
  { failurePolicy: policy = DEFAULT_FAILURE_POLICY, onEvent = () => {} }: LocalExecutorOptions,
): Executor {
  const stacks = stackOf && new Stacks(stackOf, places.length, onEvent);
  const served = tellSlowLoading(hasTimeout ? places : nameSlowTrials(places, onEvent), onEvent);
  let closing: Promise<void> | undefined;
  return {
    workers: places.length,
    execute: async (source, onOutcome, signal) => {
      await dispatch({ source, places: served, policy, stacks, onOutcome, onEvent, signal });
      if (signal.aborted) await Promise.all(places.map((place) => place.drop?.()));
    },
    close: () => {
      closing ??= Promise.all(places.map((place) => place.close())).then(() => {});
      return closing;
    },
  };
}

/** How many times as long as the longest finished trial. */
const TIMES = 10;
/** A shorter training is never called slow. */
const LEAST_SECONDS = 10;
const LOOK_EVERY_MS = 1000;

interface Running {
  readonly trial: Trial;
  /** How many share the time with it, itself among them. */
  readonly shares: number;
  readonly sinceMs: number;
  isNamed: boolean;
}

/**
 * The same places; each trial that has taken ten times as long as the longest finished one, and at least 10 s, is told of
 * once, as `slow`. `now` gives milliseconds.
 */
export function nameSlowTrials(
  places: readonly Place[],
  onEvent: ExecutorListener,
  now: () => number = () => performance.now(),
): readonly Place[] {
  const running = new Set<Running>();
  let longestSeconds: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    if (longestSeconds === undefined) return;
    for (const one of running) {
      const seconds = (now() - one.sinceMs) / 1000 / one.shares;
      if (one.isNamed || seconds < Math.max(LEAST_SECONDS, TIMES * longestSeconds)) continue;
      one.isNamed = true;
      onEvent({ kind: 'slow', trial: one.trial, seconds, longestSeconds });
    }
  };
  return places.map((place) => ({
    attempt: async (trials, signal) => {
      const begun = trials.map((trial): Running => ({ trial, shares: trials.length, sinceMs: now(), isNamed: false }));
      for (const one of begun) running.add(one);
      timer ??= setInterval(look, LOOK_EVERY_MS).unref();
      try {
        const attempted = await place.attempt(trials, signal);
        const outcomes = 'outcomes' in attempted ? attempted.outcomes : [];
        longestSeconds = Math.max(longestSeconds ?? 0, ...outcomes.map(({ seconds }) => seconds));
        return attempted;
      } finally {
        for (const one of begun) running.delete(one);
        if (running.size === 0) {
          clearInterval(timer);
          timer = undefined;
        }
      }
    },
  }));
}

/** A function from a trial to its candidate; the list may grow. It throws a RunError (`unknown-candidate`) for a trial of none of them. */
export function candidateLookup(candidates: readonly Candidate[]): (trial: Trial) => Candidate {
  const byId = new Map<string, Candidate>();
  return (trial) => {
    for (const candidate of candidates.slice(byId.size)) byId.set(candidate.id, candidate);
    const candidate = byId.get(trial.candidate);
    if (candidate !== undefined) return candidate;
    throw runError`unknown-candidate: A training asks for candidate "${trial.candidate}", which this run does not have.
      Allowed: one of the ${byId.size} candidates of the run
      Fix: Give the executor the same candidates as the plan.`;
  };
}

/** Likewise to the name of its model, where several race. */
export function modelLookup(candidates: readonly Candidate[]): (trial: Trial) => string {
  const candidateOf = candidateLookup(candidates);
  return (trial) => nameOfModel(candidateOf(trial).configuration);
}
