/** @file The race as a plan: what to train next, who leaves and why. */
export { parseRule, RULE_NAMES, type RuleSettings } from './parse-rule.js';
export { createRace, type Race } from './race.js';
export type { CompleteRaceSettings, RaceSettings } from './race-settings.js';
export { type RaceState, trialsUsed } from './race-state.js';
export type { Contest, Finding, Rule } from './rule.js';
