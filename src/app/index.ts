/** @file The public API: `import { select } from 'surefoot'`. */
import './require-node.js';

export {
  type Candidate,
  type Decision,
  type Evidence,
  type Failure,
  InputError,
  type JsonObject,
  type JsonValue,
  type Outcome,
  type OutcomeStatus,
  RunError,
  type StreamName,
  type Streams,
  SurefootError,
  type TrainingResult,
  type Trial,
} from '../core/index.js';
export type { Budget } from '../evidence/drive/index.js';
export type { KnownTrial, KnownTrials } from '../experiment/index.js';
export type { ReplayAsked as ReplayOptions } from '../questions/index.js';
export type { Contest, CustomRule, Finding, RuleSettings } from '../questions/race/plan/index.js';
export type { EndStatus, Explanation, PredictionRecord, Result, StudyRecord, UnitImportance } from '../report/index.js';
export type { ProposalState, Propose, TriedConfiguration } from '../search/index.js';
export type { CriterionKind, CustomCriterion } from '../stats/index.js';
export type { FunctionResult, ToldPredictions, TrainFunction, TrainingCall } from '../trainers/index.js';
export type { FoundPlace, KnownBefore, KnownSearch } from './ask/found/from.js';
export type { Missing } from './folder/answer-folder.js';
export type { AskedTrial, AskTellRace, Told } from './library/ask-tell.js';
export {
  assure,
  assureChange,
  type CheckedCandidate,
  type CheckedExperiment,
  check,
  compare,
  couple,
  createRace,
  curve,
  expectRobust,
  explain,
  exportModel,
  keep,
  measure,
  predict,
  predictions,
  replay,
  select,
} from './library/functions.js';
export {
  type AssureFinding,
  type AssureOptions,
  type ChangeFinding,
  type ChangeOptions,
  type CompareOptions,
  type ConfigurationOf,
  type CoupleOptions,
  type CreateRaceOptions,
  type CurveOptions,
  type ExperimentValue,
  type KeepFinding,
  type KeepOptions,
  type MeasureOptions,
  NotRobustError,
  type RaceValue,
  type Selection,
  type SelectOptions,
  StoppedError,
  type StudyFinding,
  type StudyOptions,
} from './library/options.js';
export type { ExplainOptions } from './models/explain.js';
export type { ExportedTrial, ExportSubject } from './models/export-trial.js';
export type { Prediction, PredictOptions } from './models/predict.js';
export type { PredictionsOptions } from './models/run-predictions.js';
export type { PlanRunEvent } from './run/run-question.js';
