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
export type { Missing } from './answer-folder.js';
export type { AskedTrial, AskTellRace, CreateRaceOptions, Told } from './ask-tell.js';
export { assure, assureChange, expectRobust } from './assure-functions.js';
export {
  type AssureFinding,
  type AssureOptions,
  type ChangeFinding,
  type ChangeOptions,
  NotRobustError,
} from './assure-options.js';
export { type CheckedCandidate, type CheckedExperiment, check } from './check-experiment.js';
export type { ConfigurationOf } from './configuration-type.js';
export { createRace } from './create-race.js';
export type { ExperimentValue, RaceValue } from './experiment-value.js';
export type { ExplainOptions } from './explain/explain-options.js';
export type { ExportedTrial, ExportSubject } from './export-trial.js';
export type { FoundPlace, KnownBefore, KnownSearch } from './found/known-before.js';
export type { Prediction, PredictOptions } from './predict.js';
export type { PredictionsOptions } from './predictions/prediction-options.js';
export { explain, exportModel, predict, predictions, replay } from './run-functions.js';
export type { PlanRunEvent } from './run-question.js';
export { select } from './select.js';
export type { Selection, SelectOptions } from './select-options.js';
export { compare, couple, curve, measure } from './study-functions.js';
export type {
  CompareOptions,
  CoupleOptions,
  CurveOptions,
  MeasureOptions,
  StudyFinding,
  StudyOptions,
} from './study-options.js';
