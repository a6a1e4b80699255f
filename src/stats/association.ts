/**
 * @file How far two columns say the same, from 0 to 1, by what they are: numbers by the larger of Pearson's and Spearman's correlation,
 * categories by Cramér's V (1946, Mathematical Methods of Statistics, 21.9), a category and a number by the correlation ratio (eta).
 */
import { rankValues } from './ranks.js';

/** `codes`: numbers, or levels as whole numbers from 0; NaN where missing. */
export interface CodedColumn {
  readonly kind: 'number' | 'category';
  readonly codes: Float64Array;
}

/** Levels of which fewer rows are there on average tell each row apart, and seem to explain everything. */
const ROWS_A_LEVEL = 5;

/** Of the rows in which both are known; 0 where one of them is constant, or has too many levels for so few rows. */
export function association(left: CodedColumn, right: CodedColumn): number {
  const rows: number[] = [];
  left.codes.forEach((code, row) => {
    if (!Number.isNaN(code + (right.codes[row] as number))) rows.push(row);
  });
  const take = ({ codes }: CodedColumn) => Float64Array.from(rows, (row) => codes[row] as number);
  const [a, b] = [take(left), take(right)];
  if (left.kind === 'number' && right.kind === 'number') {
    return Math.max(Math.abs(pearson(a, b)), Math.abs(pearson(rankValues(a).ranks, rankValues(b).ranks)));
  }
  if (left.kind === 'category' && right.kind === 'category') return cramersV(a, b);
  return left.kind === 'category' ? correlationRatio(a, b) : correlationRatio(b, a);
}

/** 0 where either is all the same. */
export function pearson(a: Float64Array, b: Float64Array): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let [aa, bb, ab] = [0, 0, 0];
  for (let row = 0; row < a.length; row++) {
    const [x, y] = [(a[row] as number) - meanA, (b[row] as number) - meanB];
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

function cramersV(a: Float64Array, b: Float64Array): number {
  const [countA, countB] = [countLevels(a), countLevels(b)];
  const smaller = Math.min(countA.size, countB.size);
  if (smaller < 2 || Math.max(countA.size, countB.size) * ROWS_A_LEVEL > a.length) return 0;
  const together = new Map<string, readonly [number, number, number]>();
  a.forEach((level, row) => {
    const other = b[row] as number;
    const key = `${level}/${other}`;
    together.set(key, [level, other, (together.get(key)?.[2] ?? 0) + 1]);
  });
  // chi-square / n is the sum of n_ab^2 / (n_a n_b) over what occurs, less 1.
  let share = -1;
  for (const [level, other, count] of together.values()) {
    share += count ** 2 / ((countA.get(level) as number) * (countB.get(other) as number));
  }
  return Math.sqrt(Math.max(0, share) / (smaller - 1));
}

/** The root of the share of the variance of `values` that the levels explain. */
function correlationRatio(levels: Float64Array, values: Float64Array): number {
  const counts = countLevels(levels);
  if (counts.size < 2 || counts.size * ROWS_A_LEVEL > levels.length) return 0;
  const mean = meanOf(values);
  const sums = new Map<number, number>();
  let total = 0;
  levels.forEach((level, row) => {
    const off = (values[row] as number) - mean;
    sums.set(level, (sums.get(level) ?? 0) + off);
    total += off ** 2;
  });
  const between = [...sums].reduce((sum, [level, off]) => sum + off ** 2 / (counts.get(level) as number), 0);
  return total > 0 ? Math.sqrt(between / total) : 0;
}

function countLevels(codes: Float64Array): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
