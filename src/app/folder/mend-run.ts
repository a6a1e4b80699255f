/** @file Verifies the log of a run folder and the files that its trials left, and rescues a damaged log into a new folder. */
import { rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { inputError, type Outcome } from '../../core/index.js';
import {
  checkLog,
  type LogCheck,
  lockRun,
  openSqliteStore,
  type Rescued,
  salvageLog,
} from '../../evidence/log/index.js';
import { damagedFiles } from '../../work/here/index.js';
import { foreignNames, makeFolder, refuseForeign } from './files.js';
import { logIn, otherEngineIn, refuseOtherEngine } from './logged-run.js';
import { OWN_NAMES, RUN_FILES } from './run-files.js';

/** Kept files are part of it. @throws InputError for a folder without a log, and for a file that is none. */
export function checkRun(folder: string): LogCheck {
  const check = checkLog(logIn(folder));
  const artifactFolder = join(folder, RUN_FILES.artifacts);
  const files = check.outcomes.flatMap((outcome) => damagedFiles(outcome, artifactFolder));
  return {
    ...check,
    damages: [
      ...check.damages,
      ...files.map((path) => `file ${RUN_FILES.artifacts}/${path}: changed since its training wrote it`),
    ],
  };
}

/**
 * Rescues the trials of a run folder into a new one, where any question can be asked of them.
 * @throws InputError where nothing can be rescued, or the target is in use.
 */
export function salvageRun(folder: string, target: string): Rescued {
  const log = logIn(folder);
  refuseForeign(target, foreignNames(target, OWN_NAMES));
  const made = makeFolder(target);
  try {
    return salvageLog(log, join(target, RUN_FILES.log), OWN_NAMES);
  } catch (error) {
    for (const path of made) rmdirSync(path);
    throw error;
  }
}

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
  throw inputError`no-such-trial: The log has no training "${wanted}".
    Allowed: a number from 1 to ${outcomes.length}, or candidate/replicate
    Fix: List the trainings: surefoot log <run>.`;
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
