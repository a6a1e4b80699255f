/** @file Has one outcome of a run forgotten, by the word of a person: its trial is trained again with the same seeds. */
import { inputError, type Outcome } from '../../core/index.js';
import { lockRun, openSqliteStore } from '../../evidence/log/index.js';
import { logIn } from './logged-run.js';
import { otherEngineIn, refuseOtherEngine } from './other-engine.js';

interface ForgottenTrial {
  readonly outcome: Outcome;
  /** Questions that have to be asked again, by number. */
  readonly questions: readonly number[];
}

/**
 * The outcome among these, in order of arrival, that `wanted` names: a number from 1 on, or candidate/replicate, with its number.
 * @throws InputError (`no-such-trial`)
 */
export function namedTrial(
  outcomes: readonly Outcome[],
  wanted: string,
): { readonly number: number; readonly outcome: Outcome } {
  const [candidate, replicate = '0'] = wanted.split('/');
  const index = /^\d+$/.test(wanted)
    ? Number(wanted) - 1
    : outcomes.findIndex(({ trial }) => trial.candidate === candidate && String(trial.streams.init) === replicate);
  const outcome = outcomes[index];
  if (outcome !== undefined) return { number: index + 1, outcome };
  throw inputError`no-such-trial: The log has no trial "${wanted}".
    Allowed: a number from 1 to ${outcomes.length}, or candidate/replicate
    Fix: List the trials: surefoot log <run>.`;
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
      const { outcome } = namedTrial(store.outcomes(), wanted);
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
