/**
 * @file A race over more candidates than can be tried. What settings say of candidates, learnt from those tried, is a prior for the
 * others. It looks when outcomes have grown by a share, each time learning anew, and ends when none is likely to be better than the
 * leader by more than the tolerance. Candidates go by their index.
 */
import { defined, type Guess, type Outcome, permutation, randomFrom } from '../../../../core/index.js';
import { LEAST_TRIED, partsOf } from '../../../../stats/index.js';
import { guessOf, type NextAsks, nextAsks } from '../adaptive/allocate.js';
import { type AskedLoss, createEvidence, type LossEvidence, pushAsk } from '../adaptive/evidence.js';
import type { LossScale } from '../adaptive/loss-scale.js';
import { applyOutcome } from '../adaptive/re-estimate.js';
import { DEFAULT_WINDOW } from '../adaptive/settings.js';
import type { AdaptiveEnd } from '../adaptive/state.js';
import { OF_PANEL } from '../adaptive/tuning.js';
import { createFailureRecord, type FailureRecord } from '../never-worked.js';
import { type AskedSearch, askAudit, askLikeliest, dueOfAudit, extendSearch } from './allocate.js';
import { firstReplicates } from './evidence.js';
import { type SearchRequired, searchRequired } from './feasibility.js';
import { type DraftSource, makeRoom, type SearchField, withNewcomers } from './field.js';
import { judgeSearch, stayingFrom } from './judge.js';
import { paceOf } from './pace.js';
import { triedInOrder } from './promise.js';
import { proposeDrafts } from './propose-drafts.js';
import { lossAt } from './scale.js';
import type { SearchRules, SearchStanding } from './standing.js';

/** Owned by the fold: `apply` changes it. */
export interface SearchState extends AskedSearch {
  /** All candidates so far. */
  field: SearchField;
  readonly evidence: LossEvidence;
  readonly failures: FailureRecord;
  readonly heldLosses: Map<number, number[]>;
  inPanel: Uint8Array;
  /** Undefined where nothing is required of metrics. */
  readonly required: SearchRequired | undefined;
  /** The standing at the last look. */
  standing: SearchStanding | undefined;
  /** What losses are compared on: kept from the first look that has a leader, once losses differ; undefined before. */
  scale: LossScale | undefined;
  looks: number;
  nextLook: number;
  /** Looks in a row at which the same candidate led with all of its trials. */
  steadyLooks: number;
  /** Whether the likeliest of those untried were asked for. */
  isCombed: boolean;
  /** Proposals of the user's that may not take part. */
  refused: number;
  end: AdaptiveEnd | undefined;
}

/** What a look found, beside what it found before. */
export interface SearchLook {
  /** 1-based. */
  readonly number: number;
  readonly now: SearchStanding;
  /** Undefined at the first look. */
  readonly before: SearchStanding | undefined;
}

export interface SearchRace extends SearchRules {
  /** Those that it begins with. */
  readonly candidates: number;
  /** Of a candidate: the replicate of its first trial; the others follow, and after the last one the first. */
  firstReplicate(candidate: number): number;
  /** How far asks may run ahead: ask number n (from 0) rests on the first n - window(n) outcomes. */
  window(asked: number): number;
  begin(): SearchState;
  /** The next asks when `asked` trials were asked for in all, at most `most`; changes nothing. */
  next(state: SearchState, asked: number, most?: number): NextAsks;
  /** Asks number `from` to `until` (exclusive), as far as they are in order; nothing but a look changes them. */
  ahead(state: SearchState, from: number, until: number): Guess<AskedLoss>;
  /**
   * Applies losses (finite, Infinity = diverged, NaN = no loss) of the next asks in order; `failures`: by place, the kind of failure.
   * Outcomes after the end change nothing. Returns the looks that were due.
   */
  apply(
    state: SearchState,
    losses: ArrayLike<number>,
    failures?: readonly (string | undefined)[],
  ): readonly SearchLook[];
  /** Takes what is required of metrics from the next outcome in order, before its loss is applied. */
  take(state: SearchState, outcome: Outcome): void;
  /** Where all candidates stand by all outcomes applied. Computed once for as many outcomes. */
  standing(state: SearchState): SearchStanding;
  /** See the port of a race. */
  staysFrom(state: SearchState, candidate: number): number | undefined;
}

/** Asks ahead of the outcomes applied: at most this share of what was asked. */
const WINDOW_SHARE = 0.1;
/** Where all are tried, at least this share of them: the others come the likeliest first, beside more trials of the best. */
const GUARDED_STARTERS = 0.8;
/** How many join before a race ends, for each untried one that is tried then. */
const COMBED_NEWCOMERS = 0.2;
/** Untried ones that are tried before a race ends, and as a share of all at most: a first look may be wrong about all of them. */
const COMBED = 100;
const COMBED_SHARE = 0.2;

