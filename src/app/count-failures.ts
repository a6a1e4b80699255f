/** @file What failed trials count as: the experiment's `failures` as a policy, and as losses of a race. */
import { InputError, type JsonObject } from '../core/index.js';
import { actionFor, type FailurePolicy } from '../execution/index.js';
import type { FailuresSpec } from '../experiment/index.js';
import type { LossOf, Rule } from '../selection/index.js';

export function failurePolicyOf({ retries, action, kinds }: FailuresSpec): FailurePolicy {
  const entries = Object.entries(kinds).map(([kind, rule]) => [kind, withoutUndefined(rule)]);
  return { retries, action, kinds: Object.fromEntries(entries) as FailurePolicy['kinds'] };
}

/** True where the policy leaves anything out, which makes it a part of what the race is. */
function excludesAnything({ action, kinds }: FailurePolicy): boolean {
  return [action, ...Object.values(kinds).map((rule) => rule.action)].includes('exclude');
}

/**
 * How a race counts outcomes under a policy that leaves trials out; undefined under one that does not. Throws an InputError
 * for a rule that needs every pair.
 */
export function lossUnder(policy: FailurePolicy, rule: Rule): LossOf | undefined {
  if (!excludesAnything(policy)) return undefined;
  if (rule.paired) {
    throw new InputError({
      code: 'exclude-with-pairs',
      what: `failures: trials cannot be excluded under the rule "${rule.name}", which compares replicate by replicate.`,
      allowed: 'worst, stop',
      fix: 'Use `action: worst`, or a rule for two samples.',
    });
  }
  return (outcome) => {
    if (outcome.status === 'completed') return outcome.loss;
    return actionFor(policy, outcome) === 'exclude' ? Number.NaN : Number.POSITIVE_INFINITY;
  };
}

/** For the head of the log, where the policy makes the race another one. */
export function describeExclusion(policy: FailurePolicy): JsonObject {
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
