/**
 * @file What a study of coupled effects says of its factors: how settings, the sample size and their couplings change the location and the
 * spread of trainings, and which of them decide most. Plain values; costs: smaller is better.
 */
import type { CoupledInterval } from '../coupled-table.js';

/**
 * What is explained of the trainings of a cell: the mean of those that came out and half the logarithm of their variance over weights
 * and samples (both of logarithms of losses where the table is logarithmic), and the share that collapsed.
 */
export type EffectsResponse = 'location' | 'spread' | 'collapses';

/** `untold`: no test can be made; its reason stands beside it. */
export type EffectsFinding = 'shown' | 'not-shown' | 'untold';

export interface EffectsAnalysis {
  /** Of every interval alone, and of all claims of the analysis together: 1 - level bounds the chance of any false one. */
  readonly level: number;
  /** The model, in words. */
  readonly model: string;
  /** How intervals and tests are made, in words. */
  readonly method: string;
  /** In the order of the table. */
  readonly cells: readonly CellEffects[];
  /** Location, spread, collapses. */
  readonly responses: readonly ResponseEffects[];
}

export interface CoupledEstimate {
  /** Null where the trainings do not give it. */
  readonly value: number | null;
  readonly interval: CoupledInterval;
}

export interface CellEffects {
  /** Of every factor, as in the table. */
  readonly levels: readonly number[];
  readonly size: number;
  /** Trainings of the table and fresh pairs beside it that came out, that collapsed, and that are not there. */
  readonly trainings: number;
  readonly collapsed: number;
  readonly missing: number;
  readonly location: CoupledEstimate;
  readonly spread: CoupledEstimate;
}

export interface ResponseEffects {
  readonly response: EffectsResponse;
  /** First and last of the sizes it rests on; null where nothing is said. */
  readonly sizes: readonly [number, number] | null;
  /** What cells without the response made leave, so that the others cross. `factor` is a setting or `size`; `level` its index. */
  readonly leftOut: readonly { readonly factor: string; readonly level: number }[];
  /** Why nothing is said of this response. */
  readonly reason?: string;
  /** Main effects, then couplings of two, then of three. Of collapses there are none: see the analysis of collapses. */
  readonly terms: readonly EffectsTerm[];
  readonly determinants: Determinants;
}

/** A factor, the size, or a coupling of some of them. */
export interface EffectsTerm {
  /** Names of settings in the table's order; `size` last. */
  readonly factors: readonly string[];
  /** Of no effect at all, the size taken as a factor; null where it is untold. */
  readonly p: number | null;
  /** Corrected for all terms of location and spread (Holm). */
  readonly adjusted: number | null;
  /** The same test on ranks; `agrees`: both or neither show it. */
  readonly rank: { readonly p: number; readonly adjusted: number; readonly agrees: boolean } | null;
  readonly finding: EffectsFinding;
  readonly effects: readonly CoupledContrast[];
}

/**
 * One number of a term: levels against one another, averaged over all other cells. Of one setting the difference; of two the difference of
 * differences; with the size its slope, a unit of the natural logarithm of the size, or the difference of slopes. Of location and logarithms:
 * exp(value) is a ratio, a slope the exponent of the learning curve; of spread exp(value) is always a ratio.
 */
export interface CoupledContrast {
  /** Of each setting of the term: `level` against `reference`, indices of its levels. Empty for the size alone. */
  readonly between: readonly { readonly factor: string; readonly level: number; readonly reference: number }[];
  /** Whether it is a slope over the logarithm of the size, or a difference of slopes. */
  readonly slope: boolean;
  readonly value: number;
  readonly interval: CoupledInterval;
  readonly p: number | null;
  /** Corrected for all such numbers of location and spread (Holm); never below that of its term. */
  readonly adjusted: number | null;
  readonly finding: EffectsFinding;
}

/** How much each term explains, and whether one is shown to explain most. */
export interface Determinants {
  /** By what they explain, most first. */
  readonly rows: readonly Determinant[];
  /** What is shown to explain more than every other term, together at the level; null where that cannot be told. */
  readonly primary: readonly string[] | null;
}

export interface Determinant {
  readonly factors: readonly string[];
  /**
   * Partial omega squared over equally weighted cells, 0 ... 1: the variance of the term's effects over cells, the noise of estimated cells
   * taken off, over itself and the variance of one training. Of spread that is 1/2, what the squared distances of normal losses have on the scale of
   * the log spread; of collapses the mean of p (1 - p).
   */
  readonly share: CoupledEstimate;
  /** Root of the variance of the term's effects over cells, noise taken off. */
  readonly deviation: CoupledEstimate;
  /**
   * How far it lies behind the first row: the first's deviation less its own, both on the same trainings; null for the first. Shares may overlap where this
   * is shown to be above 0. The interval leaves the noise in what is compared with the first, so that it claims rather too little.
   */
  readonly behind: CoupledEstimate | null;
}
