/** @file What a study of coupled effects finds of collapses: their rate by cell, what changes it, and what collapses everywhere. */
import type { StreamName } from '../../../../core/index.js';
import type { CoupledInterval } from '../coupled-table.js';

export interface CollapsesAnalysis {
  /** Of each interval; 1 - level bounds the chance of any false finding among the effects. */
  readonly level: number;
  readonly method: string;
  /** In the order of the table's cells. */
  readonly cells: readonly CellCollapses[];
  /** Of settings and of the size, each level beside the first. */
  readonly effects: readonly CollapsesEffect[];
  /** An index of a stream with which every training collapses, in all cells that do not collapse whole. */
  readonly everywhere: readonly { readonly stream: StreamName; readonly index: number }[];
  /** Cells whose trainings all collapsed: nothing else is said of them. */
  readonly whole: readonly { readonly levels: readonly number[]; readonly size: number }[];
}

export interface CellCollapses {
  readonly levels: readonly number[];
  readonly size: number;
  readonly collapsed: number;
  /** Trainings that there are. */
  readonly of: number;
  /** 0 ... 1; null without trainings. */
  readonly rate: number | null;
  readonly interval: CoupledInterval;
  /** Independent trainings that these are worth, since collapses go by weights or by sample; null without trainings. */
  readonly effective: number | null;
  /** The stream whose index alone says which trainings collapse; null where none does, or none collapsed. */
  readonly follows: StreamName | null;
}

export interface CollapsesEffect {
  /** A setting, or `size`. */
  readonly factor: string;
  /** Index among the factor's levels, or among the sizes. */
  readonly level: number;
  readonly reference: number;
  /** Rate of the level less that of the reference, over all other settings and sizes alike; null where a level has no trainings. */
  readonly difference: number | null;
  readonly interval: CoupledInterval;
  /** For all effects at once. */
  readonly finding: 'shown' | 'not-shown' | 'untold';
}
