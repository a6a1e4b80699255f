/** @file Declares what `measure`, `curve` and `compare` take and give. */
import type { Budget } from '../execution/index.js';
import type { EndStatus, StudyRecord } from '../report/index.js';
import type { TrainFunction } from '../trainers/index.js';
import type { ConfigurationOf } from './configuration-type.js';
import type { ExperimentValue } from './experiment-value.js';
import type { PlanRunEvent } from './plan-run.js';

/** What every study takes. */
export interface StudyOptions<Space = unknown> {
  /** Path of an experiment file, or an experiment as a value with the same keys; its `race` and `budget` mean nothing here. */
  readonly experiment: string | ExperimentValue<Space>;
  /** Trains in place of the experiment's own trainer, in this process. */
  readonly trainer?: TrainFunction<ConfigurationOf<Space>>;
  /** The run folder. The same call resumes what is there; without one nothing is written. */
  readonly out?: string;
  readonly fresh?: boolean;
  readonly retryFailed?: boolean;
  readonly acceptChangedCode?: boolean;
  /** Trainings at the same time; default: the experiment's `workers`, or as many as cores. */
  readonly workers?: number;
  readonly budget?: Budget;
  /** Ids or labels of the candidates that take part; default: all. */
  readonly candidates?: readonly string[];
  /** A metric to be studied, of which smaller is better; default: `loss`. */
  readonly metric?: string;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: PlanRunEvent) => void;
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
