/** @file The race as a plan: what to train next, which candidates leave and why. */
export { type AdaptiveRace, createAdaptiveRace } from './adaptive/adaptive-race.js';
export { ENOUGH_TRIALS } from './adaptive/doubt.js';
export { ADAPTIVE_RULES, type AdaptiveRuleName } from './adaptive/rules.js';
export { type AdaptiveSettings, type Admission, DELTAS, MECHANISMS, type Mechanism } from './adaptive/settings.js';
export type { AdaptiveState } from './adaptive/state.js';
export { statementNeeds } from './adaptive/statement/needs.js';
export type { AdaptiveVerdict, Assessment } from './adaptive/verdict.js';
export type {
  Collapses,
  ProbationMember,
  RaceAnswer,
  RaceClaims,
  RequiredMetric,
  RequirementAnswer,
  RequirementsAnswer,
  RivalAnswer,
  RivalStanding,
  SearchAnswer,
  ToleranceAnswer,
  Verdict,
} from './answer-schema.js';
export { type CandidateHistory, type CandidateStep, candidateHistory } from './candidate-history.js';
export { type CollapseSettings, collapseBars, collapsesOf, trainingsIn } from './collapses.js';
export { type CustomRule, customRule } from './custom-rule.js';
export { leastTrials, mostFreshTrials } from './fresh-trials.js';
export { costsOfAll, DISAGREEMENT, type JointCosts, type JointFigure } from './joint-costs.js';
export { anyFailure, type FailureOf } from './never-worked.js';
export { parseRule, RULE_NAMES, RULE_OPTIONS, ruleOptions, statisticOfRule } from './parse-rule.js';
export { PASS_LEVEL, passesOf } from './passes.js';
export { planRace } from './plan-race.js';
export { reliabilityCost, requireReliabilityBudget } from './probation.js';
export { FRESH_FROM, isFresh, type LossOf, type Race, type RaceEnd, type RaceFacts, type Standing } from './race.js';
export { powerWarning, ruleOf, separateOf } from './race-rule.js';
export type { RaceSettings } from './race-settings.js';
export { createReplay, type LossTable, type Replay, type ReplaySettings, replayRace } from './replay.js';
export { joinedAdmissions, lossRequirement, metricRequirements } from './requirements/admissions.js';
export type { MetricBound } from './requirements/metric-standings.js';
export { planRequired } from './requirements/plan-required.js';
export type { AdaptiveRule, Contest, Finding, RoundRule, Rule } from './rule.js';
export type { RuleOption, RuleSettings } from './rule-options.js';
export { auditBeyond } from './search/audit.js';
export type { Draft, DraftSource, Joined, JoiningLook, Newcomers } from './search/field.js';
export { planSearch } from './search/search-plan.js';
export { type KnownSource, type SearchSettings, WITHOUT_SEARCH } from './search/settings.js';
export { spreadNeeds } from './spread-needs.js';
