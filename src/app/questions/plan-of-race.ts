/**
 * @file What a race is made from beside its experiment, one list for files and logs, and its plan with all that its answer rests on: one
 * that searches, one in which something is required of trainings, or neither.
 */

import {
  type Candidate,
  defined,
  type FailurePolicy,
  inputError,
  type JsonObject,
  type JsonValue,
} from '../../core/index.js';
import { costsOf, requiredOfTrainings, type Slices } from '../../experiment/index.js';
import {
  type CollapseSettings,
  type FailureOf,
  type LossOf,
  parseRule,
  planRace,
  planRequired,
  planSearch,
  type Race,
  type RaceSettings,
  type Rule,
  type RuleSettings,
} from '../../questions/race/plan/index.js';
import { type RaceRecheck, recheckOfPlan } from '../../report/index.js';
import { type JoiningDraws, type JoiningPorts, type LoggedSearch, searchAmong } from '../../search/index.js';
import { type Criterion, lossUnder } from '../../stats/index.js';
import { exclusionInPlan, failurePolicyOf, failureUnder, requireRuleFor } from '../ask/count-failures.js';
import type { SourcedExperiment } from '../ask/experiment-source.js';
import { asRaced, collapseOf, describeFigure, racedCriterion, racedFigure } from '../ask/raced-figure.js';
import { dividingAnew, repeatsSplits } from '../ask/repeated-splits.js';
import { requiredInPlan } from '../ask/required-of-trainings.js';
import type { TrainerBackend } from '../ask/trainer-backend.js';
import type { AskedInLog } from './question-kind.js';

/** What a log tells as well as the caller. */
interface LoggedParts {
  readonly candidates: readonly Candidate[];
  readonly rule: Rule;
  readonly criterion: Criterion;
  readonly failurePolicy: FailurePolicy;
  /** Replicates up to which a tie is separated. */
  readonly separate: number | undefined;
  readonly reliability: number | undefined;
  /** The cost of one trial, by candidate. */
  readonly costs: ArrayLike<number> | undefined;
  /** What is raced of the trivial baseline, as a cost, where probation goes by it. */
  readonly baseline: number | undefined;
  /** Columns by which the page cuts the examples. */
  readonly slices: Slices | undefined;
  /** Undefined where every candidate is raced by its own trainings. */
  readonly search: LoggedSearch | undefined;
  /** Where another search has found the candidates. */
  readonly recheck: RaceRecheck | undefined;
}

export interface RaceParts extends LoggedParts {
  /** Draws those that join; absent where only a log is there. */
  readonly draws?: JoiningDraws | undefined;
}

interface Logged extends AskedInLog {
  readonly draft: SourcedExperiment['draft'];
}

interface Part<Value> {
  /** What the request keeps of it, under its name; absent where the experiment or the plan in the head of the log say it. */
  keep?(value: Value, backend: Pick<TrainerBackend, 'inspector'>): JsonValue | undefined;
  read(logged: Logged): Value;
}

const PARTS: { readonly [Name in keyof LoggedParts]: Part<LoggedParts[Name]> } = {
  candidates: { read: ({ header }) => header.candidates },
  rule: { read: ({ header }) => parseRule(header.plan.rule as RuleSettings) },
  criterion: { read: ({ draft }) => racedCriterion(draft.race) },
  failurePolicy: { read: ({ draft }) => failurePolicyOf(draft.failures) },
  separate: { keep: (separate) => separate, read: ({ request }) => numberOf(request.separate) },
  reliability: { read: ({ header }) => numberOf(header.plan.reliability) },
  costs: {
    // What only a trainer can tell of its candidates; readers of the log have none.
    keep: (costs, { inspector }) => (inspector === undefined ? undefined : costs && Array.from(costs)),
    read: ({ header: { candidates }, request: { costs }, draft }) =>
      isNumbers(costs) ? costs : costsOf(draft.cost, candidates, undefined),
  },
  baseline: { keep: (baseline) => baseline, read: ({ request }) => numberOf(request.baseline) },
  slices: { keep: (slices) => slices, read: ({ request }) => request.slices as Slices | undefined },
  // The parts are as they were described.
  search: { read: ({ header }) => header.plan.search as LoggedSearch | undefined },
  recheck: { read: ({ header }) => recheckOfPlan(header.plan) },
};
const NAMES = Object.keys(PARTS) as readonly (keyof LoggedParts)[];

/** For the request in the log, from which {@link loggedParts} reads them again. */
export function keptParts(parts: LoggedParts, backend: Pick<TrainerBackend, 'inspector'>): JsonObject {
  const keep = <Name extends keyof LoggedParts>(name: Name) => PARTS[name].keep?.(parts[name], backend);
  return Object.fromEntries(
    NAMES.flatMap((name): [string, JsonValue][] => {
      const kept = keep(name);
      return kept === undefined ? [] : [[name, kept]];
    }),
  );
}

export function loggedParts(asked: AskedInLog, draft: SourcedExperiment['draft']): LoggedParts {
  const read = NAMES.map((name) => [name, PARTS[name].read({ ...asked, draft })]);
  return Object.fromEntries(read) as Partial<LoggedParts> as LoggedParts;
}

function numberOf(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function isNumbers(value: JsonValue | undefined): value is number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number');
}

/** What the answer of a race is read by. */
export interface RaceTerms {
  readonly race: Race;
  /** Undefined where the loss is raced. */
  readonly figure: ReturnType<typeof racedFigure>;
  readonly collapse: CollapseSettings;
  readonly lossOf: LossOf;
}

