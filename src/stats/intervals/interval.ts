/** @file An interval: its ends, its level, how it was made, and what that level rests on and takes for granted. */
import { type CollapseBar, countCollapses } from '../collapse.js';
import { shareAtMost } from './share-interval.js';

/** How an interval was made, and what that rests on; see docs/result-format.md for each with its source. */
const BASES = {
  nyblom: 'distribution-free',
  'clopper-pearson': 'exact for passes and failures',
  'calibrated-t': 'calibrated on normal, exponential, t3 and 90/10 mixtures',
  'student-t': 'exact for normal differences',
  'welch-t': 'approximate, for normal losses',
  'bootstrap-t': 'approximate, from resampling',
  'signed-rank': 'distribution-free where differences are symmetric',
  mover: 'approximate, from the intervals of the two',
  simultaneous: 'thresholds of the race, calibrated by simulation; made for all rivals at once',
  posterior: 'with the settings of candidates as prior',
  'confidence-sequences': 'distribution-free; for all rivals and all looks at once',
};

type IntervalMethod = keyof typeof BASES;

export const INTERVAL_METHODS = Object.keys(BASES) as readonly IntervalMethod[];

/** The interval is of trainings that are no worse than the worst of these. */
export interface HoldsUnder {
  /** Losses that collapsed: they count, but in a decomposition of the variance, which leaves them out. Null without a bar. */
  readonly collapsed: number | null;
  /** Of so many. */
  readonly of: number;
  /** At most this share of all trainings is worse (0 ... 1); where collapses are left out, collapses. */
  readonly atMost: number;
  /** Of `atMost`, one-sided. */
  readonly confidence: number;
}

export interface Interval {
  /** Infinite where losses are, or where so few say nothing on that side. */
  readonly low: number;
  readonly high: number;
  /** Confidence level, e.g. 0.95. It is that of the pair: one end alone is no bound at half the error. */
  readonly level: number;
  readonly method: IntervalMethod;
  /** What the level rests on, in words. */
  readonly basis: string;
  /** Losses it rests on. */
  readonly n: number;
  /** Why it has no end on one side; absent where it has both, and where it is not known. */
  readonly open?: string;
  /** Absent where it is an interval of all trainings. */
  readonly holdsUnder?: HoldsUnder;
}

/**
 * What can be said of further trials where the criterion is an extreme of the sample (Wilks 1941,
 * doi 10.1214/aoms/1177731788), whatever the distribution.
 */
interface TailStatement {
  /** With this confidence ... */
  readonly confidence: number;
  /** ... at most this share of further losses lies beyond the sample's extreme. */
  readonly share: number;
}

/** Why there is no interval. */
export interface NoInterval {
  readonly reason: string;
  readonly n: number;
  /** Only for the largest and the smallest loss. */
  readonly beyond?: TailStatement;
}

/** Methods that hold for one candidate whatever the distribution of its losses. */
export const DISTRIBUTION_FREE: ReadonlySet<IntervalMethod> = new Set(['nyblom', 'clopper-pearson']);

/** An interval with what its method rests on. */
export function intervalBy(
  method: IntervalMethod,
  [low, high]: readonly [number, number],
  level: number,
  n: number,
): Interval {
  return { low, high, level, method, basis: BASES[method], n };
}

/** The share p with (1 - p)^n = 1 - confidence: no more than p of further losses lies beyond the extreme of n. */
export function tailStatement(n: number, confidence: number): TailStatement {
  return { confidence, share: 1 - (1 - confidence) ** (1 / n) };
}

// What an interval from few losses has to take for granted. A collapse that n trainings have not shown moves a mean, a spread
// or a far tail without bound, so that no interval from them holds whatever the distribution is (Bahadur and Savage 1956, doi
// 10.1214/aoms/1177728077). What can be had is an interval of the trainings that do not collapse, and beside it the share that may
// (Clopper and Pearson 1934, doi 10.2307/2331986). Whether a statistic needs that is decided by what it bears: the median of
// twenty losses is not moved by the 14 % that twenty may miss.

/** Where nothing is left out: no more than this share of all trainings is worse than the worst of these (Wilks 1941). */
export function noWorseThan(
  losses: ArrayLike<number>,
  collapse: Pick<CollapseBar, 'above'> | undefined,
  confidence: number,
): HoldsUnder {
  const collapsed = collapse === undefined ? null : countCollapses(losses, collapse);
  return { ...collapsesAtMost(0, losses.length, confidence), collapsed };
}

/**
 * With `collapsed` of `of` losses left out, what may be said of all trainings.
 *
 * @example collapsesAtMost(0, 20, 0.95).atMost // 0.139
 */
export function collapsesAtMost(collapsed: number | null, of: number, confidence: number): HoldsUnder {
  return { collapsed, of, atMost: shareAtMost(collapsed ?? 0, of, confidence), confidence };
}

/**
 * An interval that rests on what these losses show, with what it holds under: nothing where the statistic bears as many
 * collapses as there may be.
 */
export function givenCollapses(
  interval: Interval | NoInterval,
  bears: number,
  limit: HoldsUnder,
): Interval | NoInterval {
  return 'reason' in interval || bears >= limit.atMost ? interval : { ...interval, holdsUnder: limit };
}
