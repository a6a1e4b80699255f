/** @file Reads the rule of a race with what stands beside it, refuses what belongs to another kind of rule, and warns of one
 * that could never drop a candidate. */
import { type InputError, inputError } from '../../../core/index.js';
import { DEFAULT_REPLICATES } from './adaptive/settings.js';
import { parseRule } from './parse-rule.js';
import type { Rule } from './rule.js';
import type { RuleSettings } from './rule-options.js';

/** A rule with what stands beside it in the `race` of an experiment. */
interface NamedRule {
  readonly rule: RuleSettings;
  readonly warmup?: number | undefined;
  readonly tolerance?: number | string | undefined;
  readonly delta?: number | undefined;
}

/** At most this many times the replicates of a race are spent to separate a tie. */
const SEPARATE_TIMES = 5;

/**
 * The rule of a race: `own` in place of a named one.
 * @throws InputError for an unknown rule or option, and for settings that this rule does not have.
 */
export function ruleOf(race: NamedRule, own?: Rule): Rule {
  const { warmup, tolerance, delta } = race;
  const given = {
    ...(tolerance === undefined ? {} : { tolerance }),
    ...(delta === undefined ? {} : { delta }),
  };
  const twice = Object.keys(given).find((name) => name in race.rule);
  if (twice !== undefined) throw isTwice(twice);
  const plain = own ?? parseRule(race.rule);
  const [first] = Object.entries(given);
  if (plain.kind === 'rounds') {
    if (first !== undefined) throw isOfNobody(first[0], first[1], plain.name);
    return plain;
  }
  if (warmup !== undefined) throw hasNoWarmup(warmup, plain.name);
  return first === undefined ? plain : parseRule({ ...race.rule, ...given });
}

/**
 * Replicates up to which a tie is separated; undefined where that is not asked for.
 * @throws InputError for a rule that cannot, and for no more replicates than the race has.
 */
export function separateOf(
  asked: number | boolean | undefined,
  rule: Rule,
  maxReplicates = DEFAULT_REPLICATES,
): number | undefined {
  if (asked === undefined || asked === false) return undefined;
  if (rule.kind === 'rounds') {
    throw inputError`separate-in-rounds: A race under the rule "${rule.name}" cannot separate a tie: it has no tolerance.
      Allowed: separate with the rules default, strict and fast
      Fix: Leave it out, or raise race.maxReplicates.`;
  }
  const replicates = asked === true ? SEPARATE_TIMES * maxReplicates : asked;
  if (Number.isSafeInteger(replicates) && replicates > maxReplicates) return replicates;
  throw inputError`separate: separate is ${replicates}, but the race has ${maxReplicates} replicates already.
    Allowed: a whole number above ${maxReplicates}
    Fix: Ask for more, or leave the number out.`;
}

function hasNoWarmup(warmup: number, rule: string): InputError {
  return inputError`warmup-without-rounds: race.warmup is ${warmup}, but the rule "${rule}" decides training by training and has no warm-up.
    Allowed: a warm-up for rules that race in rounds, such as halving and welch
    Fix: Remove race.warmup, or choose such a rule: \`rule: halving\`.`;
}

function isOfNobody(name: string, value: unknown, rule: string): InputError {
  return inputError`${name}-in-rounds: race.${name} is ${JSON.stringify(value)}, but the rule "${rule}" makes no claim that it could apply to.
    Allowed: ${name} with the rules default, strict and fast
    Fix: Remove race.${name}, or race.rule.`;
}

function isTwice(name: string): InputError {
  return inputError`given-twice: race.${name} is given twice: beside the rule and among its options.
    Allowed: one of race.${name} and race.rule.${name}
    Fix: Remove race.rule.${name}.`;
}

/** Power is not looked for beyond this many trials. */
const SEARCH_LIMIT = 64;

/**
 * A sentence for people when the rule can never reach its alpha with `trials` trials of each of so many candidates,
 * else undefined. Rules without a test always can.
 */
export function powerWarning(rule: Rule, trials: number, candidates: number): string | undefined {
  const significance = rule.kind === 'rounds' ? rule.significance : undefined;
  if (significance === undefined) return undefined;
  const { alpha } = significance;
  const smallest = significance.smallestPValue(trials, candidates);
  if (smallest < alpha) return undefined;
  let enough = trials + 1;
  while (enough <= SEARCH_LIMIT && significance.smallestPValue(enough, candidates) >= alpha) enough++;
  const corrected = significance.correction === undefined ? '' : ` after ${significance.correction} correction`;
  const remedy = enough > SEARCH_LIMIT ? 'raise alpha' : `it can from ${enough} trainings on`;
  return (
    `With ${trials} trainings of each of ${candidates} candidates rule "${rule.name}" can never reach p < ${alpha}: ` +
    `the smallest p-value${corrected} is ${smallest.toPrecision(3)}; ${remedy}.`
  );
}