/** `settings.search.audit` are different candidates. */
export function createSearchRace(settings: SearchSetup & { readonly window?: number }): SearchRace {
  const { candidates, maxReplicates, seed, window: widest = DEFAULT_WINDOW } = settings;
  const firstReplicate = firstReplicates(candidates, maxReplicates, seed);
  const required = requiredIn(settings);
  const window = (asked: number): number => Math.min(widest, Math.floor(asked * WINDOW_SHARE));
  const known = new WeakMap<SearchState, SearchStanding>();
  const standing = (state: SearchState): SearchStanding => {
    const { evidence, failures, field, inPanel, required, scale } = state;
    const last = known.get(state);
    if (last?.outcomes === evidence.outcomes) return last;
    const { places } = field;
    const now = judgeSearch(settings, {
      ...{ places, evidence, failures, inPanel, scale },
      feasible: required?.judge(places, inPanel, 'search/required', seed, evidence.outcomes),
      before: state.standing?.learnt,
    });
    known.set(state, now);
    return now;
  };
  const toReplicate = ({ candidate, replicate }: AskedLoss): AskedLoss => ({
    candidate,
    replicate: (firstReplicate(candidate) + replicate) % maxReplicates,
  });
  const look = (state: SearchState): SearchLook => {
    const before = state.standing;
    const now = standing(state);
    state.standing = now;
    state.looks++;
    const isSteady = now.leader >= 0 && now.leader === before?.leader && isFull(state, now.leader);
    state.steadyLooks = isSteady ? state.steadyLooks + 1 : 0;
    if (now.leader >= 0 && !now.allAreEqual) state.scale ??= now.scale;
    planAhead(settings, state, now, window);
    return { number: state.looks, now, before };
  };
  return {
    ...settings,
    firstReplicate,
    staysFrom: (state, candidate) => stayingFrom(standing(state), settings, candidate),
    window,
    begin: () => begin(settings, required, window),
    next: (state, asked, most = Number.POSITIVE_INFINITY) => {
      const found = nextAsks(state, window, asked, most);
      return found.kind === 'asked' ? { ...found, asks: found.asks.map(toReplicate) } : found;
    },
    ahead: (state, from, until) => {
      if (state.end !== undefined) return { needed: [], likely: [], certain: state.evidence.outcomes };
      const { needed, likely, certain } = guessOf(state, from, until);
      return { needed: needed.map(toReplicate), likely: likely.map(toReplicate), certain };
    },
    apply: (state, losses, failures = []) => {
      const found: SearchLook[] = [];
      for (let index = 0; index < losses.length && state.end === undefined; index++) {
        applyOutcome(state, losses[index] as number, failures[index], undefined, window);
        if (state.evidence.outcomes >= state.nextLook) found.push(look(state));
      }
      return found;
    },
    take: ({ evidence, required, end }, outcome) => {
      if (end === undefined) required?.take(evidence.sequence[evidence.outcomes] as number, outcome);
    },
    standing,
  };
}

/** Candidates that there may be: no more join than it began with. */
function requiredIn({ search: { required, newcomers }, candidates, delta, maxReplicates, seed }: SearchSetup) {
  if (required === undefined) return undefined;
  const most = newcomers === undefined ? candidates : 2 * candidates;
  return searchRequired(required, { candidates: most, delta, maxReplicates, seed });
}

interface SearchSetup extends SearchRules {
  readonly candidates: number;
  /** By candidate; default: their indices. */
  readonly ids?: readonly string[];
  /** Of one trial, by candidate; all 1 where absent. Only their ratios matter. */
  readonly costs?: ArrayLike<number>;
}

function begin(
  settings: SearchSetup,
  required: ReturnType<typeof requiredIn>,
  window: (asked: number) => number,
): SearchState {
  const { candidates, maxReplicates, search, costs } = settings;
  const evidence = createEvidence(candidates, maxReplicates);
  const ids = settings.ids ?? Array.from({ length: candidates }, (_, index) => String(index));
  const starters = startersOf(settings);
  const inPanel = new Uint8Array(candidates);
  const panel = starters.subarray(0, paceOf(search).panel);
  for (const candidate of panel) inPanel[candidate] = 1;
  const state: SearchState = {
    ...{ evidence, field: { ids, places: search.places, ...defined({ costs }) } },
    ...{ failures: createFailureRecord(candidates), heldLosses: new Map(), inPanel },
    required: required?.(inPanel),
    ...{
      audited: 0,
      standing: undefined,
      scale: undefined,
      looks: 0,
      nextLook: 1,
      steadyLooks: 0,
      isCombed: false,
      refused: 0,
      end: undefined,
    },
  };
  for (const candidate of starters) {
    if (evidence.asked[candidate] === 0) pushAsk(evidence, candidate);
    askAudit(settings, state, evidence.length + 1);
  }
  for (let trial = 1; trial < Math.min(OF_PANEL, maxReplicates); trial++) {
    for (const candidate of panel) pushAsk(evidence, candidate);
  }
  state.nextLook = Math.max(1, evidence.length - window(evidence.length));
  return state;
}

