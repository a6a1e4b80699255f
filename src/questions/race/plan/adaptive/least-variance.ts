/**
 * @file How much a candidate may vary that has not varied yet, where a spread is raced. Losses that are all equal so far show a spread
 * of 0, which has no logarithm and nothing below it. A mean or a quantile has the error of what the field varies.
 */
import type { LossEvidence } from './evidence.js';

/** Losses that differ by less than this share of their size differ by rounding. */
const ROUNDING = 1e-13;

/**
 * By candidate, the variance of one retraining that counts at least; 0 where its finite losses differ. After n of them, all
 * equal, another one may come at a rate of 1 / (n + 2) (Laplace's rule of succession), and be one step away. Undefined where nobody
 * has two losses that are equal and none that differ.
 */
export function leastVariances(evidence: LossEvidence, finite: Int32Array): Float64Array | undefined {
  if (!finite.some((count, i) => count > 1 && haveOneValue(evidence, i))) return undefined;
  const square = leastStep(evidence) ** 2;
  return Float64Array.from(finite, (count, i) => {
    if (count === 0 || !haveOneValue(evidence, i)) return 0;
    const rate = 1 / (count + 2);
    return square * rate * (1 - rate);
  });
}

/** Whether no two finite losses of the candidate differ. */
function haveOneValue({ losses, replicates, applied }: LossEvidence, candidate: number): boolean {
  const first = candidate * replicates;
  const until = first + (applied[candidate] as number);
  let value = Number.NaN;
  for (let place = first; place < until; place++) {
    const loss = losses[place] as number;
    if (!Number.isFinite(loss)) continue;
    if (Number.isNaN(value)) value = loss;
    else if (!areEqual(value, loss)) return false;
  }
  return true;
}

/** Between any two losses of the race; where all are equal their size, and 1 where they are 0. */
function leastStep({ losses }: LossEvidence): number {
  const ordered = losses.filter(Number.isFinite).sort();
  let least = Number.POSITIVE_INFINITY;
  for (let place = 1; place < ordered.length; place++) {
    const [below, above] = [ordered[place - 1] as number, ordered[place] as number];
    if (!areEqual(below, above)) least = Math.min(least, above - below);
  }
  return least < Number.POSITIVE_INFINITY ? least : Math.abs(ordered[0] as number) || 1;
}

/** But for rounding. */
export function areEqual(one: number, other: number): boolean {
  return Math.abs(one - other) <= ROUNDING * Math.max(Math.abs(one), Math.abs(other));
}
