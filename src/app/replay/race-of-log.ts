/** @file Reads from a log how its race decided: the rule, the criterion and the warm-up. */
import { InputError, type JsonObject, type JsonValue, type RunHeader } from '../../core/index.js';
import type { Rule } from '../../questions/race/plan/index.js';
import { type Criterion, parseCriterion } from '../../stats/index.js';
import { customPartOf, customPartText } from '../custom-parts.js';
import { loggedRule } from '../logged-rule.js';

export interface LoggedRace {
  /** Absent where the rule decides trial by trial. */
  readonly warmup?: number;
  /** Absent where a program brought its own, which a log only names. */
  readonly rule?: Rule;
  readonly criterion?: Criterion;
}

export function raceOfLog(header: RunHeader): LoggedRace {
  const { warmup, rule, criterion } = header.plan;
  return {
    ...(typeof warmup === 'number' ? { warmup } : {}),
    ...(isObject(rule) && customPartOf(header, 'rule') === undefined ? { rule: loggedRule(rule) } : {}),
    ...(typeof criterion === 'string' ? { criterion: parseCriterion(criterion) } : {}),
  };
}

/** Throws an InputError for a rule or criterion that only the program of the run has. */
export function refuseCustomPart(part: 'rule' | 'criterion', header: RunHeader): void {
  const custom = customPartOf(header, part);
  if (custom === undefined) return;
  throw new InputError({
    code: `custom-${part}`,
    what: customPartText(part, custom),
    allowed: `--${part} with the name of a built-in ${part}`,
    fix: `Choose one with --${part}.`,
  });
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
