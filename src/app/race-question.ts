/** @file The race as a question: what it is told, its plan, and what its report is made from. */
import {
  type Candidate,
  DEFAULT_AHEAD_SHARE,
  type FailurePolicy,
  given,
  type JsonObject,
  type JsonValue,
  type Question,
} from '../core/index.js';
import type { Budget } from '../evidence/drive/index.js';
import { checkBudget, checkSample, costsOf, rangesOf, requiredOfTrainings } from '../experiment/index.js';
import {
  type Assessment,
  type FailureOf,
  type LossOf,
  type Race,
  type RaceSettings,
  type Rule,
  requireReliabilityBudget,
  ruleOf,
  separateOf,
} from '../questions/race/plan/index.js';
import { outlookOf, type RaceRecheck, type RaceReport, type ReportInput, recheckOfPlan } from '../report/index.js';
import { type Criterion, parseCriterion } from '../stats/index.js';
import { cheapLevelsOf, cheapOutcomes, countedOutcomes } from './cheap-trials.js';
import { collapseOf, trivialCost } from './collapse-setting.js';
import {
  areFailuresApart,
  exclusionInPlan,
  failurePolicyOf,
  failureUnder,
  lossUnder,
  neverWorkedInPlan,
  requireRuleFor,
} from './count-failures.js';
import { checkDelivery } from './deliver/check-delivery.js';
import type { SourcedExperiment } from './experiment-source.js';
import { createFidelityCheck } from './fidelity-check.js';
import type { FoundPrior } from './found/prior.js';
import type { JoiningDraws } from './joining-candidates.js';
import { requireJoint } from './joint-race.js';
import { readKept } from './keep-conclusion.js';
import { trialsOfEliminated } from './kept-artifacts.js';
import { loggedRule } from './logged-rule.js';
import { requireMemoryForModel, requireMemoryForTrials } from './memory-limits.js';
import { planOfRace } from './plan-of-race.js';
import { findPredictions } from './predictions/find-predictions.js';
import { predictingIn } from './predictions/predicting-in-race.js';
import { askedSlices } from './predictions/slice-members.js';
import { type Propose, proposeWithoutSearch } from './propose.js';
import type { PlannedQuestion, QuestionKind } from './question-kind.js';
import { findOfRace, type RaceFindings } from './race-findings.js';
import { forecastsOf, powerWarnings } from './race-forecasts.js';
import { raceInput } from './race-input.js';
import { allAsRaced, asRaced, describeFigure, racedFigure, requireMetric } from './raced-figure.js';
import { dividingAnew, drawsAtFirst, repeatsSplits } from './repeated-splits.js';
import { admissionOf, requireKnownMetrics, requireRequired } from './required-of-trainings.js';
import { checkLimits } from './run-limits.js';
import type { LoggedSearch } from './search-among.js';
import type { TrainerBackend } from './trainer-backend.js';

/** What may differ from what the experiment says, without making it another experiment. */
export interface AskedRace {
  readonly budget?: Budget;
  /** Replicates up to which a race that ended in a tie goes on; true: five times as many as the race has. */
  readonly separate?: number | boolean;
  /** How much of what idle places train ahead may turn out not to be needed, as a share of the trials used; false: 0. */
  readonly ahead?: number | boolean;
  /** Share of the choice's trainings that must come out; default: what the experiment says. */
  readonly reliability?: number;
  /** Proposes candidates that join. */
  readonly propose?: Propose;
  /** False for a race that an earlier version began; true where absent. */
  readonly failuresApart?: boolean;
  /** Of a race that is in the log: where another search has found its candidates. */
  readonly recheck?: RaceRecheck;
  /** What is known before it begins: the source as it was named, and of a race that is in the log what was taken of it. */
  readonly from?: { readonly source: string; readonly prior?: FoundPrior | undefined };
}

export interface PlannedRace extends PlannedQuestion<unknown, RaceFindings, RaceReport> {
  readonly plan: Race;
}

