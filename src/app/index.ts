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
export type { Budget } from '../execution/index.js';
export type { Result } from '../report/index.js';
export type { Contest, CustomRule, Finding } from '../selection/index.js';
export type { CriterionKind, CustomCriterion } from '../stats/index.js';
export type { TrainFunction, TrainingCall } from '../trainers/index.js';
export type { AskedTrial, AskTellRace, CreateRaceOptions, Told } from './ask-tell.js';
export type { ConfigurationOf, ExperimentValue, RaceValue } from './configuration-type.js';
export { createRace } from './create-race.js';
export type { RaceEvent } from './race-run.js';
export { select } from './select.js';
export type { Selection, SelectOptions } from './select-options.js';
