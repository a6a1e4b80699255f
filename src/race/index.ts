/** @file `surefoot/race`: the race alone, for browsers and for training elsewhere. It needs nothing of Node. */
export {
  type Decision,
  InputError,
  type JsonObject,
  type StreamName,
  type Streams,
  SurefootError,
} from '../core/index.js';
export {
  type Collapses,
  type CustomRule,
  type RaceAnswer,
  type RaceEnd,
  type RivalAnswer,
  RULE_NAMES,
  type RuleOption,
  type RuleSettings,
  ruleOptions,
  type Standing,
} from '../questions/race/plan/index.js';
export {
  CRITERION_NAMES,
  type Criterion,
  type CriterionKind,
  type CustomCriterion,
  type Interval,
  type NoInterval,
  parseCriterion,
} from '../stats/index.js';
export { type AskedTrial, createRace, type OpenRace } from './open-race.js';
export type { RaceChoices, RaceOptions, ToldTrial } from './race-options.js';
