/** @file Types of judge.mjs. */
export type Verdict = 'agrees' | 'differs' | 'open';

export interface Margin {
  readonly low: number;
  readonly high: number;
}

interface Figure {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

export function around(
  kind: 'median' | 'spread' | 'saving',
  value: number,
  options?: { readonly atLeast?: boolean },
): Margin;

export function below(high: number): Margin;

export function above(low: number): Margin;

export function judge(margin: Margin, own: Partial<Margin> | undefined): Verdict;

export function judgeAll(verdicts: readonly Verdict[]): Verdict;

export function over(figure: Figure | undefined, other: Figure | undefined): Figure | undefined;

export function exactly(value: number): Required<Figure>;
