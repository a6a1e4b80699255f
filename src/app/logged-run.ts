/** @file Reads from the log of an earlier run its candidates by name, and the question asked last. */
import { type Candidate, InputError, type Question, type Store } from '../core/index.js';

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
  throw new InputError({
    code: 'no-question',
    what: `The run "${store.head.name}" ended before its first trial.`,
    allowed: 'a run with one trial or more',
    fix: 'Run its command again.',
  });
}
