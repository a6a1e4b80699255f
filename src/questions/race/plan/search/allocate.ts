/** @file Which candidate is trained next in a searching race: the leader, the audit, draws from what is believed, and the likeliest to be better. */
import { randomFrom } from '../../../../core/index.js';
import { SEED_TRIALS } from '../adaptive/allocate.js';
import { askFor, type LossEvidence, pushAsk, trialsAsked } from '../adaptive/evidence.js';
import { auditedAt } from './audit.js';
import type { SearchField } from './field.js';
import { leadFrom } from './judge.js';
import { paceOf } from './pace.js';
import { byPromise, isAheadOf, isSeeking, shownAt } from './promise.js';
import type { SearchRules, SearchStanding } from './standing.js';

/** Share of the trials that go by draws from what is believed (Thompson 1933, doi 10.2307/2332286). */
const DRAWN_SHARE = 0.15;
/** At most this many that look better than the leader get trials enough to lead in its place. */
const CHALLENGERS = 2;

/** What was asked for so far. */
export interface AskedSearch {
  readonly evidence: LossEvidence;
  readonly field: SearchField;
  /** Candidates of the audit asked for. */
  audited: number;
}

/**
 * Extends the order of asks up to `limit` of them, or as far as there are replicates; what is due of the audit comes last. While a
 * guarded prior has candidates to try, they come before more trials of the contested: what is asked meanwhile is needed anyway.
 */
export function extendSearch(rules: SearchRules, state: AskedSearch, standing: SearchStanding, limit: number): void {
  const { evidence, field } = state;
  const others = limit - dueOfAudit(rules, state, limit);
  const drawn = evidence.length + Math.ceil(DRAWN_SHARE * (others - evidence.length));
  askLeading(rules, evidence, standing, others);
  askDrawn(rules, evidence, standing, Math.min(others, Math.max(drawn, evidence.length)));
  if (rules.search.prior === 'guarded') askUntried(evidence, standing, others);
  const open = contestedInOrder(evidence, standing, field.costs);
  for (let before = -1; before < evidence.length && evidence.length < others; ) {
    before = evidence.length;
    for (const candidate of open) askFor(evidence, candidate, 1, others);
    askLeading(rules, evidence, standing, others);
  }
  askAudit(rules, state, limit);
}

/** Trials of the audit among the next ones up to `limit`. */
export function dueOfAudit(
  { search: { audit } }: Pick<SearchRules, 'search'>,
  { audited }: AskedSearch,
  limit: number,
): number {
  return Math.max(0, auditedAt(limit, audit.length) - audited);
}

/** Candidates of the audit that are due. */
export function askAudit({ search: { audit } }: Pick<SearchRules, 'search'>, state: AskedSearch, limit: number): void {
  const { evidence } = state;
  const due = auditedAt(limit, audit.length);
  for (; state.audited < audit.length; state.audited++) {
    const candidate = audit[state.audited] as number;
    if (trialsAsked(evidence, candidate) > 0) continue;
    if (state.audited >= due || evidence.length >= limit) return;
    pushAsk(evidence, candidate);
  }
}

/** The `most` untried ones that are likeliest to be better. */
export function askLikeliest(evidence: LossEvidence, standing: SearchStanding, most: number): void {
  const isIn = (i: number): boolean => standing.excluded[i] === 0;
  for (const candidate of untriedInOrder(evidence, standing).filter(isIn).slice(0, most)) pushAsk(evidence, candidate);
}

/** All untried ones up to `limit`, also those whose settings predict collapses. */
function askUntried(evidence: LossEvidence, standing: SearchStanding, limit: number): void {
  const most = Math.max(0, limit - evidence.length);
  for (const candidate of untriedInOrder(evidence, standing).slice(0, most)) pushAsk(evidence, candidate);
}

/** The likeliest first. */
function untriedInOrder(evidence: LossEvidence, { chances }: SearchStanding): readonly number[] {
  return Array.from(chances.keys())
    .filter((i) => trialsAsked(evidence, i) === 0)
    .sort(byWorth(chances));
}

/**
 * The leader half as many as it has, until it has all; and the few that look better, tried or not: some at first, then as many as it takes
 * to lead, then half as many as they have. While none leads, the best few of those tried.
 */
