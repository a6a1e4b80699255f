/** @file Types of savings.mjs. */
type Curve = readonly (readonly [size: number, losses: readonly number[]])[];

export interface Saving {
  readonly reference: number;
  readonly target: number;
  readonly size: number | undefined;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly atLeast: boolean;
}

export function savings(
  plain: Curve,
  biased: Curve,
  evaluate: (losses: readonly number[]) => number,
  references: readonly number[],
  resamples?: number,
): readonly Saving[];
