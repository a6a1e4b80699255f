/**
 * @file Information on likeness, which is no part of a verdict: whether the evidence of a race fits the model that candidates react alike
 * to a shared sample, that their losses are of one shape, and that the order of trials does not matter. A test each; that of the order
 * stands here: the rank correlation of each row with the number of the replicate, of all together and of each by itself, against tables in
 * which the replicates come in another order, the same for all candidates.
 */
import { permutation, type Random, randomFrom } from '../../../../core/index.js';
import { rankValues } from '../../../../stats/index.js';
import { loadingsChance } from './loadings.js';
import { resampledChance } from './resampled-chance.js';
import type { LikenessTable } from './rows.js';
import { shapesChance } from './shapes.js';

export interface LikenessInformation {
  readonly loadings: LikenessFinding | null;
  readonly shapes: LikenessFinding | null;
  readonly order: LikenessFinding | null;
}

/** Null in place of it where too few trials say anything. */
interface LikenessFinding {
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

/** The first trials of a candidate are not among them: by their luck a race decided whether there were more. */
const FROM = 3;
/** Trials that a row has from there on. */
const LEAST_TRIALS = 4;

/** Undefined if none has enough trials. */
function orderChance({ rows, replicates }: LikenessTable, random: Random): number | undefined {
  const long = rows.filter(({ length }) => length >= FROM + LEAST_TRIALS);
  if (long.length === 0) return undefined;
  const ranks = long.map((row) => centered(rankValues(row.subarray(FROM)).ranks));
  const times = Int32Array.from({ length: replicates - FROM }, (_, j) => j);
  return resampledChance(greatest(ranks, times), () => greatest(ranks, permutation(times.length, random)));
}

function greatest(ranks: readonly Float64Array[], times: Int32Array): number {
  let total = 0;
  let most = 0;
  for (const row of ranks) {
    const n = row.length;
    const order = centered(rankValues(times.subarray(0, n)).ranks);
    let [cross, own, other] = [0, 0, 0];
    for (let j = 0; j < n; j++) {
      cross += (row[j] as number) * (order[j] as number);
      own += (row[j] as number) ** 2;
      other += (order[j] as number) ** 2;
    }
    if (own === 0) continue;
    const z = (cross / Math.sqrt(own * other)) * Math.sqrt(n - 1);
    total += z;
    most = Math.max(most, Math.abs(z));
  }
  return Math.max(most, Math.abs(total) / Math.sqrt(ranks.length));
}

function centered(ranks: Float64Array): Float64Array {
  const middle = (ranks.length + 1) / 2;
  return ranks.map((rank) => rank - middle);
}
