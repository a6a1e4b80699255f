/** @file Rules by name: settings as a user writes them become a rule, or one clear refusal. */
import { InputError, nearestName } from '../core/index.js';
import type { CriterionKind } from '../stats/index.js';
import type { Rule, RuleFamily } from './rule.js';
import { numberOption, RANGES, type RuleOption, type RuleSettings, requireKnownOptions } from './rule-options.js';
import { fraction, halving } from './rules/fraction.js';
import { friedman } from './rules/friedman.js';
import { kolmogorovSmirnov, mannWhitney, pairedT, welch, wilcoxon } from './rules/location-tests.js';
import { bartlett, flignerKilleen, levene } from './rules/spread-tests.js';
import { threshold } from './rules/threshold.js';

const FAMILIES: Readonly<Record<string, RuleFamily>> = {
  halving,
  fraction,
  threshold,
  welch,
  'mann-whitney': mannWhitney,
  'kolmogorov-smirnov': kolmogorovSmirnov,
  bartlett,
  levene,
  'fligner-killeen': flignerKilleen,
  'paired-t': pairedT,
  wilcoxon,
  friedman,
};

/** Short names people use; decisions and logs have the long ones. */
const ALIASES: Readonly<Record<string, string>> = {
  ks: 'kolmogorov-smirnov',
  fligner: 'fligner-killeen',
  'mann-whitney-u': 'mann-whitney',
  'wilcoxon-signed-rank': 'wilcoxon',
};

export const RULE_NAMES: readonly string[] = Object.keys(FAMILIES);

/** Options of the rule of that name, those that every rule has included. Throws an InputError for an unknown name. */
export function ruleOptions(name: string): readonly RuleOption[] {
  return [...familyOf(name).family.options, ...COMMON_OPTIONS];
}

/**
 * The rule of that name with those options. Throws an InputError for an unknown name (the nearest is suggested), for
 * options the rule does not have and for values out of range.
 */
export function parseRule(given: RuleSettings | string): Rule {
  const written = typeof given === 'string' ? { name: given } : given;
  const { name, family } = familyOf(written.name);
  const settings = { ...written, name };
  requireKnownOptions(settings, ruleOptions(name));
  const testEvery = numberOption(settings, 'testEvery', RANGES.count);
  const minimumSurvivors = numberOption(settings, 'minimumSurvivors', RANGES.count);
  const { body, options } = family.build(settings);
  return { ...body, name, settings: { name, ...options, testEvery, minimumSurvivors }, testEvery, minimumSurvivors };
}

/** Names of the rules that ask the right question for criteria of this kind. */
export function rulesFitting(kind: CriterionKind): readonly string[] {
  return RULE_NAMES.filter((name) => {
    const needed = Object.entries({ share: 0.5, margin: 0 }).filter(([option]) => {
      return ruleOptions(name).includes(option as RuleOption);
    });
    return parseRule({ name, ...Object.fromEntries(needed) }).fits.includes(kind);
  });
}

const COMMON_OPTIONS = ['testEvery', 'minimumSurvivors'] as const;

function familyOf(given: string): { readonly name: string; readonly family: RuleFamily } {
  const name = Object.hasOwn(ALIASES, given) ? (ALIASES[given] as string) : given;
  const family = Object.hasOwn(FAMILIES, name) ? FAMILIES[name] : undefined;
  if (family === undefined) throw unknownRule(name);
  return { name, family };
}

function unknownRule(name: string): InputError {
  const nearest = nearestName(name, [...RULE_NAMES, ...Object.keys(ALIASES)]);
  return new InputError({
    code: 'unknown-rule',
    what: `Unknown rule "${name}"${nearest === undefined ? '' : `; did you mean "${nearest}"?`}`,
    allowed: RULE_NAMES.join(', '),
    fix: 'Choose one of these rules.',
  });
}
