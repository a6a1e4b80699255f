/** @file The race as a plan: what to train next, who leaves and why. */
export {
  type AdaptiveRace,
  createAdaptiveRace,
  type Look,
  type LookEvidence,
  type NextAsks,
} from './adaptive/adaptive-race.js';
export type { AskedTrial } from './adaptive/evidence.js';
export { ADAPTIVE_RULES, type AdaptiveRuleName, adaptiveDefinition, isAdaptiveRule } from './adaptive/rules.js';
export {
  type AdaptiveSettings,
  DEFAULT_REPLICATES,
  DELTAS,
  type Prior,
} from './adaptive/settings.js';
export type { AdaptiveEnd, AdaptiveState } from './adaptive/state.js';
export type { ContestedRival, Verdict, VerdictKind } from './adaptive/verdict.js';
export { createRace } from './create-race.js';
export { type CustomRule, customRule } from './custom-rule.js';
export { FRESH_FROM, isFresh, MOST_FRESH_RIVALS } from './fresh-trials.js';
export { anyFailure, type FailureOf } from './never-worked.js';
export { parseRule, RULE_NAMES, RULE_OPTIONS, ruleOptions, statisticOfRule } from './parse-rule.js';
export { powerWarning } from './power-warning.js';
export type { LossOf, Race, RaceEnd, RaceFacts, Standing } from './race.js';
export type {
  RaceAnswer,
  RaceStatement,
  RivalAnswer,
  RivalStanding,
  Steadier,
  Verdict as RaceVerdict,
} from './race-answer.js';
export { type NamedRule, ruleOf, separateOf } from './race-rule.js';
export type { RaceSettings } from './race-settings.js';
export {
  createReplay,
  type LossTable,
  type Replay,
  type ReplayedChoice,
  type Replayer,
  type ReplaySettings,
  replayRace,
} from './replay.js';
export type { AdaptiveRule, Contest, Finding, RoundRule, Rule, Significance } from './rule.js';
export type { RuleOption, RuleSettings } from './rule-options.js';
export {
  criterionOverTable,
  inOrder,
  type OrderSimulation,
  type SimulationOptions,
  simulateOrders,
} from './simulate-orders.js';
