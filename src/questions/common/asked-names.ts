/** @file What people name in a study: candidates that take part, and factors with or without levels of their own. */

import { parse } from 'yaml';
import { type Candidate, type InputError, inputError, type JsonValue } from '../../core/index.js';

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
  throw inputError`several-candidates: There are ${candidates.length} candidates, but the question is about one.
    Allowed: one of ${namesOf(candidates)}; by default the winner of a finished race in the run folder
    Fix: Name it with --candidate, or finish a race first.`;
}

function unknownCandidate(name: string, candidates: readonly Candidate[]): InputError {
  return inputError`unknown-candidate: The experiment has no candidate "${name}".
    Allowed: ids or labels: ${namesOf(candidates)}
    Fix: Correct the name; \`surefoot check\` lists all candidates.`;
}

const MOST_NAMES = 10;

function namesOf(candidates: readonly Candidate[]): string {
  const shown = candidates.slice(0, MOST_NAMES).map(({ id, label }) => (label === '' ? id : `${id} (${label})`));
  const more = candidates.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** `levels` are absent where those of the space are meant. */
interface AskedFactor {
  readonly name: string;
  readonly levels?: readonly JsonValue[];
}

/**
 * `layers.activation=relu,elu`, `optimizer=[{ name: sgd }, { name: adamw }]`: levels as a YAML list, brackets optional.
 * @throws InputError for fewer than `fewest` levels.
 */
export function readFactor(text: string, fewest: number): AskedFactor {
  const sign = text.indexOf('=');
  if (sign === -1) return { name: text.trim() };
  const name = text.slice(0, sign).trim();
  const list = text.slice(sign + 1).trim();
  try {
    const levels: unknown = parse(list.startsWith('[') ? list : `[${list}]`);
    if (Array.isArray(levels) && levels.length >= fewest) return { name, levels: levels as JsonValue[] };
  } catch {
    // What is not YAML is told as any other list that is none.
  }
  throw inputError`factor-levels: The levels of the factor "${name}" are "${list}".
    Allowed: two or more, separated by commas, such as layers.activation=relu,elu or optimizer=[{ name: sgd }, { name: adamw }]
    Fix: Correct --factor.`;
}
