/** @file Limits how much a run may use, over all of its stretches. */

export interface Budget {
  /** Trials that are asked for, trained now or in the log before, however they ended; no limit when absent. */
  readonly trials?: number;
  /** Wall time; no limit when absent. */
  readonly minutes?: number;
}
