/** @file Reads what an experiment requires of trainings beside what it races: a candidate that is shown not to meet it cannot win. */
import {
  type Candidate,
  defined,
  type FailurePolicy,
  type InputError,
  inputError,
  JOINT_NAMES,
  knownScores,
  nearestName,
  type Outcome,
  rangeOf,
} from '../../core/index.js';
import { type RequiredBound, requiredBounds, requiredShare } from '../../experiment/index.js';
import {
  type Admission,
  joinedAdmissions,
  lossRequirement,
  type MetricBound,
  metricRequirements,
  type Rule,
  WITHOUT_SEARCH,
} from '../../questions/race/plan/index.js';
import { CRITERION_FAMILIES, findCriterion, type KnownCriterion, lossUnder } from '../../stats/index.js';
import type { SourcedExperiment } from './experiment-source.js';
import { requireGiven } from './raced-figure.js';

interface AskedOfRace {
  readonly candidates: readonly Candidate[];
  readonly rule: Rule;
  readonly failurePolicy: FailurePolicy;
  readonly separate: number | undefined;
  /** Undefined where every candidate is raced by its own trainings. */
  readonly search: unknown;
}

type Draft = Pick<SourcedExperiment['draft'], 'require' | 'race' | 'seed'>;

/** What a plan takes: bounds where it searches, which candidates may win elsewhere; neither where nothing is required. */
interface RequiredInPlan {
  readonly admission?: Admission;
  readonly required?: readonly MetricBound[];
}

/**
 * @throws InputError for a rule that has no errors to tell which candidates are beyond, for a share of the loss where that is raced itself, and for a
 * criterion or a bound that no candidate can be judged by.
 */
export function requiredInPlan(draft: Draft, asked: AskedOfRace): RequiredInPlan {
  const { require = {}, race, seed } = draft;
  const { rule, failurePolicy } = asked;
  const [share, required] = [requiredShare(require), requiredBounds(require)];
  if (share === undefined && required.length === 0) return {};
  requireJudgedRace(asked, share !== undefined);
  const shared = {
    ...{ candidates: asked.candidates.map(({ id }) => id), seed },
    ...defined({ delta: rule.kind === 'rounds' ? undefined : rule.delta, maxReplicates: race.maxReplicates }),
    ...defined({ separate: asked.separate }),
  };
  const lossOf = (outcome: Outcome): number => lossUnder(failurePolicy, outcome);
  const bounds = required.map((bound): MetricBound => {
    const { metric, criterion, ...ends } = bound;
    return { metric, criterion: criterionOf(bound), ...ends, valueOf: metric === 'loss' ? lossOf : metricOf(metric) };
  });
  requirePossible(bounds);
  if (asked.search !== undefined) return { required: bounds };
  const admission = joinedAdmissions([
    ...(share === undefined ? [] : [lossRequirement({ ...shared, ...requireOtherRace(share, draft), lossOf })]),
    ...(bounds.length === 0 ? [] : [metricRequirements({ ...shared, bounds })]),
  ]);
  return defined({ admission });
}

/** @throws InputError for a metric that the built-in trainer does not have. */
export function requireKnownMetrics({ require = {} }: Pick<Draft, 'require'>): void {
  const names = knownScores();
  const unknown = requiredBounds(require).find(({ metric }) => !names.includes(metric));
  if (unknown === undefined) return;
  const near = nearestName(unknown.metric, names);
  throw inputError`require-metric: require.${unknown.metric}: no training of the built-in trainer gives "${unknown.metric}"${near === undefined ? '' : `; did you mean "${near}"?`}
    Allowed: parameters, ${names.join(', ')}
    Fix: Correct the name.`;
}

/** @throws InputError where completed trainings lack a metric that is required. */
export function requireRequired({ require = {} }: Pick<Draft, 'require'>, outcomes: readonly Outcome[]): void {
  for (const { metric } of requiredBounds(require)) requireGiven(`require.${metric}`, metric, outcomes);
}

