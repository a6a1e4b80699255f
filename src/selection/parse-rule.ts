/** @file Rules by name: settings as a user writes them become a rule, or one clear refusal. */
import { InputError, type JsonObject, nearestName } from '../core/index.js';
import type { CriterionKind } from '../stats/index.js';
import type { Rule } from './rule.js';
import { decisionsToOne, judgeByShare } from './rules/fraction.js';

/** A rule's name with its options; options a rule does not know are refused. */
export interface RuleSettings {
  readonly name: string;
  /** Ask the rule at every m-th round only; default 1. */
  readonly testEvery?: number;
  /** Never leave fewer; default 1. */
  readonly minimumSurvivors?: number;
}

const EVERY_KIND: readonly CriterionKind[] = ['location', 'spread', 'tail'];

const BUILDERS: Readonly<Record<string, (settings: RuleSettings) => Rule>> = {
  halving: (settings) => ({
    ...commonOf(settings),
    fits: EVERY_KIND,
    minimumTrials: 1,
    paired: false,
    decisionsToOne: (candidates) => decisionsToOne(candidates, 0.5),
    judge: (contest) => judgeByShare(contest, 0.5),
  }),
};

export const RULE_NAMES: readonly string[] = Object.keys(BUILDERS);

/** Throws an InputError for an unknown name (the nearest is suggested) and for options out of range. */
export function parseRule(settings: RuleSettings | string): Rule {
  const { name, ...options } = typeof settings === 'string' ? { name: settings } : settings;
  const build = Object.hasOwn(BUILDERS, name) ? BUILDERS[name] : undefined;
  if (build !== undefined) return build({ name, ...options });
  const nearest = nearestName(name, RULE_NAMES);
  throw new InputError({
    code: 'unknown-rule',
    what: `Unknown rule "${name}"${nearest === undefined ? '' : `; did you mean "${nearest}"?`}`,
    allowed: RULE_NAMES.join(', '),
    fix: 'Choose one of these rules.',
  });
}

function commonOf(settings: RuleSettings): Pick<Rule, 'name' | 'settings' | 'testEvery' | 'minimumSurvivors'> {
  const testEvery = positiveInteger(settings, 'testEvery');
  const minimumSurvivors = positiveInteger(settings, 'minimumSurvivors');
  const written: JsonObject = { name: settings.name, testEvery, minimumSurvivors };
  return { name: settings.name, settings: written, testEvery, minimumSurvivors };
}

function positiveInteger(settings: RuleSettings, option: 'testEvery' | 'minimumSurvivors'): number {
  const value = settings[option] ?? 1;
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new InputError({
    code: 'rule-option',
    what: `${option} of rule "${settings.name}" is ${value}`,
    allowed: 'a whole number, at least 1',
    fix: `Change ${option} or leave it out (default 1).`,
  });
}
