/** @file The race as a plan: what to train next, who leaves and why. */
export {
  type AdaptiveRace,
  type AskedTrial,
  createAdaptiveRace,
  type Look,
  type LookEvidence,
  type NextAsks,
} from './adaptive/adaptive-race.js';
export {
  ADAPTIVE_RULES,
  type AdaptiveRuleName,
  type AdaptiveSettings,
  DELTAS,
  type Prior,
} from './adaptive/settings.js';
export type { AdaptiveEnd, AdaptiveState } from './adaptive/state.js';
export type { ContestedRival, Verdict, VerdictKind } from './adaptive/verdict.js';
export { type AnswerOptions, answerRace, type RaceAnswer, type RivalAnswer } from './answer.js';
export { type CustomRule, customRule } from './custom-rule.js';
export { parseRule, RULE_NAMES, RULE_OPTIONS, ruleOptions } from './parse-rule.js';
export { powerWarning } from './power-warning.js';
export { createRace, type LossOf, type Race } from './race.js';
export type { CompleteRaceSettings, RaceSettings } from './race-settings.js';
export { type RaceState, trialsUsed } from './race-state.js';
export { endOfRace, type LossTable, type RaceEnd, type Replay, type ReplaySettings, replayRace } from './replay.js';
export type { Contest, Finding, Rule, Significance } from './rule.js';
export type { RuleOption, RuleSettings } from './rule-options.js';
export {
  criterionOverTable,
  inOrder,
  type OrderSimulation,
  type SimulationOptions,
  simulateOrders,
} from './simulate-orders.js';
export { type Standing, standingsOf } from './standings.js';