/** Without a value where a training has none, whatever the reason. */
function metricOf(metric: string): (outcome: Outcome) => number {
  return ({ status, metrics }) => {
    const value = status === 'completed' && Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
    return value === undefined || value === Number.NEGATIVE_INFINITY ? Number.NaN : value;
  };
}

function requireJudgedRace({ rule, search }: AskedOfRace, hasShare: boolean): void {
  if (search !== undefined && hasShare) {
    throw refused(
      'require-rule',
      'how far a loss may be from the best is not known where not every candidate is trained',
      'a bound, or a race that trains every candidate',
      `Write \`loss: { q3: { below: 0.4 } }\`; or ${WITHOUT_SEARCH}.`,
    );
  }
  if (rule.kind === 'rounds' || rule.statement !== undefined) {
    const why = `the rule is ${rule.name}${rule.kind === 'rounds' ? '' : ' without assumptions'}, which does not tell how sure it is of that`;
    throw refused(
      'require-rule',
      why,
      'default, strict, fast',
      'Remove `race.rule`, or what is required of trainings.',
    );
  }
}

function requireOtherRace(share: { criterion: string; within: string }, { race }: Draft) {
  if (race.metric === undefined || race.metric === 'loss') {
    const fix = 'Name a `race.metric`, or write a bound: `loss: { q3: { below: 0.4 } }`.';
    throw refused('require-loss', 'the race is about the loss itself', 'a race by a metric', fix);
  }
  return { within: share.within, criterion: criterionOf({ metric: 'loss', ...share }) };
}

function criterionOf({ metric, criterion }: Pick<RequiredBound, 'metric' | 'criterion'>): KnownCriterion {
  const found = findCriterion(criterion);
  if (found !== undefined && found.statistic.race.as !== 'none') return found;
  const { race } = found?.statistic ?? {};
  const why = race?.as === 'none' ? `${race.why}.` : `there is no criterion "${criterion}".`;
  throw inputError`require-criterion: require.${metric}.${criterion}: ${why}
    Allowed: ${CRITERION_FAMILIES.flatMap(({ written, sample }) => (sample.statistic.race.as === 'none' ? [] : [written])).join(', ')}
    Fix: ${race?.as === 'none' ? `Require ${race.instead}.` : 'Correct the name.'}`;
}

/** @throws InputError for bounds that no value keeps, or no two of which one candidate can keep. */
function requirePossible(bounds: readonly MetricBound[]): void {
  for (const bound of bounds) {
    const { metric, criterion, below = Infinity, above = -Infinity } = bound;
    if (JOINT_NAMES.includes(metric)) {
      throw impossible(bound, 'it is none of a training alone', 'Race it, or remove it.');
    }
    const [least, most] = criterion.kind === 'spread' ? [0, Infinity] : (rangeOf(metric) ?? [-Infinity, Infinity]);
    if (below <= least || above >= most) {
      const what =
        criterion.kind === 'spread' ? `${criterion.name} is 0 or more` : `${metric} lies in ${least} to ${most}`;
      throw impossible(bound, what, 'Loosen it.');
    }
    const { probability = Number.NaN } = criterion.statistic ?? {};
    const other = bounds.find(
      (one) =>
        one.metric === metric &&
        (one.criterion.statistic?.probability ?? Number.NaN) >= probability &&
        (one.below ?? Infinity) <= above,
    );
    if (other !== undefined) {
      const what = `${other.criterion.name} below ${other.below} contradicts ${criterion.name} above ${above}`;
      throw impossible(bound, what, 'Loosen one of them.');
    }
  }
}

function impossible({ metric, criterion }: MetricBound, why: string, fix: string): InputError {
  return inputError`require-impossible: require.${metric}.${criterion.name}: no candidate can meet this: ${why}.
    Allowed: a bound that some candidate can meet
    Fix: ${fix}`;
}

function refused(code: string, why: string, allowed: string, fix: string): InputError {
  return inputError`${code}: require is about what trainings give, and ${why}.
    Allowed: ${allowed}
    Fix: ${fix}`;
}
