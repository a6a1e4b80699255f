/** @file What a study of coupled effects finds of savings: how many times fewer examples one level needs than another for the same. */

export interface SavingsAnalysis {
  /** Of each interval. */
  readonly level: number;
  /** By name. */
  readonly criterion: string;
  readonly method: string;
  readonly rows: readonly SavingsRow[];
}

/** One level of one setting beside the setting's first level, all other settings the same. */
export interface SavingsRow {
  readonly factor: string;
  /** Index of the level that is compared with. */
  readonly reference: number;
  /** Index of the level that may need fewer examples. */
  readonly other: number;
  /** Of all factors in their order: the level of `other`. */
  readonly levels: readonly number[];
  readonly of: 'criterion' | 'spread';
  /** By size of the reference level, ascending. */
  readonly savings: readonly Saving[];
}

export interface Saving {
  /** Examples of the reference level. */
  readonly size: number;
  /** With how many the other level has the same, read off on the logarithms of sizes; null outside the sizes that were measured. */
  readonly needs: number | null;
  /**
   * How many times fewer the other needs: size / needs. `at-least`: its smallest size is enough already. `never`: it does not get
   * there within the sizes. Null where too few trainings came out.
   */
  readonly value: number | 'at-least' | 'never' | null;
  /** Of `at-least`, the size over the smallest one; of `never`, the size over the largest: it would be below that. Else null. */
  readonly bound: number | null;
  readonly interval: SavingInterval;
  readonly finding: SavingFinding;
}

/**
 * `low` is `never` where the other level may never get there within the sizes, `high` is `open` where its smallest size may be more than enough.
 * Both are `never` where it is shown that it does not get there. A number at the low end of an open interval is the least there is.
 */
export type SavingInterval =
  | { readonly low: number | 'never'; readonly high: number | 'never' | 'open' }
  | { readonly reason: string };

/** `fewer`, `more`: the other level is shown to need so. `never`: shown not to get there. `not-shown`: it may need as many. `untold`: no interval. */
export type SavingFinding = 'fewer' | 'more' | 'never' | 'not-shown' | 'untold';
