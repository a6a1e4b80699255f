/** @file Decides which candidate is trained next: the order of asks from one look to the next, and what is asked ahead of a look. */

import type { Guess } from '../../../../core/index.js';
import { mayBeDropped } from '../never-worked.js';
import { type Estimates, lowestCenter } from './estimates.js';
import { type AskedLoss, askFor, type LossEvidence, trialsAsked } from './evidence.js';
import type { AdaptiveEnd, AdaptiveState } from './state.js';
import type { Thresholds } from './thresholds.js';
import type { Tuning } from './tuning.js';

interface AllocationState {
  readonly evidence: LossEvidence;
  readonly estimates: Estimates;
  readonly contested: Uint8Array;
  readonly chances: Float64Array;
  /** -1 where none has trials enough. */
  readonly leader: number;
}

/** Lowest candidates after the first trials, while none leads; half of them get the trials to lead. */
const SEEDS = 8;
/** Trials that the best so far get at first. */
export const SEED_TRIALS = 3;

/**
 * Extends the order of asks up to `limit` of them: seeds while none leads; then, again and again, the leader where it
 * lags behind its rivals, the candidate with the lowest criterion, and each contested one once, by its chance for its
 * cost. Stops short where all of them have all replicates.
 */
export function extendAsks(
  standing: AllocationState,
  thresholds: Thresholds,
  tuning: Tuning,
  costs: Float64Array | undefined,
  limit: number,
): void {
  const { evidence, leader } = standing;
  if (leader < 0) askSeeds(standing, tuning, limit);
  const open = contestedInOrder(standing, costs, limit - evidence.length);
  const lowest = lowestCenter(standing.estimates);
  while (evidence.length < limit) {
    const before = evidence.length;
    if (leader >= 0) {
      const target = leaderTarget(standing, thresholds, costs, open);
      askFor(evidence, leader, Math.min(halfMore(evidence, leader), target - trialsAsked(evidence, leader)), limit);
      if (lowest >= 0 && lowest !== leader) askFor(evidence, lowest, halfMore(evidence, lowest), limit);
    }
    for (const candidate of open) {
      if (evidence.length >= limit) return;
      askFor(evidence, candidate, 1, limit);
    }
    if (evidence.length === before) {
      if (leader >= 0) askFor(evidence, leader, halfMore(evidence, leader), limit);
      if (evidence.length === before) return;
    }
  }
}

function askSeeds({ evidence, estimates }: AllocationState, { leadFrom }: Tuning, limit: number): void {
  const { centers, excluded } = estimates;
  const known: number[] = [];
  for (let i = 0; i < centers.length; i++) if (excluded[i] === 0 && !Number.isNaN(centers[i] as number)) known.push(i);
  const lowest = lowestKeys(known, (i) => centers[i] as number, SEEDS);
  for (const i of lowest) askFor(evidence, i, SEED_TRIALS - trialsAsked(evidence, i), limit);
  for (const i of lowest.slice(0, SEEDS / 2)) askFor(evidence, i, leadFrom - trialsAsked(evidence, i), limit);
}

/** The contested that have replicates left, most promising for their cost first, no more than `most`. */
function contestedInOrder(
  { evidence, contested, chances, estimates }: AllocationState,
  costs: Float64Array | undefined,
  most: number,
): readonly number[] {
  const open: number[] = [];
  for (let i = 0; i < contested.length; i++) {
    if (contested[i] === 0 || trialsAsked(evidence, i) >= evidence.replicates) continue;
    // Without an estimate a candidate waits for the trials that it has been asked for.
    const isWaiting =
      Number.isNaN(estimates.centers[i] as number) && trialsAsked(evidence, i) > (evidence.applied[i] as number);
    if (!isWaiting) open.push(i);
  }
  const worth = (i: number) => -(chances[i] as number) / (costs?.[i] ?? 1);
  return lowestKeys(open, worth, most, (i) => estimates.centers[i] as number);
}

/**
 * Trials that the leader is worth: its error is part of every comparison, so it gets more than its rivals, the more the
 * more of them there are.
 */
