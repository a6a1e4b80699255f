/**
 * @file What is known of a share of trainings after so many of them, as weights on a grid of shares: exact for losses with two
 * values, where nothing is normal. Endless retraining has a Beta posterior (Jeffreys), and the two Beta laws whose quantiles are
 * the bounds of Clopper and Pearson (1934, doi 10.2307/2331986); of a recorded row the rest is drawn by that law.
 */

/**
 * `middle`: the posterior under Jeffreys' prior. `low`, `high`: the laws whose lower and upper quantiles are the exact one-sided
 * bounds of the share.
 */
export type ShareSide = 'low' | 'middle' | 'high';

export interface ShareGrid {
  /** Ascending, from 0 to 1. */
  readonly shares: Float64Array;
  /** By share; they sum to 1. After `count` of `n` trials, 0 <= count <= n; neither needs to be whole for endless retraining. */
  weigh(count: number, n: number, side: ShareSide): Float64Array;
}

const PRIOR: Readonly<Record<ShareSide, number>> = { low: 0, middle: 0.5, high: 1 };
/** Evenly in the arcsine of the root, on which every share is known about equally well. */
const STEPS = 512;
/** Of laws that are kept; a race asks for the same few again and again. */
const MOST_KEPT = 1024;

const ANGLES = Float64Array.from({ length: STEPS + 1 }, (_, step) => (step / STEPS) * (Math.PI / 2));
const LOG_SHARES = ANGLES.map((angle) => 2 * Math.log(Math.sin(angle)));
const LOG_RESTS = ANGLES.map((_, step) => LOG_SHARES[STEPS - step] as number);

export const ENDLESS = keeping({
  shares: ANGLES.map((angle) => Math.sin(angle) ** 2),
  weigh: (count, n, side) => {
    const first = count + PRIOR[side];
    const second = n - count + 1 - PRIOR[side];
    if (first === 0) return massAt(STEPS + 1, 0);
    if (second === 0) return massAt(STEPS + 1, STEPS);
    // By the angle the density of Beta(a, b) is that of sin^(2a - 1) cos^(2b - 1).
    const logs = LOG_SHARES.map(
      (share, step) => power(share, first - 0.5) + power(LOG_RESTS[step] as number, second - 0.5),
    );
    const most = logs.reduce((so, log) => Math.max(so, log));
    const weights = logs.map((log) => Math.exp(log - most));
    // Half of a step belongs to either end.
    weights[0] = (weights[0] as number) / 2;
    weights[STEPS] = (weights[STEPS] as number) / 2;
    return normalised(weights);
  },
});

/** Of a row of so many recorded trials: the share among all of them. */
export function recordedShares(replicates: number): ShareGrid {
  return keeping({
    shares: Float64Array.from({ length: replicates + 1 }, (_, count) => count / replicates),
    weigh: (count, n, side) => {
      const first = count + PRIOR[side];
      const second = n - count + 1 - PRIOR[side];
      const left = replicates - n;
      if (first === 0) return massAt(replicates + 1, count);
      if (second === 0) return massAt(replicates + 1, count + left);
      const weights = new Float64Array(replicates + 1);
      // Beta-binomial, each term from the one before.
      let term = 1;
      for (let further = 0; further <= left; further++) {
        weights[count + further] = term;
        term *= ((left - further) * (first + further)) / ((further + 1) * (second + left - further - 1));
      }
      return normalised(weights);
    },
  });
}

/** The same with its laws kept. */
function keeping({ shares, weigh }: ShareGrid): ShareGrid {
  const kept = new Map<string, Float64Array>();
  return {
    shares,
    weigh: (count, n, side) => {
      const key = `${count} ${n} ${side}`;
      const before = kept.get(key);
      if (before !== undefined) return before;
      if (kept.size >= MOST_KEPT) kept.clear();
      const weights = weigh(count, n, side);
      kept.set(key, weights);
      return weights;
    },
  };
}

/** exp(power * log), as a logarithm; a power of 0 is 1 whatever the base. */
function power(log: number, exponent: number): number {
  return exponent === 0 ? 0 : log * exponent;
}

function massAt(length: number, place: number): Float64Array {
  const weights = new Float64Array(length);
  weights[place] = 1;
  return weights;
}

function normalised(weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Values that differ by less are equal but for rounding. */
const ROUNDING = 1e-12;

/** P(A < B - margin) of two independent ones, by their weights on the same ascending values. */
export function chanceBelow(values: Float64Array, a: Float64Array, b: Float64Array, margin: number): number {
  let chance = 0;
  let below = 0;
  let place = 0;
  for (let at = 0; at < values.length; at++) {
    const limit = (values[at] as number) - margin - ROUNDING;
    while (place < values.length && (values[place] as number) < limit) below += a[place++] as number;
    chance += (b[at] as number) * below;
  }
  return chance;
}

/** Of a margin, as a share of what margins there are: less than the grid tells apart. */
const LEAST_STEP = 1e-4;

/**
 * The least margin m with E_A min(1, rivals P(B > A + m)) <= level: the threshold of the race (thresholds.ts) for errors that are
 * not normal. A is the one that may be the best, B one of so many rivals.
 */
export function leastMargin(
  values: Float64Array,
  a: Float64Array,
  b: Float64Array,
  rivals: number,
  level: number,
): number {
  const [last, least] = [values.length - 1, level * NEGLIGIBLE];
  const [from, until] = [placeOf(a, least), last - placeOf(Float64Array.from(a).reverse(), least)];
  const highest = last - placeOf(Float64Array.from(b).reverse(), least / rivals);
  const isEnough = (margin: number): boolean => {
    let misses = 0;
    let above = 0;
    let place = highest;
    for (let at = until; at >= from; at--) {
      const limit = (values[at] as number) + margin + ROUNDING;
      while (place >= 0 && (values[place] as number) > limit) above += b[place--] as number;
      misses += (a[at] as number) * Math.min(1, rivals * above);
    }
    return misses <= level;
  };
  const range = (values[last] as number) - (values[0] as number);
  let [low, high] = [-range, range];
  if (isEnough(low)) return low;
  while (high - low > LEAST_STEP * range) {
    const middle = (low + high) / 2;
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Of the level: less changes no margin. */
const NEGLIGIBLE = 1e-4;

/** Before which lies no more than `least`. */
function placeOf(weights: Float64Array, least: number): number {
  let sum = 0;
  let place = 0;
  while (place < weights.length && sum + (weights[place] as number) <= least) sum += weights[place++] as number;
  return place;
}