/** `show` makes a report of what the race says. */
export function raceQuestion(show: (input: ReportInput) => RaceReport): QuestionKind<AskedRace, PlannedRace> {
  return {
    ask: ({ draft, custom = {} }, asked) => {
      const criterion = custom.criterion ?? parseCriterion(draft.race.criterion);
      const rule = ruleOf(draft.race, custom.rule);
      return ({ candidates: build, backend, poolCount, failurePolicy }, onProgress) => {
        if (poolCount !== undefined) checkSample(draft.sample, poolCount);
        const built = build(onProgress);
        const { dropped, notices, isWhole, audited, source, recheck = asked.recheck, from } = built;
        const candidates = [...built.candidates];
        const prior = from?.prior ?? asked.from?.prior;
        checkDelivery(draft, backend);
        if (backend.inspector !== undefined) requireKnownMetrics(draft);
        const { finalTrials, maxReplicates } = draft.race;
        const separate = separateOf(asked.separate, rule, maxReplicates);
        const costs = costsOf(draft.cost, candidates, backend.inspector);
        const failuresApart = asked.failuresApart ?? true;
        const reliability = asked.reliability ?? draft.race.reliability;
        const baseline = reliability === undefined ? undefined : trivialLoss(backend, draft, candidates);
        const parts = {
          candidates,
          rule,
          criterion,
          failurePolicy,
          costs,
          separate,
          failuresApart,
          reliability,
          baseline,
          search: draft.search && {
            ...{ prior: draft.search.prior, isDrawn: !isWhole, audit: audited },
            ...(draft.search.refine === true && source !== undefined ? { refine: true } : {}),
            ...given({
              from: prior,
              cheap: cheapLevelsOf(draft, candidates, { ...given({ inspector: backend.inspector }), poolCount }),
            }),
          },
          draws: source && {
            ...{ source, candidates, propose: asked.propose },
            costOf: (one: Candidate) => costsOf(draft.cost, [one], backend.inspector)?.[0],
            check: (one: Candidate, parameters: number | undefined) => {
              if (parameters !== undefined) requireMemoryForModel(one, parameters);
              backend.checkCandidates?.([one]);
            },
          },
          recheck,
        };
        if (asked.propose !== undefined && parts.search?.refine !== true) throw proposeWithoutSearch();
        const planned = assembleRace(draft, parts, show);
        const { facts } = planned.plan;
        const firstTrials = facts.warmup * (facts.starters ?? candidates.length);
        const budget = budgetOf(draft.budget, checkLimits(asked.budget ?? {}));
        requireMemoryForTrials(firstTrials, 'race.warmup');
        if (rule.kind === 'rounds') checkBudget(budget.trials, facts.warmup, candidates.length);
        requireMemoryForTrials(Math.min(finalTrials, budget.trials ?? Number.POSITIVE_INFINITY), 'race.finalTrials');
        if (reliability !== undefined) requireReliabilityBudget(reliability, budget.trials, firstTrials);
        const request = {
          kind: 'select',
          budget: JSON.parse(JSON.stringify(budget)) as JsonObject,
          ...(separate === undefined ? {} : { separate }),
          // What only a trainer can tell of its candidates; readers of the log have none.
          ...(costs === undefined || backend.inspector === undefined ? {} : { costs: [...costs] }),
          ...given({ baseline, slices: draft.slices, from: asked.from?.source }),
        };
        const ahead = aheadShareOf(asked.ahead ?? draft.race.ahead);
        const warnings = [...notices, ...powerWarnings(planned.plan)];
        const forecasts = [...(from === undefined ? [] : [from.notice]), ...forecastsOf(planned.plan)];
        const { evidence } = from ?? {};
        return { planned, candidates, budget, request, ahead, dropped, warnings, forecasts, evidence };
      };
    },
    ofLog: ({ header, request }, draft) => {
      const { candidates } = header;
      const { separate, costs, baseline } = request;
      const { reliability } = header.plan;
      const rule = ruleOfLog(header);
      const parts = {
        candidates,
        rule,
        failuresApart: areFailuresApart(header.plan, rule),
        criterion: parseCriterion(draft.race.criterion),
        failurePolicy: failurePolicyOf(draft.failures),
        costs: isNumbers(costs) ? costs : costsOf(draft.cost, candidates, undefined),
        separate: numberOf(separate),
        reliability: numberOf(reliability),
        baseline: numberOf(baseline),
        // As it was described.
        search: header.plan.search as LoggedSearch | undefined,
        recheck: recheckOfPlan(header.plan),
      };
      return assembleRace({ ...draft, ...askedSlices(request) }, parts, show);
    },
    again: ({ draft, ...source }, { header, request }) => {
      const { budget = {}, separate } = request;
      // With the rule as it was: what came later stands at what was done before.
      const rule = ruleOfLog(header);
      const { tolerance: _, delta: __, reliability: ___, ...race } = draft.race;
      return {
        source: {
          ...source,
          draft: { ...draft, ...askedSlices(request), race: { ...race, rule: rule.settings as typeof race.rule } },
        },
        asked: {
          budget: budget as Budget,
          failuresApart: areFailuresApart(header.plan, rule),
          ...given({
            separate: numberOf(separate),
            reliability: numberOf(header.plan.reliability),
            recheck: recheckOfPlan(header.plan),
            from: loggedFromOf(header, request),
          }),
        },
      };
    },
  };
}

