/** @file The state of an adaptive race, which is a fold over its outcomes. */

import type { FailureRecord } from '../never-worked.js';
import type { Estimates } from './estimates.js';
import type { LossEvidence } from './evidence.js';
import type { LossFit } from './fit.js';
import type { LossScale } from './loss-scale.js';
import type { Admitted } from './settings.js';

/** `decided`: none is contested. `exhausted`: all contested have all replicates. `nobody`: none can be chosen. */
export type AdaptiveEnd = 'decided' | 'exhausted' | 'nobody';

/** In units of the loss; `refused` where it is a share of a criterion that is not positive, and counts as 0. */
export interface FixedTolerance {
  readonly value: number;
  readonly refused: boolean;
}

/** What the race is asked, in units and on a scale that no later trial changes. */
interface FixedOnce {
  readonly tolerance: FixedTolerance;
  readonly scale: LossScale;
}

/** Owned by the fold: `apply` changes it. Read it through the race. */
export interface AdaptiveState {
  readonly evidence: LossEvidence;
  readonly failures: FailureRecord;
  /** Undefined where all may win. */
  readonly admitted: Admitted | undefined;
  /** Of candidates that have never worked so far: what their failures count as once one of their trainings works. */
  readonly heldLosses: Map<number, number[]>;
  /** What losses are multiplied by in the fit, the estimates and the tolerance: 1, but for losses far from 1. */
  unit: number;
  /** What these are compared on, but for a spread, which is compared by its logarithm; see loss-scale.ts. */
  scale: LossScale;
  readonly fit: LossFit;
  readonly estimates: Estimates;
  readonly inPanel: Uint8Array;
  readonly contested: Uint8Array;
  readonly chances: Float64Array;
  leader: number;
  /** What the first look that has a leader fixes for all that follow; undefined before it. */
  fixed: FixedOnce | undefined;
  looks: number;
  /** True once a race that ended with several goes on to separate them. */
  separating: boolean;
  /** Outcomes at which the next look is due. */
  nextLook: number;
  end: AdaptiveEnd | undefined;
}
