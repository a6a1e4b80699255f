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
export type { FoundPlace, KnownBefore, KnownSearch } from './ask/found/known-before.js';
export type { Missing } from './folder/answer-folder.js';
export type { AskedTrial, AskTellRace, CreateRaceOptions, Told } from './library/ask-tell.js';
export { assure, assureChange, expectRobust } from './library/assure-functions.js';
export {
  type AssureFinding,
  type AssureOptions,
  type ChangeFinding,
  type ChangeOptions,
  NotRobustError,
} from './library/assure-options.js';
export { type CheckedCandidate, type CheckedExperiment, check } from './library/check-experiment.js';
export type { ConfigurationOf } from './library/configuration-type.js';
export { createRace } from './library/create-race.js';
export type { ExperimentValue, RaceValue } from './library/experiment-value.js';
export { explain, exportModel, predict, predictions, replay } from './library/run-functions.js';
export { select } from './library/select.js';
export type { Selection, SelectOptions } from './library/select-options.js';
export { compare, couple, curve, measure } from './library/study-functions.js';
export type {
  CompareOptions,
  CoupleOptions,
  CurveOptions,
  MeasureOptions,
  StudyFinding,
  StudyOptions,
} from './library/study-options.js';
export type { ExplainOptions } from './models/explain-options.js';
export type { ExportedTrial, ExportSubject } from './models/export-trial.js';
export type { Prediction, PredictOptions } from './models/predict.js';
export type { PredictionsOptions } from './models/prediction-options.js';
export type { PlanRunEvent } from './run/run-question.js';
