/** @file The form of every test of two samples: what it takes and gives. */

/** `two-sided`: do they differ? `greater`: is the first sample larger (location tests) or more spread (spread tests)? */
export type Alternative = 'two-sided' | 'greater';

export interface TestResult {
  /** The statistic as it was published for the test; its sign is that of first minus second where it has one. May be infinite, never NaN. */
  readonly statistic: number;
  /** 0 ... 1. */
  readonly pValue: number;
}

/** Two samples in, statistic and p-value out. Pure; samples are neither kept nor changed. */
export type TwoSampleTest = (
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  alternative: Alternative,
) => TestResult;
