/** @file The rule of a logged race as it was: options that came later stand at what was done before there were any. */
import type { JsonObject } from '../core/index.js';
import { isAdaptiveRule, parseRule, type Rule } from '../questions/race/plan/index.js';

/** Of a plan's description. @throws InputError for a rule that only a program has. */
export function loggedRule(kept: JsonObject): Rule {
  const name = String(kept.name);
  const isAdaptive = isAdaptiveRule(name);
  return parseRule({
    // Halving rounded up, and a quantile was compared on losses as they are.
    ...(name === 'halving' ? { keep: 'ceil' } : {}),
    ...(isAdaptive ? { scale: 'losses' } : {}),
    ...kept,
    name,
  });
}
