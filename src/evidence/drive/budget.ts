/** @file Limits how much a run may use, over all of its stretches. */

export interface Budget {
  /** Trainings begun, now or before, however they ended; no limit when absent. One that died and is tried again counts once. */
  readonly trials?: number;
  /** Wall time; no limit when absent. */
  readonly minutes?: number;
}
