/**
 * @file Friedman's test for many candidates on common replicates (1937, doi 10.1080/01621459.1937.10503522) with
 * Conover's comparisons of rank sums (Conover 1999, Practical Nonparametric Statistics, 3rd ed., section 5.8).
 */
import gammainc from '@stdlib/math-base-special-gammainc';
import { rankValues, tieTerm } from '../ranks.js';
import { studentResult } from './t-tests.js';
import type { Alternative, TestResult } from './test-result.js';

interface FriedmanResult extends TestResult {
  /** By candidate: sum over replicates of its rank within the replicate, 1 = smallest loss. */
  readonly rankSums: Float64Array;
  /** Conover's t for candidate `first` against `second`: is its rank sum different, or greater? */
  compare(first: number, second: number, alternative: Alternative): TestResult;
}

/**
 * `losses[candidate][replicate]`, equal counts, at least two candidates and two replicates; infinite values are legal.
 * Everything tied within every replicate: statistic 0, p 1. Where all replicates agree perfectly the comparisons have no
 * error left: different rank sums give an infinite statistic and p 0.
 */
export function friedmanTest(losses: readonly ArrayLike<number>[]): FriedmanResult {
  const candidates = losses.length;
  const replicates = losses[0]?.length ?? 0;
  if (losses.some((row) => row.length !== replicates)) throw new RangeError('Friedman needs equal counts of losses');
  const rankSums = new Float64Array(candidates);
  const block = new Float64Array(candidates);
  let squares = 0;
  let ties = 0;
  for (let replicate = 0; replicate < replicates; replicate++) {
    for (let candidate = 0; candidate < candidates; candidate++) {
      block[candidate] = (losses[candidate] as ArrayLike<number>)[replicate] as number;
    }
    const { ranks, groups } = rankValues(block);
    ties += tieTerm(groups);
    ranks.forEach((rank, candidate) => {
      rankSums[candidate] = (rankSums[candidate] as number) + rank;
      squares += rank * rank;
    });
  }
  const expected = (replicates * (candidates + 1)) / 2;
  const between = rankSums.reduce((total, rankSum) => total + (rankSum - expected) ** 2, 0);
  const scale = replicates * candidates * (candidates + 1) - ties / (candidates - 1);
  const statistic = scale === 0 ? 0 : (12 * between) / scale;
  const sumsSquared = rankSums.reduce((total, rankSum) => total + rankSum * rankSum, 0);
  const degrees = (replicates - 1) * (candidates - 1);
  const error = Math.sqrt((2 * (replicates * squares - sumsSquared)) / degrees);
  return {
    statistic,
    pValue: statistic === 0 ? 1 : gammainc(statistic / 2, (candidates - 1) / 2, true, true),
    rankSums,
    compare: (first, second, alternative) =>
      studentResult((rankSums[first] as number) - (rankSums[second] as number), error, degrees, alternative),
  };
}
