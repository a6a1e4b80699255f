/** @file A metric: one number that describes finished outputs, and what it says of them. */

/** Outputs and targets of `count` examples, row-major: `width` outputs and `targetWidth` targets each. */
export interface Predictions {
  readonly count: number;
  readonly width: number;
  readonly outputs: Float32Array;
  readonly targetWidth: number;
  readonly targets: Float32Array;
  /** Of the examples; all alike where absent. */
  readonly weights?: Float32Array;
}

/** Outputs in any precision. */
export type Judged = Omit<Predictions, 'outputs'> & { readonly outputs: ArrayLike<number> };

/** `zero`: the nearer to 0, the better. */
export type Better = 'high' | 'low' | 'zero';

export interface Metric<Given> {
  readonly name: string;
  readonly better: Better;
  /** Between which values it lies; undefined where it can be anything. */
  readonly range: readonly [low: number, high: number] | undefined;
  /** What it is, for docs/metrics.md. */
  readonly meaning: string;
  /** Undefined where it has no value for these examples. */
  of(given: Given): number | undefined;
}
