/**
 * @file What a candidate's own losses say of its quantile whatever their shape: how many of them lie below a value. By as much as that
 * speaks for a candidate it stays in the race, also where its mean and its spread, or what it borrows from the field, speak against it.
 */
import { betaUpperTail } from '../../../../stats/index.js';
import type { LossEvidence } from './evidence.js';
import { blockVarianceOf, type LossFit } from './fit.js';
import type { Loadings } from './loadings.js';

export interface QuantileGuard {
  /** Chance that the candidate's quantile lies below a normal value of this mean and variance; 0 where nothing speaks for it. */
  chanceBelow(candidate: number, mean: number, variance: number): number;
  /** The lowest value below which its quantile may lie at this level; Infinity where nothing speaks for it. */
  lowest(candidate: number, level: number): number;
}

/** What a guard rests on. */
interface Guarded {
  /** Which quantile, 0 < probability < 1. */
  readonly probability: number;
  readonly evidence: LossEvidence;
  readonly fit: LossFit;
  readonly loadings: Loadings;
  /** Variance of one retraining about its replicate's effect. */
  readonly scales: Float64Array;
  /** Where the centers are that the values are compared with, above those of the losses without effects. */
  readonly level: number;
  /** Of what was unknown at first, the share that is so with `count` trials: 1 where trials are drawn from endless ones. */
  leftAt(count: number): number;
}

/** Fewer losses say next to nothing, whatever they are. */
const LEAST_TRIALS = 3;
/** Five nodes and weights of Gauss and Hermite for a standard normal (Abramowitz and Stegun 1964, table 25.10). */
const NODES = [0, 1.355626179974266, 2.856970013872806];
const WEIGHTS = [0.533333333333333, 0.222075922005613, 0.011257411327721];
/** Of the range of its losses, until the lowest value is found. */
const HALVINGS = 24;

export function createQuantileGuard(guarded: Guarded): QuantileGuard {
  const { probability, evidence, fit, loadings, scales, level } = guarded;
  const { replicates, losses, applied } = evidence;
  const tau = blockVarianceOf(fit);
  const effects = tau > 0 ? fit.effects.filter((_, j) => (fit.counts[j] as number) > 1).sort() : new Float64Array(1);
  const known = new Map<string, number>();

  /** Losses of the candidate with their effects taken off, in order; infinite ones included. */
  const ownLosses = (i: number, loading: number): Float64Array => {
    const first = i * replicates;
    const row = losses.subarray(first, first + (applied[i] as number));
    return row.map((loss, j) => loss - loading * (fit.effects[j] as number)).filter((loss) => !Number.isNaN(loss));
  };

  /** Its chance below a value, after so much as it would be if all of its losses lay above. */
  const chanceOf = (i: number): ((value: number) => number) | undefined => {
    const left = guarded.leftAt(applied[i] as number);
    const loading = loadings.means[i] as number;
    const own = ownLosses(i, loading);
    if (own.length < LEAST_TRIALS || left <= 0) return undefined;
    const reaches = effects.map((effect) => loading * effect).sort();
    // An effect is known better than one loss shows it: what varies is the rest, and each loss is worth more by as much.
    const scale = scales[i] as number;
    const worth = (scale > 0 ? 1 + (loading * loading * tau) / scale : 1) / left;
    const trials = worth * own.length;
    const chance = (below: number) => betaUpperTail(probability, trials * below + 0.5, trials * (1 - below) + 0.5);
    let none: number | undefined;
    return (value) => {
      let below = 0;
      for (const loss of own) below += countUpTo(reaches, value - level - loss);
      if (below === 0) return 0;
      none ??= chance(0);
      return Math.max(0, chance(below / (own.length * reaches.length)) - none);
    };
  };

  return {
    chanceBelow: (i, mean, variance) => {
      const chance = chanceOf(i);
      if (chance === undefined) return 0;
      const sd = Math.sqrt(variance);
      return NODES.reduce((total, node, index) => {
        const pair = index === 0 ? chance(mean) : chance(mean - sd * node) + chance(mean + sd * node);
        return total + (WEIGHTS[index] as number) * pair;
      }, 0);
    },
    lowest: (i, atLevel) => {
      const key = `${i} ${atLevel}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const found = lowestOf(i, atLevel);
      known.set(key, found);
      return found;
    },
  };

  function lowestOf(i: number, atLevel: number): number {
    const chance = chanceOf(i);
    if (chance === undefined) return Number.POSITIVE_INFINITY;
    const loading = loadings.means[i] as number;
    const own = ownLosses(i, loading).filter(Number.isFinite).sort();
    const reach = Math.abs(loading) * Math.max(...effects.map(Math.abs));
    let low = level + (own[0] ?? Number.POSITIVE_INFINITY) - reach;
    let high = level + (own[own.length - 1] ?? Number.NEGATIVE_INFINITY) + reach;
    if (!(chance(high) >= atLevel)) return Number.POSITIVE_INFINITY;
    if (chance(low) >= atLevel) return low;
    for (let step = 0; step < HALVINGS; step++) {
      const middle = (low + high) / 2;
      if (chance(middle) >= atLevel) high = middle;
      else low = middle;
    }
    return high;
  }
}

/** How many of the ordered values are at most `most`. */
function countUpTo(ordered: Float64Array, most: number): number {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordered[middle] as number) <= most) low = middle + 1;
    else high = middle;
  }
  return low;
}
