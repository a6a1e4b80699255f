/** @file The verdict of an adaptive race as another member of its set sees it, which is chosen in the leader's place. */
import type { AdaptiveState } from './state.js';
import type { AdaptiveVerdict, Assessment } from './verdict.js';

/**
 * By the strict bounds, which hold for every pair. What the race expected of the leader is not said of another: its fresh trials
 * contradict nothing.
 */
export function assessedFrom(assessment: Assessment, pick: number, { evidence }: AdaptiveState): Assessment {
  const { verdict, estimates, bounds } = assessment;
  if (pick < 0 || pick === verdict.leader || verdict.leader < 0) return assessment;
  const { centers, excluded } = estimates;
  const mayBeBetter = (i: number): boolean => {
    if (Number.isNaN(centers[i] as number)) return verdict.set.includes(i);
    return bounds.difference(pick, i).low < -verdict.tolerance;
  };
  const contested = Array.from(centers.keys()).filter((i) => i !== pick && excluded[i] !== 1 && mayBeBetter(i));
  const inSet = verdict.set.filter((i) => i !== pick);
  const rivals = [...inSet, ...contested.filter((i) => !inSet.includes(i))]
    .filter((i) => contested.includes(i))
    .map((candidate) => ({
      candidate,
      n: evidence.applied[candidate] as number,
      difference: Number.isNaN(centers[candidate] as number) ? Number.NaN : bounds.difference(pick, candidate).value,
      chance: Number.NaN,
      trialsToSettle: Number.NaN,
    }));
  const seen: AdaptiveVerdict = {
    ...verdict,
    kind: verdict.kind === 'stopped' ? 'stopped' : rivals.length === 0 ? 'decided' : 'tied',
    leader: pick,
    leaderHigh: Number.POSITIVE_INFINITY,
    set: [pick, ...inSet, ...rivals.map(({ candidate }) => candidate).filter((i) => !inSet.includes(i))],
    bound: Math.max(bounds.bound(pick), rivals.length === 0 ? 0 : verdict.tolerance),
    rivals,
  };
  return { ...assessment, verdict: seen };
}
