/**
 * @file What a candidate's own losses say of its quantile whatever their shape: how many of them lie below a value. By as much as that
 * speaks for a candidate it stays in the race, also where its mean and its spread, or what it borrows from the field, speak against it.
 */
import { betaUpperTail, halve } from '../../../../stats/index.js';
import type { LossEvidence } from './evidence.js';
import { blockVarianceOf, type LossFit } from './fit.js';
import type { Loadings } from './loadings.js';

export interface QuantileGuard {
  /**
   * Chance that the candidate's quantile lies below a normal value of this mean and variance; `atLeast` where that is more, as it is
   * where nothing speaks for the candidate.
   */
  chanceBelow(candidate: number, mean: number, variance: number, atLeast?: number): number;
  /** The lowest value below which its quantile may lie at this level; Infinity where nothing speaks for it. */
  lowest(candidate: number, level: number): number;
}

/** What a guard rests on. */
interface Guarded {
  /** The quantile, 0 < probability < 1. */
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
const NODES = [2.856970013872806, 1.355626179974266, 0, -1.355626179974266, -2.856970013872806];
const WEIGHTS = [0.011257411327721, 0.222075922005613, 0.533333333333333, 0.222075922005613, 0.011257411327721];
/** Of the range of its losses, until the lowest value is found. */
const HALVINGS = 24;

export function createQuantileGuard(guarded: Guarded): QuantileGuard {
  const { probability, evidence, fit, loadings, scales, level } = guarded;
  const { replicates, losses, applied } = evidence;
  const tau = blockVarianceOf(fit);
  const seen = fit.effects.filter((_, j) => (fit.counts[j] as number) > 1).sort();
  const effects = tau > 0 && seen.length > 0 ? seen : new Float64Array(1);
  const farthest = effects.reduce((most, effect) => Math.max(most, Math.abs(effect)), 0);
  const known = new Map<string, number>();

  /** The candidate's losses with their effects taken off, on the level of the centers: how many, and between what the finite ones lie. */
  const rangeOf = (i: number): { readonly count: number; readonly least: number; readonly most: number } => {
    let [count, least, most] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let j = 0; j < (applied[i] as number); j++) {
      const loss = ownLoss(i, j);
      if (!Number.isNaN(loss)) count++;
      if (loss < least) least = loss;
      if (loss > most && loss < Number.POSITIVE_INFINITY) most = loss;
    }
    const reach = Math.abs(loadings.means[i] as number) * farthest;
    return { count, least: least - reach, most: most + reach };
  };

  const ownLoss = (i: number, j: number): number =>
    (losses[i * replicates + j] as number) - (loadings.means[i] as number) * (fit.effects[j] as number) + level;

  /** Share of its losses below the value, as they would be with the effect of any replicate. */
  const shareBelow = (i: number, count: number, value: number): number => {
    const loading = loadings.means[i] as number;
    let below = 0;
    for (let j = 0; j < (applied[i] as number); j++) {
      const rest = value - ownLoss(i, j);
      if (Number.isNaN(rest)) continue;
      if (loading === 0) below += rest >= 0 ? effects.length : 0;
      else {
        const upTo = countUpTo(effects, rest / loading);
        below += loading > 0 ? upTo : effects.length - upTo;
      }
    }
    return below / (count * effects.length);
  };

  /**
   * What `count` losses of the candidate are worth together: an effect is known better than one loss shows it, so that what varies is the
   * rest alone, and each counts for more by as much.
   */
  const worthOf = (i: number, count: number): number => {
    const [loading, scale] = [loadings.means[i] as number, scales[i] as number];
    const worth = scale > 0 ? 1 + (loading * loading * tau) / scale : 1;
    return (worth * count) / guarded.leftAt(applied[i] as number);
  };

  /**
   * Chance that the share of all losses below a value is above the probability, where so much of `trials` lies below it; beyond what it
   * would be if nothing did. 0 where it is at most `least`.
   */
  const createChance = (trials: number): ((below: number, least: number) => number) => {
    let none = Number.NaN;
    return (below, least) => {
      if (below === 0) return 0;
      const chance = betaUpperTail(probability, trials * below + 0.5, trials * (1 - below) + 0.5);
      if (chance <= least) return 0;
      if (Number.isNaN(none)) none = betaUpperTail(probability, 0.5, trials + 0.5);
      return Math.max(0, chance - none);
    };
  };

  const saysNothing = (i: number, count: number): boolean =>
    count < LEAST_TRIALS || guarded.leftAt(applied[i] as number) <= 0;

  return {
    chanceBelow: (i, mean, variance, atLeast = 0) => {
      if ((applied[i] as number) < LEAST_TRIALS) return atLeast;
      const { count, least } = rangeOf(i);
      const sd = Math.sqrt(variance);
      const highest = mean + sd * (NODES[0] as number);
      if (saysNothing(i, count) || least > highest) return atLeast;
      const chance = createChance(worthOf(i, count));
      let [total, left] = [0, 1];
      for (let node = 0; node < NODES.length; node++) {
        const below = shareBelow(i, count, mean + sd * (NODES[node] as number));
        const found = chance(below, (atLeast - total) / left);
        // Those to come are no larger.
        if (total + left * found <= atLeast) return atLeast;
        total += (WEIGHTS[node] as number) * found;
        left -= WEIGHTS[node] as number;
      }
      return Math.max(atLeast, total);
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
    const { count, least, most } = rangeOf(i);
    if (saysNothing(i, count)) return Number.POSITIVE_INFINITY;
    const chanceAt = createChance(worthOf(i, count));
    const chance = (value: number) => chanceAt(shareBelow(i, count, value), 0);
    if (!(chance(most) >= atLevel)) return Number.POSITIVE_INFINITY;
    if (chance(least) >= atLevel) return least;
    return halve((value) => !(chance(value) >= atLevel), least, most, HALVINGS).high;
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
