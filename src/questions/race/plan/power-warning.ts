/** @file Says before a race starts when its rule cannot eliminate a candidate at first. */
import type { Rule } from './rule.js';

/** Power is not looked for beyond this many trials. */
const SEARCH_LIMIT = 64;

/**
 * A sentence for people when the rule can never reach its alpha with `trials` trials of each of so many candidates,
 * else undefined. Rules without a test always can.
 */
export function powerWarning(rule: Rule, trials: number, candidates: number): string | undefined {
  const significance = rule.kind === 'rounds' ? rule.significance : undefined;
  if (significance === undefined) return undefined;
  const { alpha } = significance;
  const smallest = significance.smallestPValue(trials, candidates);
  if (smallest < alpha) return undefined;
  let enough = trials + 1;
  while (enough <= SEARCH_LIMIT && significance.smallestPValue(enough, candidates) >= alpha) enough++;
  const corrected = significance.correction === undefined ? '' : ` after ${significance.correction} correction`;
  const remedy = enough > SEARCH_LIMIT ? 'raise alpha' : `it can from ${enough} trainings on`;
  return (
    `With ${trials} trainings of each of ${candidates} candidates rule "${rule.name}" can never reach p < ${alpha}: ` +
    `the smallest p-value${corrected} is ${smallest.toPrecision(3)}; ${remedy}.`
  );
}
