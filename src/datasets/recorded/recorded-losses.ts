/** @file Losses that were recorded elsewhere: one column per replicate, one entry per candidate. */
import type { JsonObject } from '../../core/index.js';

export interface RecordedCandidate {
  /** The table's own id. */
  readonly id: string;
  /** The table's other columns. */
  readonly configuration: JsonObject;
}

export interface RecordedLosses {
  readonly name: string;
  /** In the order in which the source has them. */
  readonly candidates: readonly RecordedCandidate[];
  /** Names of the replicates: the matched columns of a wide table, the values of a long one's replicate column. */
  readonly replicates: readonly string[];
  /**
   * Figures by replicate, indexed as `candidates`, as the source has them: finite, infinite, or NaN where a candidate has
   * no such replicate.
   */
  readonly columns: readonly Float64Array[];
  /** SHA-256 over ids, replicates and figures. */
  readonly hash: string;
}
