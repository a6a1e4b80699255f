/**
 * @file What a race is made from beside what its experiment says alone: settled by an experiment and a caller, or read from a log. One list for
 * both, so that neither has a part that the other lacks.
 */
import type { Candidate, FailurePolicy, JsonObject, JsonValue } from '../../core/index.js';
import { costsOf, type Slices } from '../../experiment/index.js';
import { parseRule, type Rule, type RuleSettings } from '../../questions/race/plan/index.js';
import { type RaceRecheck, recheckOfPlan } from '../../report/index.js';
import type { JoiningDraws, LoggedSearch } from '../../search/index.js';
import type { Criterion } from '../../stats/index.js';
import { failurePolicyOf } from '../ask/count-failures.js';
import type { SourcedExperiment } from '../ask/experiment-source.js';
import { racedCriterion } from '../ask/raced-figure.js';
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
  /** Of one trial, by candidate. */
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
