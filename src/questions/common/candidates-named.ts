/** @file Candidates that take part in a study, by the names that people gave. */
import { type Candidate, InputError } from '../../core/index.js';

/** By id or by label, in the order of the experiment. @throws InputError for an unknown name. */
export function candidatesNamed(candidates: readonly Candidate[], names: readonly string[]): readonly Candidate[] {
  for (const name of names) {
    if (!candidates.some(({ id, label }) => id === name || label === name)) throw unknownCandidate(name, candidates);
  }
  return candidates.filter(({ id, label }) => names.includes(id) || names.includes(label));
}

/** Of a question about one. @throws InputError where there are several. */
export function onlyCandidate(candidates: readonly Candidate[]): Candidate {
  const [only, another] = candidates;
  if (only !== undefined && another === undefined) return only;
  throw new InputError({
    code: 'several-candidates',
    what: `There are ${candidates.length} candidates, but the question is about one.`,
    allowed: `one of ${namesOf(candidates)}; by default the winner of a finished race in the run folder`,
    fix: 'Name it with --candidate, or finish a race first.',
  });
}

function unknownCandidate(name: string, candidates: readonly Candidate[]): InputError {
  return new InputError({
    code: 'unknown-candidate',
    what: `The experiment has no candidate "${name}".`,
    allowed: `ids or labels: ${namesOf(candidates)}`,
    fix: 'Correct the name; `surefoot check` lists all candidates.',
  });
}

const MOST_NAMES = 10;

function namesOf(candidates: readonly Candidate[]): string {
  const shown = candidates.slice(0, MOST_NAMES).map(({ id, label }) => (label === '' ? id : `${id} (${label})`));
  const more = candidates.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
