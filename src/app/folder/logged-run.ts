/** @file Reads from the log of an earlier run its candidates by name, and the question asked last. */
import { join } from 'node:path';
import { type Candidate, inputError, type Question, type Store } from '../../core/index.js';
import { isLogThere, openSqliteStore } from '../../evidence/log/index.js';
import { RUN_FILES } from './run-files.js';

/** All candidates that ever took part, with the labels that they had last. */
export function namedCandidates(store: Store): readonly Candidate[] {
  const named = new Map(store.candidates().map((candidate) => [candidate.id, candidate]));
  for (const { header } of store.questions())
    for (const candidate of header.candidates) named.set(candidate.id, candidate);
  return [...named.values()];
}

/** @throws InputError where nothing was ever asked. */
export function newestQuestion(store: Store): Question {
  const question = store.newestQuestion();
  if (question !== undefined) return question;
  throw inputError`no-question: The run "${store.head.name}" ended before its first training.
    Allowed: a run with at least one training
    Fix: Run its command again.`;
}

/** The question of this number. @throws InputError where none was asked under it. */
export function questionOf(store: Store, number: number | undefined): Question {
  const questions = store.questions();
  const question = questions.find((one) => one.number === number);
  if (question !== undefined) return question;
  throw inputError`no-such-question: ${number === undefined ? 'Nothing was asked in this run folder.' : `The run has no question ${number}.`}
    Allowed: ${questions.length === 0 ? 'a run with at least one training' : `1 to ${questions.length}`}
    Fix: List the questions with: surefoot status <run>`;
}

/** The log of a run folder, to be read. @throws InputError for a folder without one. */
export function openRunLog(folder: string): Store {
  return openSqliteStore(logIn(folder), { readOnly: true });
}

/** Where the log of a run folder lies. @throws InputError for a folder without one, and for one that may not be looked into. */
export function logIn(folder: string): string {
  const log = join(folder, RUN_FILES.log);
  if (isLogThere(log)) return log;
  throw inputError`no-run: There is no run in ${folder}.
    Allowed: a folder with a ${RUN_FILES.log}
    Fix: Give the run folder, e.g. runs/<name of the experiment>.`;
}
