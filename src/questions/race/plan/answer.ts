/**
 * @file Says what a race may claim in the end: the winner, its difference to every rival on their common replicates, and
 * which of them may be as good.
 */
import { randomFrom } from '../../../core/index.js';
import {
  adjustPValues,
  COMPARISON_MINIMUM_TRIALS,
  type Criterion,
  comparisonTestName,
  createResampling,
  criterionDifference,
  differenceInterval,
  effectSize,
  type Resampling,
  worseByCriterion,
} from '../../../stats/index.js';
import type { RaceAnswer, RivalAnswer, Verdict } from './answer-schema.js';
import { neverWorked, neverWorkedOf } from './never-worked.js';
import type { RaceEnd } from './race.js';
import type { CompleteRaceSettings } from './race-settings.js';
import { commonLosses, type RoundsState } from './rounds-state.js';

interface AnswerOptions {
  /** Index of the chosen candidate; default: the incumbent. */
  readonly winner?: number;
  /** Of the tie set; default 0.05. */
  readonly alpha?: number;
  /** Of the intervals; default 0.95. */
  readonly level?: number;
  /** Behind the p-value and the interval of each rival; default 500. */
  readonly resamples?: number;
}

/** Intervals are for the rivals that matter; so many of the nearest get one. */
const MOST_INTERVALS = 1000;
/** The error of a standard error from so many is 3 %. */
const RESAMPLES = 500;

/** The answer of a race after its first decision; equal for equal losses, whatever the order of candidates or arrival. */
export function answerRounds(
  { candidates, criterion }: CompleteRaceSettings,
  state: RoundsState,
  end: RaceEnd,
  options: AnswerOptions = {},
): RaceAnswer {
  const { winner = state.incumbent, alpha = 0.05, level = 0.95, resamples = RESAMPLES } = options;
  const idOf = (index: number): string => candidates[index] as string;
  const about = {
    alpha,
    test: comparisonTestName(criterion),
    untried: [],
    neverWorked: neverWorkedOf(state.failures, candidates),
    ...{ tolerance: null, bound: null },
    steadier: null,
    unconfirmed: null,
    divergence: criterion.divergence,
  };
  // The incumbent has the smallest criterion of those left: if its own is infinite, so are all others.
  if (criterion.evaluate(commonLosses(state, winner, winner)[0]) === Number.POSITIVE_INFINITY) {
    return { ...about, winner: null, verdict: null, set: state.ranked, rivals: [], ties: [], undecided: [] };
  }

  const resamplingFor = resamplingByCount(resamples);
  const compared = candidates.flatMap((candidate, index) => {
    if (index === winner || neverWorked(state.failures, index)) return [];
    const [rival, own] = commonLosses(state, index, winner);
    return [{ candidate, rival, own, difference: differenceOf(rival, own, criterion) }];
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
    const untested = hasNoLoss(rival) ? 'behind' : 'undecided';
    const standing = pValue === undefined ? untested : pValue < alpha ? 'worse' : 'tied';
    return {
      candidate,
      n,
      difference,
      interval:
        place < MOST_INTERVALS
          ? reachingZero(
              differenceInterval(rival, own, criterion, level, resamplingFor(n).draws, testable.length),
              standing,
            )
          : { reason: `only the ${MOST_INTERVALS} nearest rivals get an interval`, n },
      effectSize: n === 0 ? 0 : effectSize(rival, own, criterion),
      ...(pValue === undefined ? {} : { pValue }),
      standing,
    };
  });
  const standing = (wanted: RivalAnswer['standing']): string[] =>
    rivals.filter((rival) => rival.standing === wanted).map(({ candidate }) => candidate);
  const [ties, undecided] = [standing('tied'), standing('undecided')];
  const behind = new Set(standing('behind'));
  const left = Array.from(state.survivors, idOf).filter((id) => !behind.has(id));
  const others = left.length - 1 + ties.length + undecided.length;
  const verdict: Verdict = end === 'budget' ? 'stopped' : others === 0 ? 'decided' : 'tied';
  const set = [idOf(winner), ...state.ranked.filter((id) => id !== idOf(winner) && !behind.has(id))];
  return { ...about, winner: idOf(winner), verdict, set, rivals, ties, undecided };
}

/** It was trained, and never to a finite loss. */
function hasNoLoss(losses: Float64Array): boolean {
  return losses.length > 0 && losses.every((loss) => loss === Number.POSITIVE_INFINITY);
}

/** That of a rival which the test does not call worse reaches 0, so that no two parts of an answer disagree. */
function reachingZero(interval: RivalAnswer['interval'], standing: RivalAnswer['standing']): RivalAnswer['interval'] {
  if ('reason' in interval || standing === 'worse') return interval;
  return { ...interval, low: Math.min(interval.low, 0) };
}

function differenceOf(rival: Float64Array, own: Float64Array, criterion: Criterion): number {
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
