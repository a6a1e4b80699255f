/** @file Turns settings as a user writes them into a rule, or refuses them; knows which rules there are. */
import { inputError, nearestName } from '../../../core/index.js';
import type { Criterion } from '../../../stats/index.js';
import { ADAPTIVE_RULES, isAdaptiveRule } from './adaptive/rules.js';
import type { Rule, RuleFamily } from './rule.js';
import {
  numberOption,
  RANGES,
  type RuleOption,
  type RuleOptions,
  type RuleSettings,
  readOptions,
  requireKnownOptions,
} from './rule-options.js';
import { ADAPTIVE_OPTIONS, parseAdaptiveRule } from './rules/adaptive.js';
import { friedman } from './rules/friedman.js';
import { fraction, halving } from './rules/keep-best.js';
import { kolmogorovSmirnov, mannWhitney, pairedT, welch, wilcoxon } from './rules/location-tests.js';
import { bartlett, flignerKilleen, levene } from './rules/spread-tests.js';
import { threshold } from './rules/threshold.js';

const FAMILIES: readonly RuleFamily[] = [
  halving,
  fraction,
  threshold,
  welch,
  mannWhitney,
  kolmogorovSmirnov,
  bartlett,
  levene,
  flignerKilleen,
  pairedT,
  wilcoxon,
  friedman,
];

/** What every rule has beside its own options. */
export const COMMON_OPTIONS = {
  testEvery: numberOption('all rules: decide in every m-th round only', RANGES.count, 1),
  minimumSurvivors: numberOption('all rules: never leave fewer', RANGES.count, 1),
};

/**
 * The rules that a race can go by.
 *
 * @example RULE_NAMES.includes('halving') // true
 */
export const RULE_NAMES: readonly string[] = [...ADAPTIVE_RULES, ...FAMILIES.map(({ name }) => name)];

/** Every option that some rule has, by name. */
export const RULE_OPTIONS: ReadonlyMap<string, RuleOption> = new Map(
  [ADAPTIVE_OPTIONS, ...FAMILIES.map(({ options }) => options), COMMON_OPTIONS].flatMap((options) =>
    Object.entries(options),
  ),
);

/**
 * The options of one rule, those that every rule has included. Throws an InputError for an unknown name.
 *
 * @example Object.keys(ruleOptions('halving'))
 */
export function ruleOptions(name: string): RuleOptions {
  return isAdaptiveRule(name) ? ADAPTIVE_OPTIONS : allOptions(familyOf(name));
}

/**
 * The rule of that name with those options. Throws an InputError for an unknown name (the nearest is suggested), for
 * options the rule does not have and for values out of range.
 */
export function parseRule(given: RuleSettings | string): Rule {
  const written = typeof given === 'string' ? { name: given } : given;
  if (isAdaptiveRule(written.name)) return parseAdaptiveRule(written.name, written);
  const family = familyOf(written.name);
  const { name, fits } = family;
  const settings: RuleSettings = { ...written, name };
  requireKnownOptions(settings, allOptions(family));
  const { body, options } = family.build(settings);
  const common = readOptions(settings, COMMON_OPTIONS);
  return { kind: 'rounds', ...body, ...common, name, fits, settings: { name, ...options, ...common } };
}

/** Names of the rules that ask the right question for this criterion, and can go by it. */
export function rulesFor({ kind, statistic }: Criterion): readonly string[] {
  const families = FAMILIES.filter(({ fits }) => fits.includes(kind)).map(({ name }) => name);
  const isKnown = statistic !== undefined && statistic.race.as !== 'none';
  return isKnown ? [...ADAPTIVE_RULES, ...families] : families;
}

/** What the statistic in the evidence of that rule is, where that has a name of its own: `rank`. */
export function statisticOfRule(name: string): RuleFamily['statistic'] {
  return findFamily(name)?.statistic;
}

/** Whether a built-in rule has that name. */
export function isRuleName(name: string): boolean {
  return isAdaptiveRule(name) || findFamily(name) !== undefined;
}

function allOptions({ options }: RuleFamily): RuleOptions {
  return { ...options, ...COMMON_OPTIONS };
}

function findFamily(given: string): RuleFamily | undefined {
  return FAMILIES.find(({ name, aliases }) => name === given || aliases?.includes(given));
}

function familyOf(given: string): RuleFamily {
  const family = findFamily(given);
  if (family !== undefined) return family;
  const nearest = nearestName(given, [
    ...ADAPTIVE_RULES,
    ...FAMILIES.flatMap(({ name, aliases = [] }) => [name, ...aliases]),
  ]);
  throw inputError`unknown-rule: Unknown rule "${given}"${nearest === undefined ? '' : `; did you mean "${nearest}"?`}
    Allowed: ${RULE_NAMES.join(', ')}
    Fix: Choose one of these rules.`;
}
