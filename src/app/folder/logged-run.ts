/** @file Reads from the log of an earlier run its candidates by name, and the question asked last. */

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  type Candidate,
  ENGINE_VERSION,
  type EvidenceHead,
  type InputError,
  inputError,
  type JsonObject,
  type Question,
  type Store,
  type ThreadVariables,
} from '../../core/index.js';
import { isLogThere, openSqliteStore, readLogNames, refuseOwn } from '../../evidence/log/index.js';
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

/** What `read` makes of the log of a run folder, which is closed again then. @throws InputError for a folder without one. */
export function readRunLog<Read>(folder: string, read: (store: Store) => Read): Read {
  const store = openRunLog(folder);
  let made: Read | undefined;
  try {
    made = read(store);
    return made instanceof Promise ? (made.finally(() => store.close()) as Read) : made;
  } finally {
    if (!(made instanceof Promise)) store.close();
  }
}

/** Where the log of a run folder lies. @throws InputError for a folder without one, and for one that may not be looked into. */
export function logIn(folder: string): string {
  const log = join(folder, RUN_FILES.log);
  if (isLogThere(log)) return log;
  throw inputError`no-run: There is no run in ${folder}.
    Allowed: a folder with a ${RUN_FILES.log}
    Fix: Give the run folder, e.g. runs/<name of the experiment>.`;
}

export interface KnownEvidence {
  /** Ids of candidates by the hash of their completed configuration. */
  readonly ids: ReadonlyMap<string, string>;
  /** What hashes of secrets in the identity are salted with. */
  readonly salt: string;
  /** The thread variables of a log that is there; undefined where it does not tell. */
  readonly threads?: ThreadVariables | undefined;
  readonly isNew: boolean;
}

/** What a new run begins with. */
export const NOTHING_KNOWN: KnownEvidence = { ids: new Map(), salt: '', isNew: true };

/**
 * What the log in `folder` knows; if there is none, or it is dropped, only a new salt.
 * @throws InputError for a log that cannot be read, and for a folder in which this process is at work.
 */
export function knownIn(
  folder: string | undefined,
  { fresh = false }: { readonly fresh?: boolean | undefined } = {},
): KnownEvidence {
  if (folder !== undefined) refuseOwn(folder);
  const log = folder === undefined ? undefined : join(folder, RUN_FILES.log);
  if (log === undefined || fresh || !isLogThere(log)) return { ids: new Map(), salt: randomUUID(), isNew: true };
  const { ids, head } = readLogNames(log);
  return { ids, salt: head.salt ?? '', threads: head.threads, isNew: false };
}

/** The engine by which a log was trained, in words; undefined where it is this one, or none. */
export function otherEngineOf(
  { engine }: EvidenceHead['identityParts'],
  environment: JsonObject | undefined,
): string | undefined {
  if (engine === undefined || engine === String(ENGINE_VERSION)) return undefined;
  const surefoot = environment?.surefoot;
  return `engine ${engine}${typeof surefoot === 'string' ? ` (Surefoot ${surefoot})` : ''}`;
}

/** The engine of a log that is open, as {@link otherEngineOf} tells it. */
export function otherEngineIn(store: Pick<Store, 'head' | 'stretches'>): string | undefined {
  return otherEngineOf(store.head.identityParts, store.stretches().at(-1)?.environment);
}

export function refuseOtherEngine(folder: string, trained: string): InputError {
  return inputError`other-engine: ${folder} holds trainings by ${trained}. This Surefoot has engine ${ENGINE_VERSION}, whose losses differ in their last digits: the two are not mixed.
    Allowed: trainings by one version of the engine in a folder; trainers of your own do not depend on it
    Fix: Train anew in another folder with --out, or in this one with --fresh, which drops what is there. Or go on with the version of Surefoot that trained it. Without training, \`surefoot report\` and \`surefoot replay\` read the folder as it is.`;
}
