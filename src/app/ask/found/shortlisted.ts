/** @file An experiment whose candidates are the best of what another search has found. */
import { type Candidate, canonicalJson, inputError, type JsonValue } from '../../../core/index.js';
import {
  type FoundCandidate,
  type FoundTrials,
  foundCandidates,
  type NamedSpace,
  requireSaid,
  shortlistOf,
} from '../../../experiment/index.js';
import type { RaceRecheck } from '../../../report/index.js';
import { shownSource } from '../../../search/index.js';
import type { AskedShortlist, SourcedExperiment } from '../experiment-source.js';
import type { TrainerBackend } from '../trainer-backend.js';

/** The experiment, to be raced among these candidates: nothing is drawn or searched. */
export function recheckSource(source: SourcedExperiment, shortlist: AskedShortlist): SourcedExperiment {
  const { found } = shortlist;
  if (found.seed === source.draft.seed)
    throw inputError`recheck-same-seed: ${found.source} was trained with the seed ${found.seed}, as this experiment would be: its trainings would be repeated, and no luck among them found out.
      Allowed: another seed than that of the run
      Fix: Write another \`seed\` into the experiment, such as ${found.seed + 1}. To go on with that run, use select or --separate in its folder.`;
  if (!found.isWhole) requireSaid(found.source, source.draft.spaces, found.names);
  const { draw: _, search: __, ...draft } = source.draft;
  return { ...source, draft, shortlist };
}

interface Shortlisted {
  readonly draft: SourcedExperiment['draft'];
  /** What a recheck tells, of the candidates that were built of the shortlist. */
  recheckOf(candidates: readonly Candidate[]): RaceRecheck | undefined;
  readonly notices: readonly string[];
}

/** Unchanged where no shortlist is asked for. @throws InputError for trials that the trainer cannot train. */
export function withShortlist(
  { draft, shortlist }: SourcedExperiment,
  { inspector }: Pick<TrainerBackend, 'inspector'>,
): Shortlisted {
  if (shortlist === undefined) return { draft, recheckOf: () => undefined, notices: [] };
  const { found, top } = shortlist;
  const all = foundCandidates(found, draft.spaces, (one) => inspector?.complete(one) ?? one);
  const best = shortlistOf(all, found, top);
  return {
    draft: { ...draft, spaces: best.map((one) => literalSpace(found.source, one)) },
    recheckOf: (candidates) => recheckOf(candidates, { found, all, best }),
    notices: best.length === top ? [] : [fewer(found.source, best.length, top)],
  };
}

/** A space of this configuration alone. */
function literalSpace(source: string, { configuration, place }: FoundCandidate): NamedSpace {
  const members = Object.entries(configuration).map(([key, value]): [string, JsonValue] => [key, { value }]);
  return { place: `${shownSource(source)} ${place}`, space: Object.fromEntries(members) };
}

function fewer(source: string, count: number, top: number): string {
  return `only ${count} different configurations of ${source} have a finite value, not ${top}: these ${count} are raced.`;
}

interface Settled {
  readonly found: FoundTrials;
  readonly all: readonly FoundCandidate[];
  readonly best: readonly FoundCandidate[];
}

function recheckOf(candidates: readonly Candidate[], { found, all, best }: Settled): RaceRecheck {
  const ids = new Map(candidates.map(({ id, configuration }) => [canonicalJson(configuration), id]));
  const { source, value, direction } = found;
  return {
    ...{ source: shownSource(source), value, direction, configurations: all.length },
    candidates: best.flatMap((one) => {
      // Constraints of the experiment may have left it out.
      const candidate = ids.get(canonicalJson(one.completed));
      return candidate === undefined ? [] : [{ candidate, value: one.value, trials: one.values.length }];
    }),
  };
}
