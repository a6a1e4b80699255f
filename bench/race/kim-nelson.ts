/**
 * @file Kim and Nelson's procedure as a contender (2001, doi 10.1145/502109.502111): a first stage teaches the variance of each pairwise
 * difference, then all who are left are trained once more at a time, and who falls behind another by more than a shrinking margin is out for
 * good. It holds for normal losses, of unequal variances and with shared replicates, where the best leads by the indifference zone.
 */
import type { LossTable } from '../../src/questions/race/plan/index.js';
import { mean, variance } from '../../src/stats/index.js';
import type { RaceOutcome } from './contenders.js';

export interface KimNelsonSettings {
  /** Trainings of everybody in the first stage, n0, at least 2. */
  readonly first: number;
  /** Probability of losing a best that leads by the zone, alpha. */
  readonly level: number;
  /** The indifference zone, delta, above 0. */
  readonly zone: number;
}

/** The set holds who is left when one is alone or the replicates end; the pick has the lowest mean of them. */
export function kimNelson({ candidates, columns }: LossTable, { first, level, zone }: KimNelsonSettings): RaceOutcome {
  const k = candidates.length;
  // With c = 1, and Bonferroni's share of alpha for each rival, because replicates may be shared.
  const eta = (((2 * level) / (k - 1)) ** (-2 / (first - 1)) - 1) / 2;
  const h2 = 2 * eta * (first - 1);
  const lossesOf = (i: number, upTo: number) =>
    Float64Array.from({ length: upTo }, (_, r) => columns[r]?.[i] as number);
  const firstStage = candidates.map((_, i) => lossesOf(i, first));
  const varianceOf = (i: number, l: number) => {
    const [own, other] = [firstStage[i] as Float64Array, firstStage[l] as Float64Array];
    return variance(own.map((loss, r) => loss - (other[r] as number)));
  };
  let left = candidates.map((_, i) => i);
  let trials = k * first;
  for (let r = first; ; r++) {
    const means = new Map(left.map((i) => [i, mean(lossesOf(i, r))]));
    const margin = (i: number, l: number) => Math.max(0, ((h2 * varianceOf(i, l)) / zone - zone * r) / (2 * r));
    left = left.filter((i) => left.every((l) => (means.get(i) as number) <= (means.get(l) as number) + margin(i, l)));
    if (left.length === 1 || r >= columns.length) {
      const pick = left.reduce((best, i) => ((means.get(i) as number) < (means.get(best) as number) ? i : best));
      return { trials, pick, set: left, tolerance: zone, ofPick: r };
    }
    trials += left.length;
  }
}
