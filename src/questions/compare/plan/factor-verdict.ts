/**
 * @file Says what the tests of a factor show, and what they could show with so many trials: the one verdict that every
 * sentence about the factor rests on.
 */
import { friedmanTest, median, wilcoxonSignedRankTest } from '../../../stats/index.js';
import { asLosses } from '../../common/plan/index.js';

/** Below this a difference between levels is called one. */
export const ALPHA = 0.05;

/** What tests of pairs can show at most: where all replicates rank two levels alike, and no two losses are equal. */
interface PairReach {
  /** Common replicates of the pair with the most of them. */
  readonly replicates: number;
  /** The smallest p-value that any pair can have with them after Holm's correction, 0 ... 1. */
  readonly smallest: number;
  /** Common replicates from which on that is below {@link ALPHA}. */
  readonly enough: number;
}

export interface FactorVerdict {
  /**
   * `differ`: the test of all levels is significant, or that of a pair after the correction. `not-shown`: none is.
   * `out-of-reach`: with so few common replicates none can be. `untested`: no two levels have two replicates in common.
   */
  readonly finding: 'differ' | 'not-shown' | 'out-of-reach' | 'untested';
  /** Levels with the best median, several where it is the same; none where every median is infinite. */
  readonly best: readonly string[];
  /** Levels that a pair's test and its paired shift show to be worse than one of the best. */
  readonly worse: readonly string[];
  /** Pairs whose locations differ significantly after the correction. */
  readonly separated: number;
  /** The same of their spreads. */
  readonly spreadsApart: number;
  /** Null where no pair could be tested. */
  readonly reach: PairReach | null;
}

/** What is read of a factor's analysis. */
interface TestedFactor {
  readonly levels: readonly { readonly value: string; readonly distribution: { readonly losses: readonly number[] } }[];
  /** Null of two levels, too: the test of their pair is the test of all. */
  readonly overall: { readonly pValue: number; readonly replicates: number } | null;
  readonly pairs: readonly {
    readonly first: string;
    readonly second: string;
    readonly pairs: number;
    readonly shift: { readonly value: number };
    readonly location: { readonly adjusted: number };
    readonly spread: { readonly adjusted: number };
  }[];
}

export function judgeFactor(factor: TestedFactor, figure: string): FactorVerdict {
  const { levels, pairs, overall } = factor;
  const best = bestLevels(factor, figure);
  const apart = pairs.filter(({ location }) => location.adjusted < ALPHA);
  const worse = apart.flatMap(({ first, second, shift }) => {
    const [gap = 0] = asLosses([shift.value], figure);
    if (gap < 0 && best.includes(first)) return [second];
    return gap > 0 && best.includes(second) ? [first] : [];
  });
  const reach = pairs.length === 0 ? null : reachOf(Math.max(...pairs.map((pair) => pair.pairs)), pairs.length);
  const least = Math.min(reach?.smallest ?? 1, overall === null ? 1 : leastOverall(levels.length, overall.replicates));
  const isShown = apart.length > 0 || (overall !== null && overall.pValue < ALPHA);
  const finding = isShown ? 'differ' : least < ALPHA ? 'not-shown' : 'out-of-reach';
  return {
    finding: reach === null ? 'untested' : finding,
    best,
    worse: levels.map(({ value }) => value).filter((value) => worse.includes(value)),
    separated: apart.length,
    spreadsApart: pairs.filter(({ spread }) => spread.adjusted < ALPHA).length,
    reach,
  };
}

function bestLevels({ levels }: TestedFactor, figure: string): string[] {
  const medians = levels.map(({ distribution: { losses } }) =>
    losses.length === 0 ? Number.POSITIVE_INFINITY : median(asLosses(losses, figure)),
  );
  const least = Math.min(...medians);
  return levels.flatMap(({ value }, index) =>
    medians[index] === least && least < Number.POSITIVE_INFINITY ? value : [],
  );
}

/** @example reachOf(8, 28) // smallest 0.21875, enough 11 */
function reachOf(replicates: number, pairs: number): PairReach {
  const smallestWith = (count: number): number => {
    const differences = Array.from({ length: count }, (_, index) => index + 1);
    const { pValue } = wilcoxonSignedRankTest(differences, new Float64Array(count), 'two-sided');
    // Holm multiplies the smallest p-value by the number of tests.
    return Math.min(1, pairs * pValue);
  };
  let enough = 1;
  while (smallestWith(enough) >= ALPHA) enough++;
  return { replicates, smallest: smallestWith(replicates), enough };
}

/** The p-value of the test of all levels where every replicate ranks them alike. */
function leastOverall(levels: number, replicates: number): number {
  return friedmanTest(Array.from({ length: levels }, (_, level) => new Float64Array(replicates).fill(level))).pValue;
}
