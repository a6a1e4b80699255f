/** @file Reads what an experiment requires of losses beside what it races: who is shown to be worse than that cannot win. */
import { type Candidate, type FailurePolicy, given, InputError } from '../core/index.js';
import { lossRequirement, type RaceSettings, type Rule } from '../questions/race/plan/index.js';
import { parseCriterion } from '../stats/index.js';
import { lossUnder } from './count-failures.js';
import type { SourcedExperiment } from './experiment-source.js';

interface AskedOfRace {
  readonly candidates: readonly Candidate[];
  readonly rule: Rule;
  readonly failurePolicy: FailurePolicy;
  readonly separate: number | undefined;
}

/**
 * Undefined where nothing is required.
 * @throws InputError for a race by the loss itself, for a rule that has no errors to tell who is beyond, and for a criterion it cannot go by.
 */
export function admissionOf(
  { require = {}, race, seed }: SourcedExperiment['draft'],
  { candidates, rule, failurePolicy, separate }: AskedOfRace,
): RaceSettings['admission'] {
  const [required] = Object.entries(require.loss ?? {});
  if (required === undefined) return undefined;
  const [criterion, { within }] = required;
  if (race.metric === undefined || race.metric === 'loss') {
    throw refused('the race is about the loss itself', 'a race by a metric', 'Name a `race.metric`, or remove `loss`.');
  }
  if (rule.kind === 'rounds' || rule.statement !== undefined) {
    const what = `the rule is ${rule.name}${rule.kind === 'rounds' ? '' : ' without assumptions'}, which does not tell how sure it is of that`;
    throw refused(what, 'default, strict, fast', 'Remove `race.rule`, or `require.loss`.');
  }
  return lossRequirement({
    ...{ candidates: candidates.map(({ id }) => id), criterion: parseCriterion(criterion), within, seed },
    lossOf: (outcome) => lossUnder(failurePolicy, outcome),
    ...given({ delta: rule.delta, maxReplicates: race.maxReplicates, separate }),
  });
}

function refused(why: string, allowed: string, fix: string): InputError {
  return new InputError({ code: 'require-loss', what: `require.loss is given, and ${why}.`, allowed, fix });
}
