/**
 * @file The standard error of any smooth figure of rows, from the figure without one block of rows after the other: the delete-a-group
 * jackknife (Kott 2001, Journal of Official Statistics 17, 521-526). With one row a block, and a mean as the figure, it is the standard error of the mean.
 */

/** `leftOut[block]`: the figure without that block. NaN where fewer than two. */
export function jackknifeError(leftOut: ArrayLike<number>): number {
  const blocks = leftOut.length;
  const values = Array.from(leftOut);
  const mean = values.reduce((sum, value) => sum + value, 0) / blocks;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return blocks < 2 ? Number.NaN : Math.sqrt(((blocks - 1) / blocks) * squares);
}
