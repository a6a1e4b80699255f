/**
 * @file The race as a question: what it is told, by an experiment and a command line or by a log, what is said of it before anything is
 * trained, and how it is settled.
 */
import { type Candidate, DEFAULT_AHEAD_SHARE, defined, type JsonObject } from '../../core/index.js';
import type { Budget } from '../../evidence/drive/index.js';
import { checkBudget, checkSample, costsOf, modelTrainers } from '../../experiment/index.js';
import {
  auditBeyond,
  ENOUGH_TRIALS,
  powerWarning,
  type Race,
  reliabilityCost,
  requireReliabilityBudget,
  ruleOf,
  separateOf,
  spreadNeeds,
  statementNeeds,
} from '../../questions/race/plan/index.js';
import type { RaceReport, ReportInput } from '../../report/index.js';
import { loggedSearch, type Propose, proposeWithoutSearch } from '../../search/index.js';
import { checkDelivery } from '../ask/check-delivery.js';
import type { SourcedExperiment } from '../ask/experiment-source.js';
import type { BegunFrom } from '../ask/found/from.js';
import { checkLimits, requireMemoryForModel, requireMemoryForTrials } from '../ask/limits.js';
import { racedCriterion, racedFigure, trivialCost } from '../ask/raced-figure.js';
import { drawsAtFirst } from '../ask/repeated-splits.js';
import { requireKnownMetrics } from '../ask/required-of-trainings.js';
import type { TrainerBackend } from '../ask/trainer-backend.js';
import { assembleRace, type PlannedRace } from './assemble-race.js';
import { keptParts, loggedParts, type RaceParts } from './plan-of-race.js';
import type { QuestionKind } from './question-kind.js';

/** What may differ from what the experiment says, without making it another experiment. */
export interface AskedRace {
  readonly budget?: Budget;
  /** Replicates up to which a race that ended in a tie goes on; true: five times as many as the race has. */
  readonly separate?: number | boolean;
  /** How much of what idle places train ahead may turn out not to be needed, as a share of the trials used. */
  readonly ahead?: number;
  /** Share of the winner's trainings that must come out; default: what the experiment says. */
  readonly reliability?: number;
  /** Proposes candidates that join. */
  readonly propose?: Propose;
  /** What is known before it begins. */
  readonly from?: BegunFrom;
}

/** `show` makes a report of what the race says. */
export function raceQuestion(show: (input: ReportInput) => RaceReport): QuestionKind<AskedRace, PlannedRace> {
  return {
    ask: ({ draft, custom = {} }, asked) => {
      const criterion = custom.criterion ?? racedCriterion(draft.race);
      const rule = ruleOf(draft.race, custom.rule);
      return ({ candidates: build, backend, poolCount, failurePolicy }, onProgress) => {
        if (poolCount !== undefined) checkSample(draft.sample, poolCount);
        const built = build(onProgress);
        const { dropped, notices, isWhole, audited, source, recheck, from } = built;
        const candidates = [...built.candidates];
        const priors = from?.priors ?? asked.from?.priors ?? [];
        checkDelivery(draft, backend);
        if (backend.inspector !== undefined) requireKnownMetrics(draft);
        const { finalTrials, maxReplicates } = draft.race;
        const separate = separateOf(asked.separate, rule, maxReplicates);
        const models = modelTrainers(draft.trainer) !== undefined;
        const costs = costsOf(draft.cost, candidates, backend.inspector);
        const reliability = asked.reliability ?? draft.race.reliability;
        const baseline = reliability === undefined ? undefined : trivialLoss(backend, draft, candidates);
        const parts: RaceParts = {
          ...{ candidates, rule, criterion, failurePolicy, costs, separate, reliability, baseline, recheck },
          slices: draft.slices,
          search:
            draft.search && loggedSearch(draft.search, { isWhole, audited, priors, models, ...defined({ source }) }),
          draws: source && {
            ...{ source, candidates, propose: asked.propose },
            costOf: (one: Candidate) => costsOf(draft.cost, [one], backend.inspector)?.[0],
            check: (one: Candidate, parameters: number | undefined) => {
              if (parameters !== undefined) requireMemoryForModel(one, parameters);
              backend.checkCandidates?.([one]);
            },
          },
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
          ...keptParts(parts, backend),
          ...defined({ from: asked.from?.sources }),
        };
        // Under a budget nothing is trained that may turn out not to be needed, unless it is asked for.
        const unasked = budget.trials === undefined ? DEFAULT_AHEAD_SHARE : 0;
        const ahead = asked.ahead ?? draft.race.ahead ?? unasked;
        const warnings = [...notices, ...powerWarnings(planned.plan)];
        const unfinished = auditBeyond(parts.search?.audit.length ?? 0, budget.trials);
        const kept = keptText(planned.plan, budget);
        const ruling = rulingTexts(planned.plan, budget);
        const forecasts = [
          ...(from?.notices ?? []),
          ...forecastsOf(planned.plan),
          kept,
          ruling,
          unfinished ?? [],
        ].flat();
        const { evidence } = from ?? {};
        return { planned, candidates, budget, request, ahead, dropped, warnings, forecasts, evidence };
      };
    },
    ofLog: (asked, draft) => assembleRace(draft, loggedParts(asked, draft), show),
  };
}

