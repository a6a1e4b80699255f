/** @file The input of every report of a study. */
import type {
  Direction,
  FailurePolicy,
  JsonObject,
  LogExtent,
  Notice,
  Outcome,
  RunHeader,
  Stretch,
} from '../../core/index.js';
import type { StudyBaseline } from '../../questions/common/plan/index.js';
import type { StudyAnalysis } from '../../questions/index.js';
import type { DataDescription, QuestionStatus, ReportedCode, RunFile, TrainedBeside } from '../input.js';
import type { PredictionRecord } from '../predictions/prediction-record.js';
import type { JudgedChange } from './judged-change.js';

export interface StudyInput {
  readonly header: RunHeader;
  readonly status: QuestionStatus;
  /** How far the log goes that this was read from; absent where nothing outlives the process. */
  readonly log?: LogExtent | undefined;
  /** Its number in the run folder; absent where there is none. */
  readonly question?: number;
  /** The number of outcomes that count no longer, by the word of a person; none where absent. */
  readonly forgotten?: number;
  /** Settings of the study, all of them. */
  readonly plan: JsonObject;
  /** `loss`, or the metric that is studied. */
  readonly figure: string;
  /** Of a metric whose name does not say it; smaller is better where absent. */
  readonly direction?: Direction;
  /** What failures count as; the worst where absent. */
  readonly failurePolicy?: FailurePolicy;
  readonly analysis: StudyAnalysis;
  /**
   * What its trainings are set beside, by sample size: the trivial baseline (chance level) and a simple model, in the studied
   * figure. Lines for charts; each distribution of the analysis says itself whether it is better. Empty while the study goes on,
   * and where Surefoot does not hold data and loss.
   */
  readonly baselines?: readonly StudyBaseline[];
  /** What trainings predict; absent where nothing was kept of that. */
  readonly predictions?: PredictionRecord;
  readonly outcomes: readonly Outcome[];
  /** Of a change: all of its session so far, in the order in which they were asked; absent where it is asked by itself. */
  readonly session?: readonly JudgedChange[];
  /** Nothing where absent. */
  readonly beside?: TrainedBeside;
  readonly stretches: readonly Stretch[];
  /** What the log says that people should know, in order of time; none where absent. */
  readonly notices?: readonly Notice[];
  readonly data: DataDescription;
  readonly command: string | null;
  /** The run folder as the user named it; absent where nothing is written. */
  readonly folder?: string;
  /** Absent where no code of the user's trained, or nothing is known of it. */
  readonly code?: ReportedCode | undefined;
  readonly files: readonly RunFile[];
}
