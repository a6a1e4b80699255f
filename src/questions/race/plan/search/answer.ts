/** @file What a searching race may claim, as the answer of a race: only those that were tried are rivals; the others are counted. */
import { defined } from '../../../../core/index.js';
import { type Criterion, normalQuantile } from '../../../../stats/index.js';
import { unconfirmedBy } from '../adaptive/answer.js';
import { LEADER_LEVEL } from '../adaptive/verdict.js';
import type { PriorAnswer, RaceAnswer, RequirementsAnswer, SearchAnswer, Verdict } from '../answer-schema.js';
import { neverWorked, neverWorkedOf } from '../never-worked.js';
import type { FreshLosses, RaceFacts } from '../race.js';
import { NONE_CHOSEN, type Rivals, rivalsOf } from '../rivals.js';
import { byReplicate } from './evidence.js';
import { judgedFrom } from './judge.js';
import { byPromise, mayLead } from './promise.js';
import { lossAt } from './scale.js';
import type { SearchRace, SearchState } from './search-race.js';
import type { KnownSource, SearchSettings } from './settings.js';
import type { SearchStanding } from './standing.js';
import { stateSearch } from './statement.js';

/** The answer of a search: none is chosen before one has an estimate; with `chosen` in the leader's place. */
export function answerSearch(
  facts: RaceFacts,
  race: SearchRace,
  state: SearchState,
  freshOf: FreshLosses,
  chosen?: string,
): RaceAnswer | undefined {
  const { criterion } = facts;
  const candidates = state.field.ids;
  const { delta, search, tolerance: asked } = race;
  const now = race.standing(state);
  const pick = chosen === undefined ? -1 : candidates.indexOf(chosen);
  const standing = pick < 0 || pick === now.leader ? now : judgedFrom(now, race, pick);
  const { reference, scale, standings, tolerance } = standing;
  const isTried = (i: number): boolean => (state.evidence.applied[i] as number) > 0;
  const about = {
    untried: [],
    neverWorked: neverWorkedOf(state.failures, candidates),
    alpha: delta,
    test: 'search',
    divergence: criterion.divergence,
  };
  const requirements = requirementsOf(state, standing);
  if (reference < 0) {
    const tried = candidates.filter((_, i) => isTried(i));
    // Where something is required, no tried candidate is said to keep it.
    const kept = state.evidence.outcomes === 0 ? undefined : requirements;
    const found = searchedIn(state, standing, {
      ...{ search, begun: facts.candidates.length, ...NOTHING_STATED },
      untriedOpen: kept === undefined ? candidates.length - tried.length : 0,
    });
    // A candidate that was tried may be chosen yet, unless the race has ended.
    const set = state.end === undefined && kept === undefined ? tried : [];
    return { ...about, ...NONE_CHOSEN, ...defined({ requirements: kept }), search: found, set };
  }
  const open = openOf(standing);
  const winner = candidates[reference] as string;
  const { reach, amongTried, audit } = stateSearch(standing, search, delta, state.end !== undefined);
  const set = setOf(standing, state, open);
  const center = standings.ownCenters[reference] as number;
  const deviate = normalQuantile((1 + LEADER_LEVEL) / 2);
  const unconfirmed = unconfirmedBy(freshOf(winner), criterion, {
    leaderValue: scale.from(center),
    leaderHigh:
      reference === pick
        ? Number.POSITIVE_INFINITY
        : scale.from(center + deviate * Math.sqrt(standings.ownVariances[reference] as number)),
    tolerance: tolerance.value,
  });
  return {
    ...about,
    winner,
    verdict: unconfirmed === null ? verdictOf(state, open.length) : 'stopped',
    set,
    tolerance: {
      value: tolerance.value,
      kind: asked.kind,
      confidence: 1 - delta,
      level: state.end === undefined ? 'any-look' : 'end',
      spansAll: false,
      refused: tolerance.refused,
      comparedOn: scale.name,
    },
    bound: reach,
    steadier: null,
    unconfirmed,
    ...compareTried(criterion, race, state, standing, set),
    search: searchedIn(state, standing, {
      ...{ search, begun: facts.candidates.length, amongTried, audit },
      untriedOpen: open.filter((i) => !isTried(i)).length,
    }),
    ...defined({ requirements }),
  };
}

interface Stated extends Pick<SearchAnswer, 'untriedOpen' | 'amongTried' | 'audit'> {
  readonly search: SearchSettings;
  /** Candidates that the race began with. */
  readonly begun: number;
}

const NOTHING_STATED = { amongTried: Number.POSITIVE_INFINITY, audit: null };

