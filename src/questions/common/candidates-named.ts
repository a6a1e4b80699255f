/** @file Candidates that take part in a study, by the names that people gave. */
import { type Candidate, InputError } from '../../core/index.js';

/** By id or by label, in the order of the experiment. @throws InputError for a name that nobody has. */
export function candidatesNamed(candidates: readonly Candidate[], names: readonly string[]): readonly Candidate[] {
  for (const name of names) {
    if (!candidates.some(({ id, label }) => id === name || label === name)) throw unknownCandidate(name, candidates);
  }
  return candidates.filter(({ id, label }) => names.includes(id) || names.includes(label));
}

function unknownCandidate(name: string, candidates: readonly Candidate[]): InputError {
  const shown = candidates.slice(0, 10).map(({ id, label }) => (label === '' ? id : `${id} (${label})`));
  return new InputError({
    code: 'unknown-candidate',
    what: `The experiment has no candidate "${name}".`,
    allowed: `ids or labels: ${shown.join(', ')}${candidates.length > shown.length ? ` and ${candidates.length - shown.length} more` : ''}`,
    fix: 'Correct the name; `surefoot check` lists all candidates.',
  });
}
