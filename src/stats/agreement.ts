/** @file How far rankings agree: Kendall's tau-b of two, and the concordance of several. */
import { normalQuantile } from './distributions.js';
import { friedmanTest } from './tests/rank-tests.js';

// How far two rankings of the same things agree: Kendall's tau-b (Kendall 1945, doi 10.1093/biomet/33.3.239), counted in
// n log n steps (Knight 1966, doi 10.1080/01621459.1966.10480879), with the interval of Bonett and Wright (2000,
// doi 10.1007/BF02294183): the things are taken as a sample, on Fisher's scale with variance 0.437 / (n - 4).

/** Fewer things have no interval: the approximation is meant for more. */
const KENDALL_INTERVAL_MINIMUM = 10;

interface RankAgreement {
  /** From -1 to 1; NaN where all values of one side are equal, or there are fewer than two. */
  readonly tau: number;
  /** Null for fewer than {@link KENDALL_INTERVAL_MINIMUM}, and where the rankings agree or disagree wholly. */
  readonly interval: readonly [low: number, high: number] | null;
  readonly n: number;
}

/**
 * `first[i]` and `second[i]` are of the same thing; only their order counts, and infinite values have one.
 * @example kendallTauB([1, 2, 3], [1, 3, 2]).tau // 1/3
 */
export function kendallTauB(first: ArrayLike<number>, second: ArrayLike<number>, level = 0.95): RankAgreement {
  const n = first.length;
  const x = (index: number): number => first[index] as number;
  const y = (index: number): number => second[index] as number;
  const order = Array.from({ length: n }, (_, index) => index);
  order.sort((a, b) => compare(x(a), x(b)) || compare(y(a), y(b)));
  const tiedFirst = tiedPairs(order, x);
  const tiedBoth = tiedPairs(order, x, y);
  const { swaps, ordered } = sortCounting(order, y);
  const tiedSecond = tiedPairs(ordered, y);
  const pairs = (n * (n - 1)) / 2;
  const agreeing = pairs - tiedFirst - tiedSecond + tiedBoth - 2 * swaps;
  // One root: equal factors give exactly 1 where the rankings agree wholly.
  const tau = agreeing / Math.sqrt((pairs - tiedFirst) * (pairs - tiedSecond));
  return { tau, interval: intervalOf(tau, n, level), n };
}

function intervalOf(tau: number, n: number, level: number): RankAgreement['interval'] {
  if (n < KENDALL_INTERVAL_MINIMUM || !(Math.abs(tau) < 1)) return null;
  const reach = normalQuantile((1 + level) / 2) * Math.sqrt(0.437 / (n - 4));
  return [Math.tanh(Math.atanh(tau) - reach), Math.tanh(Math.atanh(tau) + reach)];
}

/** Infinity minus infinity is no order. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Pairs of neighbours in `order`, and of theirs, that are equal by all `keys`. */
function tiedPairs(order: readonly number[], ...keys: readonly ((index: number) => number)[]): number {
  let [pairs, run] = [0, 1];
  for (let place = 1; place <= order.length; place++) {
    const [one, before] = [order[place], order[place - 1] as number];
    if (one !== undefined && keys.every((key) => key(one) === key(before))) {
      run++;
      continue;
    }
    pairs += (run * (run - 1)) / 2;
    run = 1;
  }
  return pairs;
}

/** Merge sort by `key` that counts how many pairs stand the wrong way round. */
function sortCounting(order: readonly number[], key: (index: number) => number): { swaps: number; ordered: number[] } {
  let [from, to] = [[...order], [...order]];
  let swaps = 0;
  for (let width = 1; width < order.length; width *= 2) {
    for (let start = 0; start < order.length; start += 2 * width) {
      const [middle, end] = [Math.min(start + width, order.length), Math.min(start + 2 * width, order.length)];
      let [left, right] = [start, middle];
      for (let place = start; place < end; place++) {
        const takesRight = right < end && (left >= middle || key(from[right] as number) < key(from[left] as number));
        if (takesRight) swaps += middle - left;
        to[place] = from[takesRight ? right++ : left++] as number;
      }
    }
    [from, to] = [to, from];
  }
  return { swaps, ordered: from };
}

// How far several judges agree on the ranking of the same things: Kendall's coefficient of concordance (Kendall and Babington
// Smith 1939, doi 10.1214/aoms/1177732186), corrected for ties. It is Friedman's statistic over the largest that it can be.

export interface Concordance {
  /** From 0 (no agreement) to 1 (all rank alike). */
  readonly w: number;
  /** Of no agreement at all, by Friedman's chi-square. */
  readonly pValue: number;
  readonly judges: number;
  readonly things: number;
}

/**
 * `values[judge][thing]`; only their order within a judge counts. Null for fewer than two judges or two things, and where every judge
 * ranks all things alike.
 * @example concordance([[1, 2, 3], [10, 20, 30]])?.w // 1
 */
export function concordance(values: readonly ArrayLike<number>[]): Concordance | null {
  const judges = values.length;
  const things = values[0]?.length ?? 0;
  if (judges < 2 || things < 2) return null;
  const byThing = Array.from({ length: things }, (_, thing) =>
    Float64Array.from(values, (judge) => judge[thing] as number),
  );
  const isAllTied = values.every((judge) => Array.from(judge).every((value) => value === judge[0]));
  if (isAllTied) return null;
  const { statistic, pValue } = friedmanTest(byThing);
  return { w: Math.min(1, statistic / (judges * (things - 1))), pValue, judges, things };
}
