/** @file Decides which candidate is trained next: the order of asks from one look to the next. */
import { type Estimates, lowestCenter } from './estimates.js';
import { askFor, type LossEvidence, trialsAsked } from './evidence.js';
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