function leaderTarget(
  { evidence, leader }: AllocationState,
  { own, worst }: Thresholds,
  costs: Float64Array | undefined,
  open: readonly number[],
): number {
  if (open.length === 0) return 0;
  let fewest = evidence.replicates;
  let cost = 0;
  for (const i of open) {
    fewest = Math.min(fewest, trialsAsked(evidence, i));
    cost += costs?.[i] ?? 1;
  }
  const relative = costs === undefined ? 1 : Math.sqrt(cost / open.length / (costs[leader] as number));
  return Math.ceil(relative * ((worst * open.length) / own) ** (2 / 3) * fewest);
}

function halfMore(evidence: LossEvidence, candidate: number): number {
  return Math.max(1, Math.floor(trialsAsked(evidence, candidate) / 2));
}

/** The `most` items with the lowest keys, in order; equal keys by the second key, then as given. */
function lowestKeys(
  items: readonly number[],
  keyOf: (item: number) => number,
  most: number,
  secondKeyOf: (item: number) => number = () => 0,
): number[] {
  if (most <= 0) return [];
  let kept = items;
  if (items.length > 2 * most + 64) {
    const cut = Float64Array.from(items, keyOf).sort()[most - 1] as number;
    kept = items.filter((item) => keyOf(item) <= cut);
  }
  const compare = (a: number, b: number) =>
    keyOf(a) - keyOf(b) || (secondKeyOf(a) || 0) - (secondKeyOf(b) || 0) || a - b;
  return [...kept].sort(compare).slice(0, most);
}

// What an adaptive race is likely to ask for soon: the order of asks, gone on with as if no look came in between. Nothing
// of the race rests on it; a caller with places to spare may train it in advance.

/** The asks from number `from` to `until`, as far as there are replicates; none after the end. Changes nothing. */
export function asksAhead(
  state: AdaptiveState,
  thresholds: Thresholds,
  tuning: Tuning,
  costs: Float64Array | undefined,
  from: number,
  until: number,
): Guess<AskedLoss> {
  const { outcomes, length, asked, sequence, replicateAt } = state.evidence;
  if (state.end !== undefined) return { needed: [], likely: [], certain: outcomes };
  const evidence: LossEvidence = {
    ...state.evidence,
    asked: asked.slice(),
    sequence: sequence.slice(),
    replicateAt: replicateAt.slice(),
  };
  if (until > length) extendAsks({ ...state, evidence }, thresholds, tuning, costs, until);
  return guessOf({ ...state, evidence }, from, until);
}

/** Only a look ends a race or asks for something else; before it the asks of broken candidates are dropped. */
export function guessOf(
  { evidence, failures, nextLook }: Pick<AdaptiveState, 'evidence' | 'failures' | 'nextLook'>,
  from: number,
  until: number,
): Guess<AskedLoss> {
  const [needed, likely]: [AskedLoss[], AskedLoss[]] = [[], []];
  for (let place = from; place < Math.min(until, evidence.length); place++) {
    const [candidate, replicate] = [evidence.sequence[place] as number, evidence.replicateAt[place] as number];
    const isNeeded = place < nextLook && !mayBeDropped(failures, candidate, replicate);
    (isNeeded ? needed : likely).push({ candidate, replicate });
  }
  return { needed, likely, certain: Math.max(evidence.outcomes, nextLook) };
}

export type NextAsks =
  | { readonly kind: 'asked'; readonly asks: readonly AskedLoss[] }
  | { readonly kind: 'wait'; readonly outcomes: number }
  | { readonly kind: 'finished'; readonly reason: AdaptiveEnd };

/** When `asked` trials were asked for in all, at most `most`; replicates are counted by candidate, from 0. */
export function nextAsks(
  { evidence, end, nextLook }: Pick<AdaptiveState, 'evidence' | 'end' | 'nextLook'>,
  window: (asked: number) => number,
  asked: number,
  most: number,
): NextAsks {
  if (end !== undefined) return { kind: 'finished', reason: end };
  const asks: AskedLoss[] = [];
  for (let place = asked; place < evidence.length && asks.length < most; place++) {
    if (place - window(place) > evidence.outcomes) break;
    asks.push({ candidate: evidence.sequence[place] as number, replicate: evidence.replicateAt[place] as number });
  }
  if (asks.length > 0) return { kind: 'asked', asks };
  const untilWindow = asked < evidence.length ? asked - window(asked) : nextLook;
  return { kind: 'wait', outcomes: Math.max(1, Math.min(untilWindow, nextLook) - evidence.outcomes) };
}
