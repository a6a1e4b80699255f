/**
 * @file Between what each candidate's criterion lies, by confidence sequences: all ends of all candidates hold at once, at every
 * look, with an error of delta. Each of the 2 K ends has an equal share of it (the union bound), so that candidates may depend on
 * one another as they like: through a shared sample, or through what the race asked for because of others. A candidate's
 * losses come in the order of its replicates, and a sequence holds at all counts, so it holds at the count where a race stops it.
 */
import { meanBounds, quantileRanks, sorted } from '../../../../../stats/index.js';
import type { DeclaredBounds } from '../../rule-options.js';
import { rowOfLosses } from '../evidence.js';
import type { AdaptiveState } from '../state.js';

/** By candidate, in units of the loss; infinite where there is no end. */
export interface Ends {
  readonly lows: Float64Array;
  readonly highs: Float64Array;
  /** Trials that they were computed from; -1 = not yet. */
  readonly counts: Int32Array;
}

/** What is bounded, and how surely. */
export interface Sequences {
  readonly candidates: number;
  readonly delta: number;
  /** The probability of the quantile; undefined where it is the mean, which needs bounds. */
  readonly quantile: number | undefined;
  /** Of losses. */
  readonly bounds: DeclaredBounds | undefined;
}

type EndsOf = (losses: Float64Array) => DeclaredBounds;

/** Ends that are computed again where a candidate has more trials; one such object for a state. */
export function createEnds(sequences: Sequences): (state: AdaptiveState) => Ends {
  const { candidates, quantile, bounds } = sequences;
  const alpha = errorOfEnd(sequences);
  const endsOf =
    quantile === undefined ? endsOfMean(bounds as DeclaredBounds, alpha) : endsOfQuantile(quantile, bounds, alpha);
  const known = new WeakMap<AdaptiveState, Ends>();
  const begin = (): Ends => ({
    lows: new Float64Array(candidates).fill(Number.NEGATIVE_INFINITY),
    highs: new Float64Array(candidates).fill(Number.POSITIVE_INFINITY),
    counts: new Int32Array(candidates).fill(-1),
  });
  return (state) => {
    const ends = known.get(state) ?? begin();
    known.set(state, ends);
    for (let i = 0; i < candidates; i++) {
      const count = state.evidence.applied[i] as number;
      if (count === ends.counts[i]) continue;
      const losses = rowOfLosses(state.evidence, i).filter((loss) => !Number.isNaN(loss));
      [ends.lows[i], ends.highs[i]] = endsOf(losses);
      ends.counts[i] = count;
    }
    return ends;
  };
}

export function errorOfEnd({ candidates, delta }: Pick<Sequences, 'candidates' | 'delta'>): number {
  return delta / (2 * candidates);
}

/** An infinite loss counts as one above all others. */
function endsOfQuantile(probability: number, bounds: DeclaredBounds | undefined, alpha: number): EndsOf {
  const [least, most] = bounds ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const ranks = new Map<number, ReturnType<typeof quantileRanks>>();
  return (losses) => {
    const n = losses.length;
    const range = ranks.get(n) ?? quantileRanks(n, probability, alpha);
    ranks.set(n, range);
    const ordered = sorted(losses);
    return [ordered[range.low - 1] ?? least, ordered[range.high - 1] ?? most];
  };
}

/** One infinite loss proves an infinite mean. */
function endsOfMean(bounds: DeclaredBounds, alpha: number): EndsOf {
  return (losses) =>
    losses.includes(Number.POSITIVE_INFINITY)
      ? [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
      : meanBounds(losses, bounds, alpha);
}
