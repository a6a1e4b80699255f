/** @file What a program may say is known before a race: where it is, or the trials themselves; one of these, or several. */
import { asJson, hashJson, inputError, isObject, isTooDeep, tooDeep } from '../../../core/index.js';
import type { FoundAsked, KnownTrial, KnownTrials } from '../../../experiment/index.js';

/** A file or a run folder, with what it does not tell of itself. */
export interface FoundPlace extends FoundAsked {
  /** A run folder, a table, a study of Optuna, or a file of trials as JSON. */
  readonly source: string;
}

/** What one search has found. */
export type KnownSearch = string | FoundPlace | KnownTrials;

/** What a program gives: the findings of one search, of several, or trials alone. */
export type KnownBefore = KnownSearch | readonly KnownSearch[] | readonly KnownTrial[];

/** One that has been looked at. */
export type GivenSearch = FoundPlace | KnownTrials;

/** At least one. @throws InputError for anything else. */
export function knownSearches(known: KnownBefore): readonly GivenSearch[] {
  if (isTooDeep(known)) throw tooDeep('from');
  const given: readonly unknown[] = Array.isArray(known) ? known : [known];
  if (given.length > 0 && given.every(isTrial)) return [{ trials: given as readonly KnownTrial[] }];
  const searches = given.map((one) => (typeof one === 'string' ? { source: one } : one));
  if (searches.length > 0 && searches.every(isSearch)) return searches as readonly GivenSearch[];
  throw inputError`known-before: from is ${(JSON.stringify(known) ?? String(known)).slice(0, 200)}, which is nothing that a search has found.
    Allowed: 'runs/old'; { source: 'trials.csv', value: 'score', direction: 'maximize' }; [{ settings: { rate: 0.1 }, loss: 0.3 }, ...]; { trials: [{ settings, value }], direction, name }; or a list of several such as ['runs/old', 'study.db']
    Fix: Correct \`from\`, or leave it out.`;
}

function isTrial(one: unknown): boolean {
  return isObject(one) && 'settings' in (one as object);
}

function isSearch(one: unknown): boolean {
  if (!isObject(one)) return false;
  const { source, trials } = one as Readonly<Record<string, unknown>>;
  return trials === undefined ? typeof source === 'string' && source !== '' : source === undefined;
}

/** A file that is called by a hash of what it holds. */
const BY_CONTENT = /(?:^|[\\/])([0-9a-f]{64}\.json)$/;

/** By which a log knows it again: a place by its name, trials by what they are, wherever a file has them. */
export function keyOfSearch(search: GivenSearch): string {
  if ('source' in search) return BY_CONTENT.exec(search.source)?.[1] ?? search.source;
  return `${search.name ?? 'trials'}#${hashJson(asJson(search)).slice(0, 16)}`;
}
