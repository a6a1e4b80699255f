/** @file Reads what failed trials count as: the experiment's `failures` as a policy, and as losses of a race. */
import { type FailurePolicy, inputError, isWorstAsWritten, type JsonObject, type Outcome } from '../../core/index.js';
import type { FailuresSpec } from '../../experiment/index.js';
import { anyFailure, type Rule } from '../../questions/race/plan/index.js';

export function failurePolicyOf({ retries, action, kinds }: FailuresSpec): FailurePolicy {
  const entries = Object.entries(kinds).flatMap(([kind, rule]) => (rule ? [[kind, withoutUndefined(rule)]] : []));
  const written = { action: action ?? 'worst', isActionWritten: action !== undefined };
  return { retries, ...written, kinds: Object.fromEntries(entries) as FailurePolicy['kinds'] };
}

/** True where the policy leaves anything out, which makes it a part of what the race is. */
function excludesAnything({ action, kinds }: FailurePolicy): boolean {
  return [action, ...Object.values(kinds).map((rule) => rule.action)].includes('exclude');
}

/** The kind of failure that an outcome is under the policy; undefined for one that counts, as the user wrote or as it is. */
export function failureUnder(policy: FailurePolicy, outcome: Outcome): string | undefined {
  return isWorstAsWritten(policy, outcome) ? undefined : anyFailure(outcome);
}

/** Throws an InputError where the policy leaves trials out that the rule needs. */
export function requireRuleFor(policy: FailurePolicy, rule: Rule): void {
  if (rule.kind === 'adaptive' || !rule.paired || !excludesAnything(policy)) return;
  throw inputError`exclude-with-pairs: failures: trainings cannot be excluded under the rule "${rule.name}", which compares candidates replicate by replicate.
    Allowed: worst, stop
    Fix: Use \`action: worst\`, or a rule for two samples.`;
}

/** For the head of the log, where the policy makes the race another one. */
export function exclusionInPlan(policy: FailurePolicy): JsonObject {
  return excludesAnything(policy) ? { failures: describePolicy(policy) } : {};
}

function describePolicy({ action, kinds }: FailurePolicy): JsonObject {
  const actions = Object.entries(kinds).flatMap(([kind, rule]) =>
    rule.action === undefined ? [] : [[kind, rule.action]],
  );
  return { action, ...(Object.fromEntries(actions) as Record<string, string>) };
}

function withoutUndefined(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
