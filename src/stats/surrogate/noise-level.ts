/**
 * @file The variance of one trial by the level that the settings predict. Candidates are trained again because their first trials
 * were good: first trials say nothing of the noise, but those of a panel that was drawn at random; and a candidate's level is
 * what its settings predict, never its own mean, which its noise is part of.
 */
import { type LevelCurve, levelCurve } from './level-curve.js';

/** Degrees of freedom about a level, at least, where there are so many. */
const LEAST_DEGREES = 40;
/** Degrees of freedom that the variance over all levels is worth at each. */
const POOLED_DEGREES = 4;
/** Degrees of freedom that the level's variance is worth beside a candidate's own. */
export const LEVEL_DEGREES = 4;

/** What the losses of a candidate say of their variance. */
interface OwnNoise {
  readonly degrees: number;
  readonly squares: number;
}

export interface NoiseEvidence {
  /** By row. */
  readonly degrees: Float64Array;
  readonly squares: Float64Array;
  /** Over all rows; undefined while no candidate has told anything. */
  readonly pooled: number | undefined;
}

/** @param panel  by row: 1 where the candidate was drawn at random, so that all its trials count */
export function noiseEvidence(losses: readonly ArrayLike<number>[], panel: ArrayLike<number>): NoiseEvidence {
  const own = losses.map((row, index) => ownNoise(row, panel[index] === 1 ? 0 : 1));
  const degrees = Float64Array.from(own, (row) => row.degrees);
  const squares = Float64Array.from(own, (row) => row.squares);
  const total = degrees.reduce((sum, one) => sum + one, 0);
  const pooled = squares.reduce((sum, one) => sum + one, 0) / total;
  return { degrees, squares, pooled: total > 0 ? pooled : undefined };
}

function ownNoise(losses: ArrayLike<number>, from: number): OwnNoise {
  const count = losses.length - from;
  if (count < 2) return { degrees: 0, squares: 0 };
  let center = 0;
  for (let trial = from; trial < losses.length; trial++) center += (losses[trial] as number) / count;
  let squares = 0;
  for (let trial = from; trial < losses.length; trial++) squares += ((losses[trial] as number) - center) ** 2;
  return { degrees: count - 1, squares };
}

/** s2(f): the variance of one trial at a level. */
export function noiseCurve(levels: Float64Array, { degrees, squares }: NoiseEvidence, pooled: number): LevelCurve {
  return levelCurve(levels, degrees, LEAST_DEGREES, (_, weights) => {
    let total = POOLED_DEGREES;
    let sum = POOLED_DEGREES * pooled;
    weights.forEach((weight, row) => {
      if (weight === 0) return;
      total += weight;
      // Weights count degrees of freedom already.
      sum += weight * ((squares[row] as number) / (degrees[row] as number));
    });
    return sum / total;
  });
}
