/** @file `surefoot/race`: the race alone, for browsers and for whoever trains elsewhere. Nothing of Node's is needed. */
export {
  type Decision,
  InputError,
  type JsonObject,
  type StreamName,
  type Streams,
  SurefootError,
} from '../core/index.js';
export type {
  CustomRule,
  RaceAnswer,
  RaceEnd,
  RivalAnswer,
  RuleSettings,
  Standing,
} from '../selection/index.js';
export type { CriterionKind, CustomCriterion, Interval, NoInterval } from '../stats/index.js';
export { type AskedTrial, createRace, type OpenRace } from './open-race.js';
export type { RaceChoices, RaceOptions, ToldTrial } from './race-options.js';