function searchedIn(
  { field, evidence, refused }: SearchState,
  standing: SearchStanding,
  { search, begun, untriedOpen, amongTried, audit }: Stated,
): SearchAnswer {
  const candidates = field.ids.length;
  return {
    prior: search.prior,
    candidates,
    ...(search.newcomers === undefined ? {} : { proposed: candidates - begun }),
    ...(refused === 0 ? {} : { refused }),
    isDrawn: search.isDrawn,
    tried: field.ids.filter((_, i) => (evidence.applied[i] as number) > 0).length,
    untriedOpen,
    amongTried,
    audit,
    ...(search.sources === undefined ? {} : { from: search.sources.map((source) => knownOf(source, standing)) }),
  };
}

/** Where none is left, one that is hardly likely to keep what is required cannot win either. */
function requirementsOf(
  { field, evidence, required }: SearchState,
  { excluded, reference }: SearchStanding,
): RequirementsAnswer | undefined {
  const found = required?.answer(field.ids, excluded);
  if (found === undefined || reference >= 0) return found;
  return { ...found, refused: field.ids.filter((_, i) => (evidence.applied[i] as number) > 0) };
}

/** Before the first fit it is not known what a source is worth. */
function knownOf({ name, values, withoutValue }: KnownSource, { sources }: SearchStanding): PriorAnswer {
  const found = sources.find((one) => one.name === name);
  const { both = 0, tau = Number.NaN, interval = null, used = null } = found ?? {};
  return {
    ...{ source: name, configurations: values.length, ...defined({ withoutValue }), both },
    ...{ tau: Number.isNaN(tau) ? null : tau, interval, used },
  };
}

function verdictOf({ end }: SearchState, open: number): Verdict {
  if (end === undefined) return 'stopped';
  return open === 0 ? 'decided' : 'tied';
}

/** The candidate that all are compared with, where there is one; then those tried that may be better, the best first. */
export function setOf(
  standing: SearchStanding,
  { evidence, field }: Pick<SearchState, 'evidence' | 'field'>,
  open: readonly number[] = openOf(standing),
): readonly string[] {
  const { reference } = standing;
  if (reference < 0) return [];
  return [reference, ...open.filter((i) => (evidence.applied[i] as number) > 0)].map((i) => field.ids[i] as string);
}

/** Contested candidates, the best first. */
function openOf(standing: SearchStanding): readonly number[] {
  const { contested, reference } = standing;
  return Array.from(contested.keys())
    .filter((i) => contested[i] === 1 && i !== reference)
    .sort(byPromise(standing));
}

const UNLIKELY = 'by settings and trainings it is hardly likely to keep what is required';

/** A collapse may be a loss that is finite and far above the others of its candidate. */
function lostBy({ losses, replicates, applied }: SearchState['evidence'], i: number): string {
  const own = losses.subarray(i * replicates, i * replicates + (applied[i] as number));
  return own.includes(Number.POSITIVE_INFINITY) ? 'its trainings diverge' : 'its trainings collapse';
}

function compareTried(
  criterion: Criterion,
  { delta, firstReplicate }: SearchRace,
  { evidence, failures, field: { ids }, required }: SearchState,
  now: SearchStanding,
  set: readonly string[],
): Rivals {
  const { reference, scale, standings, allAreEqual, contested, excluded, own } = now;
  const { centers, variances } = standings;
  const ours = lossAt(now, reference);
  const inLosses = (gap: number): number => (Number.isFinite(ours) ? scale.step(ours, gap) : Math.sign(gap) * ours);
  const deviate = normalQuantile(1 - delta / 2);
  // Trials of the two lie on different replicates until both have all of them.
  const placed = byReplicate(evidence, firstReplicate);
  const about = { criterion, evidence: placed, ids, winner: reference, ours, tolerance: now.tolerance.value, set };
  return rivalsOf({ ...about, by: 'posterior', level: 1 - delta }, (i) => {
    if (evidence.applied[i] === 0 || neverWorked(failures, i)) return undefined;
    const n = (own.n[i] as number) + (own.collapses[i] as number);
    if (excluded[i] === 1) return { n, why: required?.refusal(i, excluded) ?? lostBy(evidence, i) };
    if (allAreEqual) return { n, why: 'every training gave the same loss', isOpen: true, ...NO_DIFFERENCE };
    const gap = (centers[i] as number) - (centers[reference] as number);
    const reach = deviate * Math.sqrt((variances[i] as number) + (variances[reference] as number));
    const [low, high] = [inLosses(gap - reach), inLosses(gap + reach)];
    const isOpen = contested[i] === 1;
    // It may well have the better loss.
    if (!isOpen && low <= 0 && !mayLead(now, i)) return { n, why: UNLIKELY, standing: 'behind' };
    return { n, isOpen, value: lossAt(now, i) - ours, low, high, leastForAll: low };
  });
}

const NO_DIFFERENCE = { value: 0, low: Number.NaN, high: Number.NaN, leastForAll: Number.NaN };
