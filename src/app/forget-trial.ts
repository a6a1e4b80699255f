/** @file Has one outcome of a run forgotten, by the word of a person: its trial is trained again with the same seeds. */
import { InputError, type Outcome, type Trial } from '../core/index.js';
import { lockRun, openSqliteStore } from '../evidence/log/index.js';
import { isCheapInAny } from './cheap-trials.js';
import { logIn } from './logged-run.js';
import { otherEngineIn, refuseOtherEngine } from './other-engine.js';

interface ForgottenTrial {
  readonly outcome: Outcome;
  /** Questions that have to be asked again, by number. */
  readonly questions: readonly number[];
}

/**
 * The outcome among these, in order of arrival, that `wanted` names: a number from 1 on, or candidate/replicate, with its number. Of a
 * replicate that was trained both ways it is the full training.
 * @throws InputError (`no-such-trial`)
 */
export function namedTrial(
  outcomes: readonly Outcome[],
  wanted: string,
  isCheap: (trial: Trial) => boolean,
): { readonly number: number; readonly outcome: Outcome } {
  const [candidate, replicate = '0'] = wanted.split('/');
  const places = [...outcomes.keys()].filter((place) => {
    const { trial } = outcomes[place] as Outcome;
    return trial.candidate === candidate && String(trial.streams.init) === replicate;
  });
  const index = /^\d+$/.test(wanted)
    ? Number(wanted) - 1
    : (places.find((place) => !isCheap((outcomes[place] as Outcome).trial)) ?? places[0] ?? -1);
  const outcome = outcomes[index];
  if (outcome !== undefined) return { number: index + 1, outcome };
  throw new InputError({
    code: 'no-such-trial',
    what: `The log has no trial "${wanted}".`,
    allowed: `a number from 1 to ${outcomes.length}, or candidate/replicate`,
    fix: 'List the trials: surefoot log <run>.',
  });
}

/**
 * Recorded in the log, with the reason, before this returns. Decisions that rest on it count no longer.
 * @throws InputError for a folder without a run, one in use, or a trial that is not there.
 */
export function forgetTrial(folder: string, wanted: string, reason: string): ForgottenTrial {
  const log = logIn(folder);
  const lock = lockRun(folder);
  try {
    const store = openSqliteStore(log);
    try {
      const trained = otherEngineIn(store);
      if (trained !== undefined) throw refuseOtherEngine(folder, trained);
      const { outcome } = namedTrial(store.outcomes(), wanted, isCheapInAny(store));
      const concerned = store
        .questions()
        .filter(({ header }) => header.candidates.some(({ id }) => id === outcome.trial.candidate));
      store.forget(outcome.trial, reason);
      return { outcome, questions: concerned.map(({ number }) => number) };
    } finally {
      store.close();
    }
  } finally {
    lock.release();
  }
}