function loggedFromOf({ plan }: Question['header'], { from }: JsonObject): AskedRace['from'] {
  if (typeof from !== 'string') return undefined;
  return { source: from, prior: (plan.search as LoggedSearch | undefined)?.from };
}

function ruleOfLog({ plan }: Question['header']): Rule {
  return loggedRule(plan.rule as JsonObject);
}

/** What is settled already. */
interface RaceParts {
  readonly candidates: readonly Candidate[];
  readonly rule: Rule;
  readonly criterion: Criterion;
  readonly failurePolicy: FailurePolicy;
  /** Of one trial, by candidate. */
  readonly costs: ArrayLike<number> | undefined;
  /** Replicates up to which a tie is separated. */
  readonly separate: number | undefined;
  readonly reliability: number | undefined;
  /** What is raced of the trivial baseline, as a cost, where probation goes by it. */
  readonly baseline: number | undefined;
  /** Undefined where every candidate is raced by its own trainings. */
  readonly search: LoggedSearch | undefined;
  /** Where another search has found the candidates. */
  readonly recheck: RaceRecheck | undefined;
  /** Draws those that join; absent where only a log is there. */
  readonly draws?: JoiningDraws | undefined;
  /** False for a race that an earlier version began: candidates are compared by their failures, as they were then. */
  readonly failuresApart: boolean;
}

/** A prior is part of what a race that searches goes by. */
function describeFrom({ description }: Race, search: LoggedSearch | undefined): JsonObject {
  return search?.from === undefined
    ? {}
    : { search: { ...(description.search as JsonObject), from: { ...search.from } } };
}

