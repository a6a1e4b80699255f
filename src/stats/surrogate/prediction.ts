/** @file What settings say of candidates before their own trials, by row; lower is better. */
export interface SurrogatePrediction {
  /** Mean loss of a trial that does not collapse. */
  readonly means: Float64Array;
  /** How far the candidate's own mean may be from that. */
  readonly variances: Float64Array;
  /** Variance of one trial at this level. */
  readonly noises: Float64Array;
  /** Expected share of trials that collapse. */
  readonly collapseRates: Float64Array;
  /** Trials that this expectation is worth: its beta distribution has parameters rate x trials and (1 - rate) x trials. */
  readonly collapseTrials: Float64Array;
}
