/** @file Types of savings.mjs. */
type Curve = readonly (readonly [size: number, losses: readonly number[]])[];
type Points = readonly (readonly [size: number, value: number, weight: number])[];

export interface CurveSaving {
  readonly reference: number;
  readonly target: number;
  readonly size: number | undefined;
  readonly value: number;
  readonly atLeast: boolean;
}

export interface Saving extends CurveSaving {
  readonly low: number;
  readonly high: number;
}

export function savingsOfCurves(plain: Points, biased: Points, references: readonly number[]): readonly CurveSaving[];

export function savings(
  plain: Curve,
  biased: Curve,
  evaluate: (losses: readonly number[]) => number,
  references: readonly number[],
  resamples?: number,
): readonly Saving[];
