/** @file Declares what `measure`, `curve`, `compare` and `couple` take and give. */
import type { CompareAsked, CoupleAsked, CurveAsked, MeasureAsked } from '../../questions/index.js';
import type { QuestionEnd, StudyRecord } from '../../report/index.js';
import type { Missing } from '../folder/answer-folder.js';
import type { SelectRunOptions } from './select-options.js';

/** What every study takes; the `race` and `budget` of its experiment mean nothing here. */
export interface StudyOptions<Space = unknown> extends SelectRunOptions<Space> {
  /** Ids or labels of the candidates that take part; default: all. */
  readonly candidates?: readonly string[];
  /** A metric to be studied, default: `loss`; of one that is none of the built-in trainer's smaller is taken for better. */
  readonly metric?: string;
}

export interface MeasureOptions<Space = unknown> extends StudyOptions<Space>, MeasureAsked {}

export interface CurveOptions<Space = unknown> extends StudyOptions<Space>, CurveAsked {}

export interface CompareOptions<Space = unknown> extends StudyOptions<Space>, CompareAsked {}

export interface CoupleOptions<Space = unknown> extends StudyOptions<Space>, CoupleAsked {}

export interface StudyFinding {
  /** `exhausted`: it has all its trials. `decided`, `denied`: it was answered, with yes or no. `budget`: the budget ended before. */
  readonly status: QuestionEnd;
  /** The content of the record in its folder, `measure.json` and the like, numbers as numbers. */
  readonly record: StudyRecord;
  /** What could not be made or written, with the reason; empty where all is there. The same call makes it. */
  readonly missing: readonly Missing[];
}
