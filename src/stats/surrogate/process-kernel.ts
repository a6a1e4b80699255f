/** @file What a Gaussian process over settings makes of how alike candidates are. */
import type { Likeness } from './kernel.js';

/** In units of the squared values. */
export interface ProcessKernel {
  /** Variance that all share. */
  readonly common: number;
  /** Of the sum over settings, over pairs of them, and of what goes by all settings at once. */
  readonly settings: number;
  readonly pairs: number;
  readonly all: number;
  /** What no setting predicts: the candidate's own. */
  readonly own: number;
  /** By axis, in [0, 1]: 0 where candidates are as good as equal whatever their place on it. Of a range: the inverse of its length. */
  readonly relevance: Float64Array;
}

/** Of two candidates that are so alike, without what is their own. */
export function covariance({ settings, pairs, all }: Likeness, at: number, kernel: ProcessKernel): number {
  return (
    kernel.common +
    kernel.settings * (settings[at] as number) +
    kernel.pairs * (pairs[at] as number) +
    kernel.all * (all[at] as number)
  );
}
