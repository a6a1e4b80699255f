/** @file Sums over each candidate's losses and the effects of their replicates, from which its mean and scale follow at any loading. */
import type { LossEvidence } from './evidence.js';
import type { LossFit } from './fit.js';

/** By candidate, over its finite losses. */
export interface Summary {
  /** NaN where there is none. */
  readonly means: Float64Array;
  readonly meanEffects: Float64Array;
  /** Squares of losses about their mean, of effects about theirs, and products of the two. */
  readonly squares: Float64Array;
  readonly effectSquares: Float64Array;
  readonly products: Float64Array;
}

export function createSummary(candidates: number): Summary {
  const numbers = () => new Float64Array(candidates);
  return {
    ...{ means: numbers(), meanEffects: numbers() },
    ...{ squares: numbers(), effectSquares: numbers(), products: numbers() },
  };
}

/** Fills the sums, and how many losses are finite and how many infinite. */
export function summarise(
  { candidates, replicates, losses, applied }: LossEvidence,
  { effects }: LossFit,
  { means, meanEffects, squares, effectSquares, products }: Summary,
  { finite, infinite }: { readonly finite: Int32Array; readonly infinite: Int32Array },
): void {
  for (let i = 0; i < candidates; i++) {
    const first = i * replicates;
    const until = applied[i] as number;
    let [count, bad, origin, total, totalSquares, totalEffects, totalEffectSquares, totalProducts] = [
      0, 0, 0, 0, 0, 0, 0, 0,
    ];
    for (let j = 0; j < until; j++) {
      const loss = losses[first + j] as number;
      if (!Number.isFinite(loss)) {
        if (loss === Number.POSITIVE_INFINITY) bad++;
        continue;
      }
      // About the first: the squares of large losses would drown what differs.
      if (count++ === 0) origin = loss;
      const [distance, effect] = [loss - origin, effects[j] as number];
      total += distance;
      totalSquares += distance * distance;
      totalEffects += effect;
      totalEffectSquares += effect * effect;
      totalProducts += distance * effect;
    }
    finite[i] = count;
    infinite[i] = bad;
    means[i] = count === 0 ? Number.NaN : origin + total / count;
    meanEffects[i] = count === 0 ? 0 : totalEffects / count;
    squares[i] = count === 0 ? 0 : Math.max(0, totalSquares - (total * total) / count);
    effectSquares[i] = count === 0 ? 0 : Math.max(0, totalEffectSquares - (totalEffects * totalEffects) / count);
    products[i] = count === 0 ? 0 : totalProducts - (total * totalEffects) / count;
  }
}

/** The mean with effects taken off by this loading. */
export function meanAt({ means, meanEffects }: Summary, i: number, loading: number): number {
  return (means[i] as number) - loading * (meanEffects[i] as number);
}

/** Squares about that mean. */
export function squaresAt({ squares, products, effectSquares }: Summary, i: number, loading: number): number {
  const rest =
    (squares[i] as number) - loading * (2 * (products[i] as number) - loading * (effectSquares[i] as number));
  return Math.max(0, rest);
}
