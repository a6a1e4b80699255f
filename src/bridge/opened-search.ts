/** @file A race that searches a space, of another language: its candidates, its plan, and who joins it while it goes on. */
import { type Candidate, defined, inputError, type Joining } from '../core/index.js';
import { buildCandidates, checkSearch, namesOfSpaces, type SearchDraft, trialsOfValues } from '../experiment/index.js';
import { planSearch, type Race, type RaceSettings } from '../questions/race/plan/index.js';
import {
  distinctPriors,
  type FoundPrior,
  type JoiningLog,
  loggedSearch,
  type Propose,
  priorOf,
  proposeWithoutSearch,
  searchAmong,
} from '../search/index.js';

/** The search of a request, unchecked. */
interface AskedSearch {
  readonly space: unknown;
  readonly search?: unknown;
  readonly seed?: unknown;
  /** What is known before: trials as values, of one search or several. */
  readonly from?: unknown;
}

interface OpenedSearch {
  /** All so far: those that join are added. */
  readonly candidates: readonly Candidate[];
  planOf(settings: RaceSettings): Race;
}

const SOURCE = 'open';

/** @throws InputError for everything that can be wrong with it. */
export function openSearch(asked: AskedSearch, propose: Propose | undefined): OpenedSearch {
  const draft = checkSearch({ space: asked.space, ...defined({ search: asked.search, seed: asked.seed }) }, SOURCE);
  const { search, seed, spaces, written } = draft;
  const [range] = written.ranges;
  if (range !== undefined) throw range.refusal;
  if (search === undefined)
    throw inputError`space-unsearched: open: there is a space, and nothing says how it is searched.
      Allowed: a space with ranges, or one with \`search: { prior: full }\` or \`{ prior: guarded }\`; or \`candidates\`
      Fix: Add such a \`search\`, or list the candidates.`;
  const draw = draft.draw === undefined ? undefined : { count: draft.draw, seed };
  const audit = { count: search.audit, seed };
  const built = buildCandidates(spaces, { draw, audit });
  const candidates = [...built.candidates];
  const { source } = built;
  const logged = loggedSearch(search, { ...built, priors: priorsIn(asked.from, draft, candidates) });
  if (propose !== undefined && logged.refine !== true) throw proposeWithoutSearch();
  const draws = source && { source, candidates, propose, costOf: () => undefined, check: () => {} };
  const among = searchAmong(candidates, logged, draws);
  among.ports?.attach(memory());
  return { candidates, planOf: (settings) => planSearch({ ...settings, search: among.search }) };
}

function priorsIn(from: unknown, { spaces }: SearchDraft, candidates: readonly Candidate[]): readonly FoundPrior[] {
  const sources: readonly unknown[] = from === undefined ? [] : Array.isArray(from) ? from : [from];
  const names = namesOfSpaces(spaces);
  return distinctPriors(sources.map((one) => priorOf(trialsOfValues(one, names), spaces, undefined, candidates)));
}

/** Of this conversation alone: whoever opens the race again with what was told has the same join. */
function memory(): JoiningLog {
  const joined: Joining[] = [];
  return { joined: () => joined, join: (joining) => void joined.push(joining) };
}
