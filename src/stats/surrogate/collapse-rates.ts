/**
 * @file The rate of collapses by settings: trees on the tried candidates' shares, and a beta distribution about what they say, whose
 * worth in trials follows from how the candidates' counts differ from it.
 */
import gammaln from '@stdlib/math-base-special-gammaln';
import { growForest } from './forest.js';
import type { SettingPlaces } from './places.js';

/** What is expected of collapses, by row. */
export interface CollapsePrediction {
  readonly rates: Float64Array;
  /** Trials that the rate is worth. */
  readonly trials: Float64Array;
}

export interface CollapseRates {
  /** Of each tried row by the others. */
  readonly leftOut: CollapsePrediction;
  predict(places: SettingPlaces): CollapsePrediction;
}

/** What is believed before any trial, as trials without and with a collapse. */
const [BELIEVED_TRIALS, BELIEVED_COLLAPSES] = [2, 0.1];
/** Rates are drawn to that of all by so many trials. */
const ALL_WORTH = 0.02;
/** Worths in trials that are tried, evenly in their logarithms. */
const WORTHS = Float64Array.from({ length: 25 }, (_, step) => 0.5 * 10 ** (step / 8));

/**
 * @param collapses  by row: trials that collapsed
 * @param others     by row: trials that did not
 */
export function fitCollapseRates(
  places: SettingPlaces,
  collapses: ArrayLike<number>,
  others: ArrayLike<number>,
  ...names: readonly (string | number)[]
): CollapseRates {
  const trials = Float64Array.from(others, (count, row) => count + (collapses[row] as number));
  const total = trials.reduce((sum, count) => sum + count, 0);
  const collapsed = Float64Array.from(collapses);
  const all = (collapsed.reduce((sum, count) => sum + count, 0) + BELIEVED_COLLAPSES) / (total + BELIEVED_TRIALS);
  if (collapsed.every((count) => count === 0)) {
    const alike = (rows: number): CollapsePrediction => ({
      rates: new Float64Array(rows).fill(all),
      trials: new Float64Array(rows).fill(total + BELIEVED_TRIALS),
    });
    return { leftOut: alike(places.rows), predict: (rest) => alike(rest.rows) };
  }
  const shares = collapsed.map((count, row) => count / (trials[row] as number));
  const forest = growForest(places, shares, trials, 'collapses', ...names);
  const drawn = (rate: number): number => (1 - ALL_WORTH) * rate + ALL_WORTH * all;
  const leftOut = forest.outOfBag.map(drawn);
  const worth = likeliestWorth(collapsed, trials, leftOut);
  const withWorth = (rates: Float64Array): CollapsePrediction => ({
    rates,
    trials: new Float64Array(rates.length).fill(worth),
  });
  return { leftOut: withWorth(leftOut), predict: (rest) => withWorth(forest.predict(rest).map(drawn)) };
}

/** Of counts that are beta-binomial about the rates. */
function likeliestWorth(collapses: Float64Array, trials: Float64Array, rates: Float64Array): number {
  let [best, highest] = [WORTHS[0] as number, Number.NEGATIVE_INFINITY];
  for (const worth of WORTHS) {
    let likelihood = 0;
    rates.forEach((rate, row) => {
      const [a, b] = [rate * worth, (1 - rate) * worth];
      const [k, n] = [collapses[row] as number, trials[row] as number];
      likelihood += logBeta(a + k, b + n - k) - logBeta(a, b);
    });
    if (likelihood > highest) [best, highest] = [worth, likelihood];
  }
  return best;
}

function logBeta(a: number, b: number): number {
  return gammaln(a) + gammaln(b) - gammaln(a + b);
}
