/**
 * @file Does the order of trials matter, as it must not? The rank correlation of each row with the number of the replicate, of all together and of
 * each by itself, against tables in which the replicates come in another order, the same for all candidates.
 */
import { permutation, type Random } from '../../../../core/index.js';
import { rankValues } from '../../../../stats/index.js';
import { resampledChance } from './resampled-chance.js';
import type { LikenessTable } from './rows.js';

/** The first trials of a candidate are not among them: by their luck a race decided whether there were more. */
const FROM = 3;
/** Trials that a row has from there on. */
const LEAST_TRIALS = 4;

/** Undefined if none has enough trials. */
export function orderChance({ rows, replicates }: LikenessTable, random: Random): number | undefined {
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
