/**
 * @file Says what a race may claim in the end: the winner, its difference to every rival on their common replicates, and
 * which of them may be as good.
 */
import { randomFrom } from '../core/index.js';
import {
  adjustPValues,
  COMPARISON_MINIMUM_TRIALS,
  comparisonTestName,
  createResampling,
  criterionDifference,
  differenceInterval,
  effectSize,
  type Interval,
  type NoInterval,
  type Resampling,
  worseByCriterion,
} from '../stats/index.js';
import type { Race } from './race.js';
import { commonLosses, type RaceState } from './race-state.js';

export interface AnswerOptions {
  /** Of the tie set; default 0.05. */
  readonly alpha?: number;
  /** Of the intervals; default 0.95. */
  readonly level?: number;
  /** Behind the p-value and the interval of each rival; default 500. */
  readonly resamples?: number;
}

export interface RivalAnswer {
  readonly candidate: string;
  /** Replicates it has in common with the winner; everything here rests on them alone. */
  readonly n: number;
  /** Its criterion minus the winner's. */
  readonly difference: number;
  readonly interval: Interval | NoInterval;
  /** Cliff's delta of its losses against the winner's: 1 where all are larger. */
  readonly effectSize: number;
  /** One-sided, Holm-adjusted over the rivals with enough replicates; absent where there are too few. */
  readonly pValue?: number;
  /** `worse`: p < alpha. `tied`: not. `undecided`: fewer than 8 common replicates. */
  readonly standing: 'worse' | 'tied' | 'undecided';
}

export interface RaceAnswer {
  /** The sole survivor, or of several the best; undefined where nobody has a finite criterion. */
  readonly choice: string | undefined;
  readonly alpha: number;
  /** `paired-t`, `bootstrap-t` or `swap`; see stats/comparison. */
  readonly test: string;
  /** By difference, smallest first, ties by id. */
  readonly rivals: readonly RivalAnswer[];
  /** Rivals not significantly worse, eliminated ones included. */
  readonly ties: readonly string[];
  /** Rivals that nobody can tell about: too few common replicates. */
  readonly undecided: readonly string[];
}

/** Intervals are for the rivals that matter; so many of the nearest get one. */
const MOST_INTERVALS = 1000;
/** The error of a standard error from so many is 3 %. */
const RESAMPLES = 500;

/** The answer of a race after its first decision; equal for equal losses, whatever the order of candidates or arrival. */
export function answerRace(race: Race, state: RaceState, options: AnswerOptions = {}): RaceAnswer {
  const { alpha = 0.05, level = 0.95, resamples = RESAMPLES } = options;
  const { candidates, criterion } = race.settings;
  const idOf = (index: number): string => candidates[index] as string;
  const winner = state.incumbent;
  const about = { alpha, test: comparisonTestName(criterion) };
  // The incumbent has the smallest criterion of those left: where its own is infinite, so is everybody's.
  if (criterion.evaluate(commonLosses(state, winner, winner)[0]) === Number.POSITIVE_INFINITY) {
    return { ...about, choice: undefined, rivals: [], ties: [], undecided: [] };
  }

  const resamplingFor = resamplingByCount(resamples);
  const compared = candidates.flatMap((candidate, index) => {
    if (index === winner) return [];
    const [rival, own] = commonLosses(state, index, winner);
    return [{ candidate, rival, own, difference: differenceOf(rival, own, race) }];
  });
  compared.sort((a, b) => a.difference - b.difference || (a.candidate < b.candidate ? -1 : 1));
  const testable = compared.filter(({ rival }) => rival.length >= COMPARISON_MINIMUM_TRIALS);
  const adjusted = adjustPValues(
    testable.map(({ rival, own }) => worseByCriterion(rival, own, criterion, resamplingFor(rival.length))),
    'holm',
  );
  const pValues = new Map(testable.map(({ candidate }, place) => [candidate, adjusted[place] as number]));
  const rivals = compared.map(({ candidate, rival, own, difference }, place): RivalAnswer => {
    const pValue = pValues.get(candidate);
    const n = rival.length;
    return {
      candidate,
      n,
      difference,
      interval:
        place < MOST_INTERVALS
          ? differenceInterval(rival, own, criterion, level, resamplingFor(n).draws)
          : { reason: `only the ${MOST_INTERVALS} nearest rivals get an interval`, n },
      effectSize: n === 0 ? 0 : effectSize(rival, own, criterion),
      ...(pValue === undefined ? {} : { pValue }),
      standing: pValue === undefined ? 'undecided' : pValue < alpha ? 'worse' : 'tied',
    };
  });
  const standing = (wanted: RivalAnswer['standing']): string[] =>
    rivals.filter((rival) => rival.standing === wanted).map(({ candidate }) => candidate);
  return { ...about, choice: idOf(winner), rivals, ties: standing('tied'), undecided: standing('undecided') };
}

function differenceOf(rival: Float64Array, own: Float64Array, { settings: { criterion } }: Race): number {
  if (rival.length < criterion.minimumTrials) return Number.POSITIVE_INFINITY;
  return criterionDifference(rival, own, criterion);
}

/** The same random numbers for all rivals with the same count, so that none owes its place to luck. */
function resamplingByCount(resamples: number): (count: number) => Resampling {
  const known = new Map<number, Resampling>();
  return (count) => {
    const made = known.get(count) ?? createResampling(count, resamples, randomFrom('answer-pairs', count));
    known.set(count, made);
    return made;
  };
}
