/**
 * @file Information on likeness, which is no part of a verdict: whether the evidence of a race fits the model that candidates react alike to
 * a shared sample, that their losses are of one shape, and that the order of trials does not matter. A test each.
 */
import { randomFrom } from '../../../../core/index.js';
import { loadingsChance } from './loadings.js';
import { orderChance } from './order.js';
import type { LikenessTable } from './rows.js';
import { shapesChance } from './shapes.js';

export interface LikenessInformation {
  readonly loadings: LikenessFinding | null;
  readonly shapes: LikenessFinding | null;
  readonly order: LikenessFinding | null;
}

/** Null in place of it where too few trials say anything. */
export interface LikenessFinding {
  /** Chance of evidence as odd as this if the model holds. */
  readonly pValue: number;
  /** False where that is at most {@link LIKENESS_LEVEL}. */
  readonly fits: boolean;
}

/**
 * Of each of the three. In simulated races of candidates that are alike one of them said so in 0.02 on average, and in 0.065 at the most: the
 * order of trials more often than its level, since a race decides by losses who has how many (docs/measurements.md).
 */
export const LIKENESS_LEVEL = 0.01;

/** The same for the same trials, however they came about. */
export function likenessOf(table: LikenessTable): LikenessInformation {
  const found = (name: string, chanceOf: typeof loadingsChance): LikenessFinding | null => {
    const pValue = chanceOf(table, randomFrom('selection/likeness', name));
    return pValue === undefined ? null : { pValue, fits: pValue > LIKENESS_LEVEL };
  };
  return {
    loadings: found('loadings', loadingsChance),
    shapes: found('shapes', shapesChance),
    order: found('order', orderChance),
  };
}
