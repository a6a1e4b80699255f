/** @file How many changes of a session are kept by chance: what simulation has of changes that gain nothing, for the changes that were asked. */

/**
 * Kept of each change that gains nothing, and of its error: from above, in the classes of noise of `npm run bench:keep`. Most is kept where a
 * version is three to ten times noisier than the last one; where both are alike it is a fifth of that, and less the longer a session is.
 */
const ALWAYS = 0.012;
const OF_ERROR = 0.3;

/**
 * An upper bound of the number that is expected to be kept where no change gains anything. `error`: how often one that gains nothing may be kept,
 * as it was asked.
 *
 * @example
 * keptByChance([{ error: 0.2 }, { error: 0.05 }]); // 0.099
 */
export function keptByChance(changes: readonly { readonly error: number }[]): number {
  return changes.reduce((sum, { error }) => sum + ALWAYS + OF_ERROR * error, 0);
}
