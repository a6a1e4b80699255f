/** @file The public API: `import { select } from 'surefoot'`. */
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
export type { TrainFunction, TrainingCall } from '../trainers/index.js';
export { type AskedTrial, type AskTellRace, type CreateRaceOptions, createRace, type Told } from './ask-tell.js';
export type { ConfigurationOf, ExperimentValue } from './configuration-type.js';
export type { RaceEvent } from './race-run.js';
export { type Selection, type SelectOptions, select } from './select.js';
