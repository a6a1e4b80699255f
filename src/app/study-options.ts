/** @file Declares what `measure`, `curve` and `compare` take and give. */
import type { EndStatus, StudyRecord } from '../report/index.js';
import type { RunOptions } from './select-options.js';

/** What every study takes; the `race` and `budget` of its experiment mean nothing here. */
export interface StudyOptions<Space = unknown> extends RunOptions<Space> {
  /** Ids or labels of the candidates that take part; default: all. */
  readonly candidates?: readonly string[];
  /** A metric to be studied, default: `loss`; of one that is none of the built-in trainer's smaller is taken for better. */
  readonly metric?: string;
}

export interface MeasureOptions<Space = unknown> extends StudyOptions<Space> {
  /** Sources of randomness that vary, each alone and all together; `init+sample` names exactly that set. Default: init, sample. */
  readonly vary?: readonly string[];
  /** Trainings of each candidate in each set; default 50. */
  readonly trials?: number;
  /** Levels of the sources in the crossed design; default `auto`. */
  readonly crossed?: 'auto' | 'none' | readonly number[];
  /** Trainings of each crossed cell with equal seeds; default 1. */
  readonly repeats?: number;
}

export interface CurveOptions<Space = unknown> extends StudyOptions<Space> {
  /** Sample sizes, or as on the command line: `100..32000/41`. */
  readonly sizes: readonly number[] | string;
  /** Most trainings of each candidate at each size; default 10. */
  readonly trials?: number;
  /** Default `median`. */
  readonly criterion?: string;
  /** Default `std`. */
  readonly spread?: 'std' | 'iqr';
  /** Shares by which criterion and spread may exceed their values at the largest size; default 0.1 and 1. */
  readonly tolerance?: { readonly criterion?: number; readonly spread?: number };
  /** False: all sizes get all trials. */
  readonly adaptive?: boolean;
}

export interface CompareOptions<Space = unknown> extends StudyOptions<Space> {
  /** Settings that the space varies (`layers.activation`), or with levels of their own (`layers.activation=relu,elu`); default: whole candidates. */
  readonly factors?: readonly string[];
  /** Id or label of the candidate that is changed; default: the first. */
  readonly base?: string;
  /** Trainings of every level; default 20. */
  readonly trials?: number;
}

export interface StudyFinding {
  /** `exhausted`: it has all its trials. `budget`: the budget ended before. */
  readonly status: EndStatus;
  /** The content of study.json, numbers as numbers. */
  readonly record: StudyRecord;
}