interface PlannedTerms extends RaceTerms {
  /** Ports of the question that it is asked as; absent where no candidate joins. */
  readonly ports?: JoiningPorts | undefined;
}

/** @throws InputError for settings that cannot be raced. */
export function planOfRace(draft: SourcedExperiment['draft'], parts: RaceParts): PlannedTerms {
  const { rule, failurePolicy } = parts;
  const figure = racedFigure(draft.race);
  const collapse = { ...defined({ baseline: parts.baseline }), ...collapseOf(draft.race.collapse, figure) };
  requireRuleFor(failurePolicy, rule);
  if (figure?.joint !== undefined) requireJoint(figure.metric, draft, parts);
  const lossOf: LossOf = (outcome) => lossUnder(failurePolicy, asRaced(figure, outcome));
  const failureOf: FailureOf = (outcome) => failureUnder(failurePolicy, outcome);
  const { plain, ports } = planned(settingsOf(draft, parts, { figure, collapse }), draft, parts, lossOf, failureOf);
  const description = {
    ...plain.description,
    ...describeFrom(plain, parts.search),
    ...exclusionInPlan(failurePolicy),
    ...describeFigure(figure),
    ...defined({
      require: requiredOfTrainings(draft.require ?? {}),
      recheck: parts.recheck as JsonObject | undefined,
    }),
    ...(draft.race.collapse === undefined ? {} : { collapse: defined(draft.race.collapse) }),
  };
  const described = { ...plain, description };
  const race = repeatsSplits(draft) ? dividingAnew(described) : described;
  return { race, figure, collapse, lossOf, ports };
}

function settingsOf(
  { race: { warmup, finalTrials, maxReplicates }, sample, seed }: SourcedExperiment['draft'],
  { candidates, rule, criterion, costs, separate, reliability }: RaceParts,
  { figure, collapse }: Pick<RaceTerms, 'figure' | 'collapse'>,
): RaceSettings {
  return {
    candidates: candidates.map(({ id }) => id),
    ...{ criterion, rule, finalTrials, sampleSize: sample, seed, collapse },
    ...defined({ reliability, joint: figure?.joint, warmup, separate, maxReplicates, direction: figure?.direction }),
    ...(costs === undefined || rule.kind === 'rounds' ? {} : { costs }),
  };
}

function planned(
  settings: RaceSettings,
  draft: SourcedExperiment['draft'],
  parts: RaceParts,
  lossOf: LossOf,
  failureOf: FailureOf,
): { readonly plain: Race; readonly ports?: JoiningPorts | undefined } {
  const { rule } = settings;
  const { candidates, search, draws } = parts;
  const { admission, required } = requiredInPlan(draft, parts);
  if (search !== undefined) {
    const among = searchAmong(candidates, search, draws);
    const searching = { ...settings, search: { ...among.search, ...defined({ required }) } };
    return { plain: planSearch(searching, lossOf, failureOf), ports: among.ports };
  }
  // Nothing is required beside a rule that races in rounds.
  if (admission === undefined || rule.kind === 'rounds') return { plain: planRace(settings, lossOf, failureOf) };
  return { plain: planRequired({ ...settings, rule, admission }, lossOf, failureOf) };
}

/** Priors are part of what a race that searches goes by. */
function describeFrom({ description }: Race, search: LoggedSearch | undefined): JsonObject {
  return search?.from === undefined
    ? {}
    : { search: { ...(description.search as JsonObject), from: search.from.map((one) => ({ ...one })) } };
}

interface AskedOfRace {
  readonly criterion: Criterion;
  readonly rule: Rule;
  readonly reliability: number | undefined;
}

/** @throws InputError for the first thing that such a race cannot do, with the reason. */
function requireJoint(
  metric: string,
  { race, keep, data }: SourcedExperiment['draft'],
  { criterion, rule, reliability }: AskedOfRace,
): void {
  const refuse = (what: string, allowed: string, fix: string): never => {
    throw inputError`joint-metric: race.metric is ${metric}, and ${what}
      Allowed: ${allowed}
      Fix: ${fix}`;
  };
  if (criterion.name !== 'mean') {
    refuse(
      `race.criterion is ${criterion.name}: how far one training lies from the others moves with each further one, and only the mean over all of them says the same however many there are.`,
      'mean',
      'Write `race: { metric: disagreement, criterion: mean }`.',
    );
  }
  if (rule.kind === 'rounds') {
    refuse(
      `the rule is ${rule.name}: rules that race in rounds test losses that no other training changes.`,
      'default, strict, fast',
      'Remove `race.rule`.',
    );
  } else if (rule.statement !== undefined) {
    refuse(
      'a statement without assumptions is asked for: it is about losses that no other training changes.',
      'a rule without `statement`',
      'Remove `statement`.',
    );
  }
  if (reliability !== undefined || race.collapse !== undefined) {
    refuse(
      `${reliability === undefined ? 'collapse' : 'reliability'} is asked for: a training collapses by its own loss, which is not raced here.`,
      'a race by the loss, or by a metric that each training has',
      'Remove it, or race the loss in the same folder as well: the trainings are used again.',
    );
  }
  if (race.finalTrials === 1) {
    refuse('race.finalTrials is 1: one training has no other to disagree with.', '0, or 2 or more', 'Change it.');
  }
  if (repeatsSplits({ data })) {
    refuse(
      'data.split.repeat divides the data anew each time: then no two trainings predict the same examples.',
      'one selection set for all',
      'Remove `repeat`.',
    );
  }
  if (keep.predictions === 'none') {
    refuse('keep.predictions is none: it compares predictions.', 'all', 'Remove `keep`, or write `predictions: all`.');
  }
}
