/** @file What failed trials count as: the experiment's `failures` as a policy, and a race that leaves excluded ones out. */
import { InputError, type JsonObject, type Outcome } from '../core/index.js';
import { actionFor, type FailurePolicy } from '../execution/index.js';
import type { FailuresSpec } from '../experiment/index.js';
import type { Race } from '../selection/index.js';

export function failurePolicyOf({ retries, action, kinds }: FailuresSpec): FailurePolicy {
  const entries = Object.entries(kinds).map(([kind, rule]) => [kind, withoutUndefined(rule)]);
  return { retries, action, kinds: Object.fromEntries(entries) as FailurePolicy['kinds'] };
}

/** True where the policy leaves anything out, which makes it a part of what the race is. */
function excludesAnything({ action, kinds }: FailurePolicy): boolean {
  return [action, ...Object.values(kinds).map((rule) => rule.action)].includes('exclude');
}

/**
 * The same race, in which trials that the policy excludes have no loss. Where a candidate would be left with fewer losses
 * than its criterion and the rule need, its excluded trials count as the worst after all: a candidate that cannot be
 * trained must not stay for want of evidence. Throws an InputError for a rule that needs every pair.
 */
export function leaveOutExcluded(race: Race, policy: FailurePolicy): Race {
  if (!excludesAnything(policy)) return race;
  const { rule, criterion, candidates } = race.settings;
  if (rule.paired) {
    throw new InputError({
      code: 'exclude-with-pairs',
      what: `failures: trials cannot be excluded under the rule "${rule.name}", which compares replicate by replicate.`,
      allowed: 'worst, stop',
      fix: 'Use `action: worst`, or a rule for two samples.',
    });
  }
  const needed = Math.max(criterion.minimumTrials, rule.minimumTrials);
  const indexOf = new Map(candidates.map((id, index) => [id, index]));
  const lossOf = (outcome: Outcome): number => {
    if (outcome.status === 'completed') return outcome.loss;
    return actionFor(policy, outcome) === 'exclude' ? Number.NaN : Number.POSITIVE_INFINITY;
  };
  return {
    ...race,
    description: { ...race.description, failures: describePolicy(policy) },
    applyOutcomes: (state, outcomes) => {
      const fresh: Float64Array[] = [];
      for (let start = 0; start < outcomes.length; start += state.survivors.length) {
        const column = new Float64Array(candidates.length).fill(Number.NaN);
        for (const outcome of outcomes.slice(start, start + state.survivors.length)) {
          column[indexOf.get(outcome.trial.candidate) as number] = lossOf(outcome);
        }
        fresh.push(column);
      }
      const columns = [...state.columns, ...fresh];
      for (const index of state.survivors) {
        const losses = columns.filter((column) => !Number.isNaN(column[index]));
        if (losses.length >= needed) continue;
        for (const column of fresh) if (Number.isNaN(column[index])) column[index] = Number.POSITIVE_INFINITY;
      }
      return race.applyLosses(state, fresh);
    },
  };
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
