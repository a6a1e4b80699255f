/** @file Estimates with their 95 % intervals, as the tables of benches print them. */
import { type Estimate, estimateMean, estimateShare } from '../src/stats/index.js';

const LEVEL = 0.95;

/** `0.12 (0.10-0.14)`; where ends may be negative, ` to ` stands between them. */
export function withEnds({ value, low, high }: Estimate, digits: number, between: '-' | ' to ' = '-'): string {
  return `${value.toFixed(digits)} (${low.toFixed(digits)}${between}${high.toFixed(digits)})`;
}

/** A share with Wilson's interval; `-` of nothing. */
export function rateText(hits: number, of: number): string {
  return of === 0 ? '-' : withEnds(estimateShare(hits, of, LEVEL), 3);
}

/** A mean of independent values with its interval; `-` of fewer than two. */
export function meanText(values: readonly number[], digits: number, between?: '-' | ' to '): string {
  return values.length < 2 ? '-' : withEnds(estimateMean(Float64Array.from(values), LEVEL), digits, between);
}

/** Geometric mean of ratios, by their logarithms: two or more. */
export function meanRatio(logs: readonly number[]): Estimate {
  const estimate = estimateMean(Float64Array.from(logs), LEVEL);
  return {
    ...estimate,
    ...{ value: Math.exp(estimate.value), low: Math.exp(estimate.low), high: Math.exp(estimate.high) },
  };
}
