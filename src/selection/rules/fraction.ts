/**
 * @file Keep the better share of the candidates, whatever the losses say about chance. Halving, the published
 * elimination of Algorithm 1 (doi 10.1109/ACCESS.2025.3578926), is the share 1/2.
 */
import type { Contest, Finding } from '../rule.js';

/** How many of `entrants` stay: the share, rounded up, but fewer than there are, and at least one. */
export function keptOf(entrants: number, share: number): number {
  // 0.07 * 100 is a hair above 7, which must not count as an eighth.
  const exact = entrants * share;
  return Math.max(1, Math.min(entrants - 1, Math.ceil(exact - 4 * Number.EPSILON * exact)));
}

/** The best `keptOf` stay; the statistic is the rank by criterion, from 1. */
export function judgeByShare(contest: Contest, share: number): readonly Finding[] {
  const kept = keptOf(contest.entrants, share);
  return Array.from(contest.values, (_, place) => ({ leaves: place >= kept, statistic: place + 1 }));
}

/** Decisions until one candidate is left. */
export function decisionsToOne(candidates: number, share: number): number {
  let decisions = 0;
  for (let left = candidates; left > 1; left = keptOf(left, share)) decisions++;
  return decisions;
}