/** The same from a file and from a log. @throws InputError for settings that cannot be raced. */
function assembleRace(
  draft: SourcedExperiment['draft'],
  parts: RaceParts,
  show: (input: ReportInput) => RaceReport,
): PlannedRace {
  const { candidates, rule, criterion, failurePolicy, costs, separate, failuresApart, reliability, baseline } = parts;
  const { warmup, finalTrials, maxReplicates } = draft.race;
  const figure = racedFigure(draft.race);
  const collapse = { ...given({ baseline }), ...collapseOf(draft.race.collapse, figure) };
  const settings: RaceSettings = {
    candidates: candidates.map(({ id }) => id),
    criterion,
    rule,
    finalTrials,
    sampleSize: draft.sample,
    seed: draft.seed,
    collapse,
    ...given({ reliability, joint: figure?.joint }),
    ...(warmup === undefined ? {} : { warmup }),
    ...(separate === undefined ? {} : { separate }),
    ...(costs === undefined || rule.kind === 'rounds' ? {} : { costs }),
    ...(maxReplicates === undefined ? {} : { maxReplicates }),
    ...(figure === undefined ? {} : { direction: figure.direction }),
  };
  requireRuleFor(failurePolicy, rule);
  if (figure?.joint !== undefined) requireJoint(figure.metric, draft, parts);
  const lossOf: LossOf = (outcome) => lossUnder(failurePolicy, asRaced(figure, outcome));
  const failureOf: FailureOf = (outcome) => (failuresApart ? failureUnder(failurePolicy, outcome) : undefined);
  const { plain, ports } = planOfRace(settings, { ...parts, admission: admissionOf(draft, parts) }, lossOf, failureOf);
  const description = {
    ...plain.description,
    ...describeFrom(plain, parts.search),
    ...(failuresApart ? neverWorkedInPlan(rule) : {}),
    ...exclusionInPlan(failurePolicy),
    ...describeFigure(figure),
    ...given({
      require: requiredOfTrainings(draft.require ?? {}),
      recheck: parts.recheck as JsonObject | undefined,
    }),
    ...(draft.race.collapse === undefined ? {} : { collapse: given(draft.race.collapse) }),
  };
  const described = { ...plain, description };
  const race = repeatsSplits(draft) ? dividingAnew(described) : described;
  const terms = { race, figure, collapse, lossOf };
  const racedOf = (question: Question) => allAsRaced(figure, countedOutcomes(question), lossOf);
  return {
    plan: race,
    fixed: fixedSettings(race),
    work: {
      kind: 'race',
      facts: race.facts,
      lossOf,
      ...(figure === undefined ? {} : { direction: figure.direction, metric: figure.metric }),
      ...given({ joint: figure?.joint, separate, worthOf: race.worthOf }),
    },
    check: (outcomes) => {
      if (figure !== undefined) requireMetric(figure, outcomes);
      requireRequired(draft, outcomes);
    },
    ...given({ checkEach: createFidelityCheck(description) }),
    ...ports,
    endOf: (state) => race.endOf(state),
    discarded: (event, question, store) => {
      if (event.kind !== 'decision' || event.replayed) return [];
      // The winner is set against the first listed candidate in the end.
      const [first] = question.header.candidates;
      return trialsOfEliminated(
        event.decision.eliminated.filter((id) => id !== first?.id),
        question,
        store,
      );
    },
    told: (state) => ({
      ...race.description,
      applied: race.trials(state),
      ...given({ deliver: draft.deliver as JsonValue | undefined, slices: draft.slices }),
    }),
    recall: (kept) => (kept === undefined ? {} : readKept<RaceFindings>(kept)),
    predicting: (position, { answer = race.answer(position.state), baselines }) =>
      predictingIn(position, { answer, ...given({ baselines }) }, terms),
    find: async (position, kept, means) => {
      const known = kept === undefined ? {} : readKept<RaceFindings>(kept);
      const answer = known.answer ?? race.answer(position.state);
      const raced = racedOf(position.question);
      const found = await findOfRace(position, { draft, answer, raced }, known, means, { criterion, ...figure });
      const predictions =
        known.predictions ?? findPredictions(position, predictingIn(position, found, terms), draft.slices, means);
      return { ...found, ...given({ predictions }) };
    },
    keep: ({ answer, baselines, finalInstances, overtuning, delivery, predictions }, { record }) => ({
      answer,
      baselines,
      final: record.choice?.final ?? null,
      ...given({ finalInstances, overtuning, delivery, predictions }),
    }),
    ...(race.assess && {
      outlook: (state: unknown) => outlookOf(race.facts, race.assess?.(state) as Assessment, figure?.direction),
    }),
    report: (position, found, place) => {
      const raced = {
        outcomes: racedOf(position.question),
        cheap: allAsRaced(figure, cheapOutcomes(position.question), lossOf),
        collapse,
        direction: figure?.direction ?? 'minimize',
        ...(figure === undefined ? {} : { metric: figure.metric }),
        ...(draft.draw === undefined ? {} : { ranges: rangesOf(draft.spaces) }),
      };
      return show(raceInput(race, raced, position, found, place));
    },
  };
}

function aheadShareOf(ahead: number | boolean = true): number {
  if (typeof ahead === 'number') return ahead;
  return ahead ? DEFAULT_AHEAD_SHARE : 0;
}

/** What is raced of the trivial baseline: known before the race, so that probation goes by the same in every stretch of a run. */
function trivialLoss(
  { baselines }: Pick<TrainerBackend, 'baselines'>,
  { race, sample, seed, data }: SourcedExperiment['draft'],
  [candidate]: readonly Candidate[],
): number | undefined {
  if (candidate === undefined || race.collapse !== undefined) return undefined;
  // None of the effort is for the simple one.
  const needs = { experimentSeed: seed, sampleSize: sample, touchesFinal: false, effort: 0, ...drawsAtFirst({ data }) };
  return trivialCost(baselines?.(candidate, needs) ?? [], racedFigure(race));
}

/**
 * How far a race in rounds goes may be raised later; the rest of its settings decides what its decisions are. An adaptive
 * race spends its error probability over the replicates there are, so they are fixed before the first look.
 */
function fixedSettings({ description, facts: { rule } }: Race): JsonObject {
  const { finalTrials: _, maxReplicates, ...fixed } = description;
  return rule.kind === 'adaptive' ? { ...fixed, maxReplicates: maxReplicates as number } : fixed;
}

/** The command line's limits before the experiment's. */
function budgetOf(spec: { trials?: number | undefined; minutes?: number | undefined }, over: Budget): Budget {
  return given({ trials: over.trials ?? spec.trials, minutes: over.minutes ?? spec.minutes });
}

function numberOf(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function isNumbers(value: JsonValue | undefined): value is number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number');
}