function askLeading(rules: SearchRules, evidence: LossEvidence, standing: SearchStanding, limit: number): void {
  const { search } = rules;
  const { excluded, leader, own } = standing;
  const { centers, variances } = standing.standings;
  const needed = leadFrom(rules);
  const { seeds, triesAheadFirst } = paceOf(search);
  const halfMore = (i: number): number =>
    trialsAsked(evidence, i) + Math.max(1, Math.floor(trialsAsked(evidence, i) / 2));
  const isAhead = (i: number): boolean =>
    leader < 0 ? (own.n[i] as number) > 0 : i !== leader && isAheadOf(standing, i, leader);
  const gainOf = (i: number): number => {
    if (leader < 0) return centers[i] as number;
    const behind = (centers[i] as number) - (centers[leader] as number);
    // The best of those that may keep a bound hardly keep it: what is gained counts by the chance that it is shown.
    if (standing.feasible !== undefined) return behind * shownAt(standing, i);
    if (search.newcomers === undefined) return centers[i] as number;
    // Where candidates join, new ones look best at every look: the one that is ahead most surely is trained until it leads.
    return behind / Math.sqrt((variances[i] as number) + (variances[leader] as number));
  };
  const ahead = Array.from(centers.keys())
    .filter((i) => excluded[i] === 0 && isAhead(i))
    .sort(isSeeking(standing) ? byPromise(standing) : (a, b) => gainOf(a) - gainOf(b) || a - b);
  const wanted = new Map<number, number>();
  // Before another is looked at, the leader is to be shown to keep what is required.
  const isLeaderFirst = !triesAheadFirst || isSeeking(standing);
  if (leader >= 0 && isLeaderFirst) wanted.set(leader, halfMore(leader));
  for (const [place, i] of ahead.slice(0, leader < 0 ? seeds.all : CHALLENGERS).entries()) {
    if (leader < 0) wanted.set(i, place < seeds.leading ? needed : SEED_TRIALS);
    else
      wanted.set(
        i,
        trialsAsked(evidence, i) < SEED_TRIALS && !triesAheadFirst ? SEED_TRIALS : Math.max(needed, halfMore(i)),
      );
  }
  if (leader >= 0 && !isLeaderFirst) wanted.set(leader, halfMore(leader));
  for (const [i, trials] of wanted) askFor(evidence, i, trials - trialsAsked(evidence, i), limit);
}

/** Asks for the best of a draw of all candidates from what is believed of them that keeps what is required in it, again and again up to `limit`. */
function askDrawn(
  { seed }: SearchRules,
  evidence: LossEvidence,
  { standings: { centers, variances }, excluded, feasible, outcomes }: SearchStanding,
  limit: number,
): void {
  const random = randomFrom('search/drawn', seed, outcomes);
  const deviations = variances.map(Math.sqrt);
  const isKept = (i: number): boolean => feasible === undefined || random.uniform() < (feasible.shown[i] as number);
  while (evidence.length < limit) {
    let best = -1;
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < centers.length; i++) {
      const drawn = (centers[i] as number) + (deviations[i] as number) * random.normal();
      if (excluded[i] === 1 || !(drawn < lowest) || trialsAsked(evidence, i) >= evidence.replicates) continue;
      if (!isKept(i)) continue;
      best = i;
      lowest = drawn;
    }
    if (best < 0) return;
    pushAsk(evidence, best);
  }
}

/** The likeliest for their cost first, without those that wait for their first outcome. */
function contestedInOrder(
  evidence: LossEvidence,
  { contested, chances }: SearchStanding,
  costs: ArrayLike<number> | undefined,
): readonly number[] {
  const isWaiting = (i: number): boolean => evidence.applied[i] === 0 && trialsAsked(evidence, i) > 0;
  return Array.from(contested.keys())
    .filter((i) => contested[i] === 1 && !isWaiting(i))
    .sort(byWorth(chances, costs));
}

function byWorth(chances: Float64Array, costs?: ArrayLike<number>): (a: number, b: number) => number {
  const worth = (i: number): number => (chances[i] as number) / (costs?.[i] ?? 1);
  return (a, b) => worth(b) - worth(a) || a - b;
}
