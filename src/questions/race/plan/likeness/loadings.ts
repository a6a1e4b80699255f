/**
 * @file Do candidates react alike to the sample that a replicate shares? Each row's slope on what the others have in a replicate, against the
 * slope that all have. Its law under likeness comes from tables in which each row keeps its own residuals, in another order, so that neither
 * the shape nor the scale of losses is taken for a reaction (permuted residuals: Freedman and Lane 1983, doi 10.2307/1391660).
 */
import type { Random } from '../../../../core/index.js';
import { resampledChance } from './resampled-chance.js';
import { type LikenessTable, reachedBy } from './rows.js';

/** Rows that a replicate needs for an effect of its own, and trials that a row needs for a slope. */
const LEAST_ROWS = 3;
const LEAST_TRIALS = 3;
const SWEEPS = 2;
/** What the residuals of all rows weigh beside a row's own. */
const USUAL_DEGREES = 20;

/** Undefined where too few candidates share too few replicates, or they share nothing that one could react to. */
export function loadingsChance(table: LikenessTable, random: Random): number | undefined {
  const reached = reachedBy(table);
  const blocks = reached.filter((count) => count >= LEAST_ROWS).length;
  const rows = table.rows
    .filter(({ length }) => Math.min(length, blocks) >= LEAST_TRIALS)
    .map((row) => row.slice(0, blocks));
  if (rows.length < LEAST_ROWS) return undefined;
  const fitted = twoWayFit(rows, blocks);
  const { effects, share } = shrunkEffects(fitted);
  if (share === 0) return undefined;
  const residuals = fitted.distances.map((distances) => {
    const n = distances.length;
    return distances.map(
      (distance, j) =>
        (distance - (fitted.effects[j] as number)) / Math.sqrt((1 - 1 / n) * (1 - 1 / (fitted.reached[j] as number))),
    );
  });
  const again = rows.map((row) => new Float64Array(row.length));
  return resampledChance(greatestDifference(fitted), () => {
    residuals.forEach((row, i) => {
      shuffle(row, random);
      const target = again[i] as Float64Array;
      for (let j = 0; j < row.length; j++) target[j] = (effects[j] as number) + (row[j] as number);
    });
    return greatestDifference(twoWayFit(again, blocks));
  });
}

interface TwoWayFit {
  /** Of each loss from its row's mean. */
  readonly distances: readonly Float64Array[];
  readonly effects: Float64Array;
  readonly reached: Int32Array;
}

function twoWayFit(rows: readonly Float64Array[], blocks: number): TwoWayFit {
  const effects = new Float64Array(blocks);
  const reached = new Int32Array(blocks);
  for (const row of rows) for (let j = 0; j < row.length; j++) reached[j] = (reached[j] as number) + 1;
  const distances = rows.map((row) => new Float64Array(row.length));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    rows.forEach((row, i) => {
      let center = 0;
      for (let j = 0; j < row.length; j++) center += (row[j] as number) - (effects[j] as number);
      center /= row.length;
      const target = distances[i] as Float64Array;
      for (let j = 0; j < row.length; j++) target[j] = (row[j] as number) - center;
    });
    effects.fill(0);
    for (const row of distances)
      for (let j = 0; j < row.length; j++) effects[j] = (effects[j] as number) + (row[j] as number);
    for (let j = 0; j < blocks; j++) effects[j] = (effects[j] as number) / (reached[j] as number);
  }
  return { distances, effects, reached };
}

/** What is left of the effects once what noise makes of them is taken off; `share` of their variance. */
function shrunkEffects({ distances, effects, reached }: TwoWayFit): { effects: Float64Array; share: number } {
  let squares = 0;
  let degrees = 0;
  for (const row of distances) {
    for (let j = 0; j < row.length; j++) squares += ((row[j] as number) - (effects[j] as number)) ** 2;
    degrees += row.length - 1;
  }
  degrees -= effects.length - 1;
  const noise = squares / Math.max(1, degrees);
  let total = 0;
  let expected = 0;
  effects.forEach((effect, j) => {
    total += effect * effect;
    expected += noise / (reached[j] as number);
  });
  const share = total === 0 ? 0 : Math.max(0, 1 - expected / total);
  return { effects: effects.map((effect) => Math.sqrt(share) * effect), share };
}

/** The largest distance of a row's slope from that of all rows, in its standard errors. */
function greatestDifference({ distances, effects, reached }: TwoWayFit): number {
  const slopes: { slope: number; weight: number; rest: number; degrees: number }[] = [];
  for (const row of distances) {
    const n = row.length;
    const others = new Float64Array(n);
    let mean = 0;
    for (let j = 0; j < n; j++) {
      const count = reached[j] as number;
      others[j] = (count * (effects[j] as number) - (row[j] as number)) / (count - 1);
      mean += (others[j] as number) / n;
    }
    let [cross, weight, own] = [0, 0, 0];
    for (let j = 0; j < n; j++) {
      const other = (others[j] as number) - mean;
      cross += other * (row[j] as number);
      weight += other * other;
      own += (row[j] as number) ** 2;
    }
    if (weight === 0) continue;
    const slope = cross / weight;
    slopes.push({ slope, weight, rest: Math.max(0, own - slope * cross), degrees: n - 2 });
  }
  const common = sumOf(slopes, ({ slope, weight }) => slope * weight) / sumOf(slopes, ({ weight }) => weight);
  const usual = sumOf(slopes, ({ rest }) => rest) / sumOf(slopes, ({ degrees }) => degrees);
  return slopes.reduce((most, { slope, weight, rest, degrees }) => {
    const variance = (USUAL_DEGREES * usual + rest) / (USUAL_DEGREES + degrees);
    return variance > 0 ? Math.max(most, ((slope - common) ** 2 * weight) / variance) : most;
  }, 0);
}

function sumOf<Item>(items: readonly Item[], valueIn: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + valueIn(item), 0);
}

/** In place. */
function shuffle(values: Float64Array, random: Random): void {
  for (let last = values.length - 1; last > 0; last--) {
    const chosen = random.below(last + 1);
    const kept = values[last] as number;
    values[last] = values[chosen] as number;
    values[chosen] = kept;
  }
}
