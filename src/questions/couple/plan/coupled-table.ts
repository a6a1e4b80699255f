/**
 * @file What a study of coupled effects measured: in each cell of settings and sample size a table of trainings, whose rows and columns are
 * two streams at the same indices everywhere. All that is found is found from this.
 */
import type { StreamName } from '../../../core/index.js';

/** A setting whose levels cross with those of all others. */
export interface CoupledFactor {
  /** The name that the user wrote, such as `layers.join`. */
  readonly name: string;
  /** For people; two or more, each once. */
  readonly levels: readonly string[];
}

/** A training that came out, as a cost (smaller is better, finite); one that collapsed; undefined where it is missing. */
export type CoupledValue = number | 'collapsed' | undefined;

/** One level of every setting, at one size. */
export interface CoupledCell {
  /** Index of its level in each factor, in the order of `factors`. */
  readonly levels: readonly number[];
  /** Training examples. */
  readonly size: number;
  /** By the index of the first stream, then of the second. */
  readonly values: readonly (readonly CoupledValue[])[];
  /** Fresh pairs beside the table: training r has both streams at an index of its own. Empty where there are none. */
  readonly diagonal: readonly CoupledValue[];
}

export interface CoupledTable {
  readonly factors: readonly CoupledFactor[];
  /** Ascending. */
  readonly sizes: readonly number[];
  /** The two crossed streams: rows, columns. */
  readonly streams: readonly [StreamName, StreamName];
  /** Every level of every factor at every size: levels in row-major order, sizes innermost. */
  readonly cells: readonly CoupledCell[];
  /** Examples that samples are drawn from; null if it cannot be told. */
  readonly pool: number | null;
  /** Whether smaller samples lie inside larger ones of the same index, so that effects of samples couple across sizes. */
  readonly nested: boolean;
  /** Location and spread are of logarithms (all values are above 0), else of the values. */
  readonly logarithmic: boolean;
  /** For resampling; the same at any number of workers. */
  readonly seed: number;
}

/** Of every figure that is printed with an interval: the interval, or why there is none. */
export type CoupledInterval = { readonly low: number; readonly high: number } | { readonly reason: string };
