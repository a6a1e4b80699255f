/** @file A field of candidates that races are simulated on: settings, the truth, and losses on demand. */
import type { SettingPlaces } from '../../src/stats/index.js';

export interface SearchField {
  readonly places: SettingPlaces;
  readonly candidates: number;
  readonly replicates: number;
  /** Whether the replicates are all there is, as in a table. */
  readonly recorded: boolean;
  /** True criterion by candidate; lower is better. */
  readonly truth: Float64Array;
  /** Half of the standard deviation of one training near the top: by which all are judged. */
  readonly tolerance: number;
  lossOf(candidate: number, replicate: number): number;
}

/** What is planted: nothing, or a best candidate whose settings predict a mediocre place. */
export interface FieldOptions {
  readonly criterion: 'mean' | 'q3';
  /** What settings leave open, times what was seen. */
  readonly residual: number;
  readonly defier: boolean;
}

/** A defier is ahead of the best of the others by so many tolerances. */
export const DEFIER_LEAD = 2;