/** What is raced of the trivial baseline: known before the race, so that probation goes by the same in every stretch of a run. */
function trivialLoss(
  { baselines }: Pick<TrainerBackend, 'baselines'>,
  { race, sample, seed, data }: SourcedExperiment['draft'],
  [candidate]: readonly Candidate[],
): number | undefined {
  if (candidate === undefined || race.collapse !== undefined) return undefined;
  // The simple candidate takes none of the effort.
  const needs = { experimentSeed: seed, sampleSize: sample, touchesFinal: false, effort: 0, ...drawsAtFirst({ data }) };
  return trivialCost(baselines?.(candidate, needs) ?? [], racedFigure(race));
}

/** The command line's limits before the experiment's. */
function budgetOf(spec: { trials?: number | undefined; minutes?: number | undefined }, over: Budget): Budget {
  return defined({ trials: over.trials ?? spec.trials, minutes: over.minutes ?? spec.minutes });
}

/** What a race keeps of a budget from the start. */
function keptText({ reserve }: Race, { trials }: Budget): string[] {
  const kept = trials === undefined ? 0 : (reserve?.(trials) ?? 0);
  if (trials === undefined || kept === 0) return [];
  return [`of the budget of ${trials} trainings ${kept} are kept for fresh trainings of the winner`];
}

/** Trainings too few to rule any candidate out, and too few of each to know how much it varies. */
function rulingTexts({ facts: { ruling, maxReplicates } }: Race, { trials }: Budget): string[] {
  if (ruling === undefined) return [];
  const { least, spreadTimes } = ruling;
  const below =
    trials === undefined || trials >= least
      ? []
      : [
          `the budget of ${trials} trainings rules no candidate out, which takes ${least} at least: the race will end stopped, with all of them still in`,
        ];
  const few =
    spreadTimes === 1 || maxReplicates >= ENOUGH_TRIALS
      ? []
      : [
          `maxReplicates: ${maxReplicates} is too few to tell how much a candidate varies: the claim will be about candidates that vary up to ${spreadTimes} times as much as is assumed of all; from ${ENOUGH_TRIALS} on each can have a spread of its own`,
        ];
  return [...below, ...few];
}

/** What probation will take. */
function forecastsOf({ facts: { reliability, candidates } }: Race): string[] {
  return reliability === undefined ? [] : [reliabilityCost(reliability, candidates.length)];
}

/** What a statement without assumptions takes; a test that cannot drop any candidate after the warm-up, or at all, in the replicates there are. */
function powerWarnings({ facts }: Race): string[] {
  const { rule, warmup, maxReplicates, candidates } = facts;
  const needs = statementNeeds(facts);
  if (needs !== undefined) return [needs];
  const atFirst = powerWarning(rule, warmup, candidates.length);
  const inTheEnd = atFirst && powerWarning(rule, maxReplicates, candidates.length);
  const ofTest = inTheEnd === undefined ? atFirst : `${inTheEnd} The race cannot drop any candidate.`;
  return [spreadNeeds(facts), ofTest].flatMap((one) => one ?? []);
}