/** Most of all at random under a guarded prior; else the first candidate, and some at random. */
export function startersOf({ candidates, seed, search }: SearchSetup): Int32Array {
  const { prior, places } = search;
  const order = permutation(candidates, randomFrom('search/start', seed));
  const { least, perSetting } = paceOf(search).starters;
  const parts = [...partsOf(places).values()];
  const taught = parts.reduce((sum, { length }) => sum + Math.min(length, LEAST_TRIED), 0);
  const most = Math.max(least, perSetting * places.axes.length, taught);
  if (prior === 'guarded')
    return inTurns(order, parts).subarray(0, Math.max(most, Math.ceil(GUARDED_STARTERS * candidates)));
  // The user who wrote the first values down thought them good.
  const firstToo = Int32Array.from([0, ...order.filter((candidate) => candidate !== 0)]);
  return inTurns(firstToo, parts).subarray(0, most);
}

/** The first of each part, then the second of each: none tells of another, so that each has to have some. */
function inTurns(order: Int32Array, parts: readonly (readonly number[])[]): Int32Array {
  if (parts.length < 2) return order;
  const turns = new Int32Array(order.length);
  const place = new Int32Array(order.length);
  order.forEach((candidate, at) => {
    place[candidate] = at;
  });
  const before = (a: number, b: number): number => (place[a] as number) - (place[b] as number);
  for (const part of parts) {
    for (const [turn, candidate] of part.toSorted(before).entries()) turns[candidate] = turn;
  }
  return order.toSorted((a, b) => (turns[a] as number) - (turns[b] as number) || before(a, b));
}

function isFull({ evidence }: Pick<SearchState, 'evidence'>, i: number): boolean {
  return (evidence.applied[i] as number) >= evidence.replicates;
}

function triedIn({ ids }: SearchField, standing: SearchStanding) {
  return triedInOrder(standing).map((i) => ({
    id: ids[i] as string,
    trials: standing.own.n[i] as number,
    estimate: lossAt(standing, i),
  }));
}

/** At most so many join, with one trial each; no more in all than the race began with. */
function askNewcomers(
  { search, candidates, seed }: SearchSetup,
  state: SearchState,
  now: SearchStanding,
  most: number,
): void {
  const { newcomers } = search;
  const { evidence, field } = state;
  const { outcomes } = evidence;
  const room = Math.min(most, 2 * candidates - evidence.candidates);
  if (newcomers === undefined || now.standingsAt === undefined || room < 1) return;
  const propose = (source: DraftSource) => proposeDrafts(source, field, now, room, ['search/join', seed, outcomes]);
  const look = { outcomes, most: room, tried: () => triedIn(field, now), propose };
  const { newcomers: joining, refused } = newcomers.joining(look);
  state.refused += refused;
  if (joining.length === 0) return;
  const first = evidence.candidates;
  state.field = withNewcomers(field, joining);
  makeRoom(state, first + joining.length);
  for (let i = first; i < evidence.candidates; i++) pushAsk(evidence, i);
}

/** Ends the race, or orders the asks that may not see the next look, and sets when that is. */
function planAhead(
  settings: SearchSetup,
  state: SearchState,
  now: SearchStanding,
  window: (asked: number) => number,
): void {
  const { evidence } = state;
  const { search } = settings;
  const open = Array.from(now.contested.keys()).filter((i) => now.contested[i] === 1);
  const isTried = (i: number): boolean => (evidence.applied[i] as number) > 0;
  const isGuarded = search.prior === 'full' || now.contested.every((_, i) => isTried(i));
  // More equal losses of the same ones tell nothing.
  const isSettled = (i: number): boolean => (now.allAreEqual ? (now.own.n[i] as number) > 0 : isFull(state, i));
  if (
    now.leader >= 0 &&
    isFull(state, now.leader) &&
    open.every(isSettled) &&
    search.audit.every(isTried) &&
    isGuarded
  ) {
    const before = evidence.length;
    if (!state.isCombed) {
      const most = Math.min(COMBED, Math.ceil(COMBED_SHARE * settings.candidates));
      askLikeliest(evidence, now, most);
      askNewcomers(settings, state, now, Math.ceil(COMBED_NEWCOMERS * most));
    }
    state.isCombed = true;
    state.nextLook = evidence.length;
    if (evidence.length === before) state.end = open.length === 0 ? 'decided' : 'exhausted';
    return;
  }
  const { growth, leastGrown, newcomers, sparesAudit, patience } = paceOf(search);
  const due = evidence.outcomes + Math.max(leastGrown, Math.ceil(growth[search.prior] * evidence.outcomes));
  let limit = Math.max(due, evidence.length);
  while (limit - window(limit) < due) limit++;
  if (state.steadyLooks < patience) {
    const share = now.leader < 0 ? newcomers.first : newcomers.led;
    const spared = sparesAudit ? dueOfAudit(settings, state, limit) : 0;
    askNewcomers(settings, state, now, Math.ceil(share * (limit - evidence.length - spared)));
  }
  extendSearch(settings, state, now, limit);
  state.nextLook = Math.min(due, evidence.length);
  if (evidence.length > evidence.outcomes) return;
  state.end = now.leader >= 0 ? 'exhausted' : 'nobody';
}
