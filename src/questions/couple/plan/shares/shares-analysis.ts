/** @file What a study of coupled effects finds of the shares of variance: by level and size, and where one stream gives way to the other. */
import type { StreamName } from '../../../../core/index.js';
import type { CoupledInterval } from '../coupled-table.js';

export interface SharesAnalysis {
  /** Of each interval, and of all claims of one {@link SharesCrossing} together. */
  readonly level: number;
  readonly method: string;
  /** In the order of the table's cells. */
  readonly cells: readonly CellShares[];
  /** One a combination of levels of the factors. */
  readonly crossings: readonly SharesCrossing[];
}

export interface CellShares {
  /** Index of its level in each factor. */
  readonly levels: readonly number[];
  readonly size: number;
  /** That came out. */
  readonly trainings: number;
  /** 1 - n / N, by which the sample's variance was divided; null where nobody knows the pool, or samples do not vary: nothing was. */
  readonly seen: number | null;
  /** First stream, second stream, interaction; empty where there is a reason. Shares sum to 1. */
  readonly parts: readonly VariancePart[];
  /** Why nothing is said. */
  readonly reason?: string;
}

export interface VariancePart {
  /** `interaction`: of the two streams, and whatever neither of them controls. */
  readonly part: StreamName | 'interaction';
  /** Of the values, or of their logarithms where the table is logarithmic; not below 0. */
  readonly variance: number;
  /** Of the sum of the three, 0 ... 1. */
  readonly share: number;
  /** Of the share. */
  readonly interval: CoupledInterval;
}

export interface SharesCrossing {
  readonly levels: readonly number[];
  /** By size, those that have shares. */
  readonly ratios: readonly StreamRatio[];
  readonly finding: CrossingFinding;
}

export interface StreamRatio {
  readonly size: number;
  /** The second stream's variance over the first's; null where one of them is 0. */
  readonly ratio: number | null;
  /** Whose variance is shown to be the larger, for all sizes at once; null where that is not shown. */
  readonly larger: StreamName | null;
}

/** A change of the larger stream: `low` is the last size before it at which `from` is shown to be larger, `high` the first at which `to` is. */
export interface StreamChange {
  readonly from: StreamName;
  readonly to: StreamName;
  readonly low: number;
  readonly high: number;
}

/** `none`: one stream is shown to be larger wherever anything is shown. */
export type CrossingFinding =
  | ({
      readonly kind: 'one' /** Where the two variances are equal, read off between sizes. */;
      readonly size: number;
    } & StreamChange)
  | { readonly kind: 'several'; readonly changes: readonly StreamChange[] }
  | { readonly kind: 'none'; readonly larger: StreamName }
  | { readonly kind: 'untold'; readonly reason: string };
