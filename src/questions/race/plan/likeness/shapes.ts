/**
 * @file Are the losses of all candidates of one shape? Of three losses of a candidate, the middle one is nearer to the lower or to the upper: how often,
 * over all threes, says how skewed its losses are, and no loss far out counts for more than any other (the statistic of the triples test: Randles,
 * Fligner, Policello and Wolfe 1980, doi 10.1080/01621459.1980.10477448). Each row is compared with rows of its length whose losses are drawn from
 * those of all rows, about their medians and in units of their mean distances from them.
 */
import type { Random } from '../../../../core/index.js';
import { median, sorted } from '../../../../stats/index.js';
import { resampledChance } from './resampled-chance.js';
import type { LikenessTable } from './rows.js';

/** Draws for mean and standard deviation of the skewness at each length. */
const DRAWS = 200;
/** Fewer trials have no shape, and fewer rows nothing to be compared with. */
const LEAST_TRIALS = 5;
const LEAST_ROWS = 3;

/** Undefined where too few candidates vary. */
export function shapesChance({ rows }: LikenessTable, random: Random): number | undefined {
  const shaped = rows.filter((row) => row.length >= LEAST_TRIALS && row.some((loss) => loss !== row[0]));
  if (shaped.length < LEAST_ROWS) return undefined;
  const pool = Float64Array.from(shaped.flatMap(inOwnUnits));
  const draw = (length: number): number =>
    skewness(Float64Array.from({ length }, () => pool[Math.floor(random.uniform() * pool.length)] as number));
  const usual = new Map<number, { mean: number; deviation: number }>();
  for (const { length } of shaped) {
    if (!usual.has(length)) usual.set(length, momentsOf(Float64Array.from({ length: DRAWS }, () => draw(length))));
  }
  const distance = (length: number, value: number): number => {
    const { mean, deviation } = usual.get(length) as { mean: number; deviation: number };
    return deviation > 0 ? Math.abs(value - mean) / deviation : 0;
  };
  const seen = Math.max(...shaped.map((row) => distance(row.length, skewness(row))));
  return resampledChance(seen, () => Math.max(...shaped.map(({ length }) => distance(length, draw(length)))));
}

function inOwnUnits(row: Float64Array): number[] {
  const middle = median(row);
  const unit = row.reduce((sum, loss) => sum + Math.abs(loss - middle), 0) / row.length;
  return Array.from(row, (loss) => (loss - middle) / unit);
}

/** From -1 to 1: the share of threes with the middle nearer to the lower loss, less that with it nearer to the upper. */
function skewness(row: Float64Array): number {
  const losses = sorted(row);
  const n = losses.length;
  let total = 0;
  for (let middle = 1; middle < n - 1; middle++) {
    const at = losses[middle] as number;
    // Both sides in the order of their distance: each upper one is further than so many lower ones, and nearer than the rest.
    let [nearer, notFurther] = [0, 0];
    for (let upper = middle + 1; upper < n; upper++) {
      const distance = (losses[upper] as number) - at;
      while (nearer < middle && at - (losses[middle - 1 - nearer] as number) < distance) nearer++;
      while (notFurther < middle && at - (losses[middle - 1 - notFurther] as number) <= distance) notFurther++;
      total += nearer - (middle - notFurther);
    }
  }
  return total / ((n * (n - 1) * (n - 2)) / 6);
}

function momentsOf(values: Float64Array): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}
