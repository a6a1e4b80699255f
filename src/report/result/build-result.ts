/** @file The content of `result.json` from the log and what the caller knows of the run. Pure. */

import type { z } from 'zod';
import {
  type DataContents,
  defined,
  type JsonObject,
  type OutcomeStatus,
  settingsIn,
  turned,
} from '../../core/index.js';
import { isFresh, type RaceAnswer, type RaceClaims, type RivalStanding } from '../../questions/race/plan/index.js';
import type { ReplayFindings, ValueWithInterval } from '../../questions/replay/plan/index.js';
import { quantile } from '../../stats/index.js';
import { noIntervalFromChoosing, type ShownCriterion, showCriterion, showRival } from '../direction.js';
import type { ReportInput } from '../input.js';
import { type ShownStanding, showStandings } from '../standing.js';
import { collapsedReplicates, expectedOf, toldTrainings } from './expected.js';
import { type ResultRecheck, type ResultTieSet, recheckPlan } from './figure-schema.js';
import { compareMembers, type Member } from './members.js';
import { NEVER_WORKED, neverWorkedText, recordNeverWorked } from './never-worked.js';
import {
  RESULT_FORMAT,
  RESULT_VERSION,
  type Result,
  type ResultCandidate,
  type ResultChoice,
  type ResultReplay,
} from './result-schema.js';
import { countOutcomes, runFactsOf } from './run-facts.js';
import { simplestOf } from './simplest.js';
import { compareBaselines, deliveryOf, describePasses, finalDistributionOf } from './winner-figures.js';

/** Every figure is shown in the user's direction: with `maximize`, criteria and incumbents' values are scores. */
export function buildResult(input: ReportInput): Result {
  const standings = showStandings(input);
  return resultOf(input, standings, compareMembers(input, standings));
}

/** The same for standings and members that are there already, as they follow from this input. */
export function resultOf(input: ReportInput, standings: readonly ShownStanding[], members: readonly Member[]): Result {
  const shown = showCriterion(input.criterion, input.direction);
  const survivors = survivorsOf(input, standings);
  const { header, data } = input;
  const facts = runFactsOf(header, input.stretches, data, input.command, input.code);
  const neverWorked = recordNeverWorked(input.answer, standings);
  const configurations = new Map(header.candidates.map(({ id, configuration }) => [id, configuration]));
  const winner = chooseCandidate(input, standings, survivors, members, shown);
  return {
    format: RESULT_FORMAT,
    version: RESULT_VERSION,
    log: input.log ?? null,
    question: input.question ?? null,
    forgotten: input.forgotten ?? 0,
    name: header.name,
    status: input.status,
    direction: input.direction,
    metric: input.metric ?? null,
    criterion: {
      name: shown.name,
      onLosses: input.criterion.name,
      ...(input.criterion.version === undefined ? {} : { version: input.criterion.version }),
      ...(input.answer?.divergence === undefined ? {} : { divergence: input.answer.divergence }),
    },
    ...(input.answer === undefined ? NO_CLAIMS : showClaims(input.answer, shown)),
    ...overtuningOf(input),
    ...defined({ recheck: recheckOf(input, standings) }),
    winner,
    survivors,
    untried: untriedOf(input, standings),
    neverWorked,
    members: members.map(({ losses: _, values: __, ...member }) => member),
    baselines: compareBaselines(input, winner, members),
    ...defined({ simplest: simplestOf(input, winner, standings) }),
    decisions: input.decisions.map((decision) => ({
      ...decision,
      incumbentValue: shown.show(decision.incumbentValue),
    })),
    trials: countTrials(input, standings),
    candidates: standings.map((standing, index) =>
      describeCandidate(standing, index + 1, configurations.get(standing.id) ?? {}, shown),
    ),
    plan: header.plan,
    ...facts,
    data: {
      ...facts.data,
      columns: scaledColumns(facts.data.columns, winner && settingsIn(header.experiment, winner)),
    },
    notices: [
      ...(input.notices ?? []).map(({ kind, text, at }) => ({ kind, text, at })),
      ...neverWorkedNotice(neverWorked, standings.length, facts.finishedAt ?? facts.startedAt),
    ],
    tieSet: input.answer === undefined || input.answer.winner === null ? null : showTieSet(input.answer, shown),
    replay: input.replay === undefined ? null : showReplay(input.replay, shown),
  };
}

/** Before the first decision. */
const NO_CLAIMS: RaceClaims = { verdict: null, tolerance: null, bound: null, steadier: null, unconfirmed: null };

/** Costs become values here: all that is read of them afterwards is as it is shown. */
function showClaims(answer: RaceAnswer, { show }: ShownCriterion): RaceClaims {
  const { verdict, tolerance, bound, steadier, unconfirmed } = answer;
  const { setAside, requirement, requirements, reliability, search } = answer;
  return {
    ...{ verdict, tolerance, bound, steadier },
    unconfirmed: unconfirmed && {
      ...unconfirmed,
      expected: show(unconfirmed.expected),
      expectedWorst: show(unconfirmed.expectedWorst),
      freshBest: show(unconfirmed.freshBest),
    },
    ...defined({ setAside, requirement, requirements, reliability, search }),
  };
}

/** The nearest rivals one by one; all of them are in the lists. */
const MOST_RIVALS = 1000;

function showTieSet(
  { alpha, test, ties, undecided, rivals, tolerance }: RaceAnswer,
  shown: ShownCriterion,
): ResultTieSet {
  const standing = (wanted: RivalStanding): string[] =>
    rivals.filter((rival) => rival.standing === wanted).map(({ candidate }) => candidate);
  return {
    ...{ alpha, correction: tolerance === null ? 'holm' : 'simultaneous', test },
    ...{ tied: ties, undecided, close: standing('close'), behind: standing('behind') },
    rivals: rivals.slice(0, MOST_RIVALS).map((rival) => showRival(rival, shown)),
  };
}

function overtuningOf({ overtuning }: ReportInput): Pick<Result, 'overtuning'> {
  if (overtuning === undefined || 'reason' in overtuning) return defined({ overtuning });
  const { against, chosenBy, final, lost } = overtuning;
  const { level, ...lead } = final.lead;
  const { trainings, trainingsOfFirst } = final;
  const { value, low, high } = lost;
  return {
    overtuning: {
      ...{ against, level, chosenBy },
      final: { ...lead, trainings, trainingsOfFirst },
      lost: { value, low, high },
    },
  };
}

/** With the time of the latest outcomes; none where nobody knows when anything was trained. */
function neverWorkedNotice(
  neverWorked: Result['neverWorked'],
  candidates: number,
  at: string | null,
): Result['notices'] {
  const text = neverWorkedText(neverWorked, candidates);
  return text === undefined || at === null ? [] : [{ kind: NEVER_WORKED, text, at }];
}

/** How the winner scales its inputs and targets, beside each; null where nobody is chosen, and for what is neither. */
function scaledColumns(columns: DataContents['columns'], configuration: JsonObject | null): Result['data']['columns'] {
  const { inputs, target } = configuration ?? {};
  const scale = (target as JsonObject | null | undefined)?.scale;
  const known = { input: inputs, feature: inputs, target: scale } as Readonly<Record<string, unknown>>;
  return (
    columns?.map((column) => {
      const own = column.encoding === 'class' ? undefined : known[column.role];
      return { ...column, scale: typeof own === 'string' ? own : null };
    }) ?? null
  );
}

/** Criteria in the user's direction; a regret is how much worse, in either. */
function showReplay(replay: ReplayFindings, { show }: ShownCriterion): ResultReplay {
  const { best, value, simulation } = replay;
  const figure = ({ value: estimate, low, high }: ValueWithInterval) => ({ value: estimate, low, high });
  return {
    ...replay,
    best: best && { ...best, value: show(best.value) },
    value: value === null ? null : show(value),
    simulation: simulation && {
      orders: simulation.orders,
      cost: figure(simulation.cost),
      correct: figure(simulation.correct),
      within: simulation.within && figure(simulation.within),
      regret: figure(simulation.regret),
      decided: figure(simulation.decided),
    },
  };
}

/** The candidates that may still be chosen by the answer; all before there is one. */
function survivorsOf({ answer }: ReportInput, standings: readonly ShownStanding[]): readonly string[] {
  return answer?.set ?? standings.filter(({ eliminatedAt }) => eliminatedAt === null).map(({ id }) => id);
}

/** The candidates without a trial that may be the best. */
function untriedOf({ answer }: ReportInput, standings: readonly ShownStanding[]): readonly string[] {
  return answer?.untried ?? standings.filter(({ outcomes }) => outcomes.length === 0).map(({ id }) => id);
}

/**
 * The candidate that the answer of the race names, with the others that may be the best as its ties. None is chosen before the first decision
 * (unless there is one candidate alone). The figure comes from fresh trials as soon as there are enough for one.
 */
function chooseCandidate(
  input: ReportInput,
  standings: readonly ShownStanding[],
  survivors: readonly string[],
  members: readonly Member[],
  shown: ShownCriterion,
): ResultChoice | null {
  const id = input.answer === undefined && survivors.length === 1 ? survivors[0] : input.answer?.winner;
  const chosen = standings.find((standing) => standing.id === id);
  if (!chosen || chosen.criterion === null) return null;
  const race = { value: shown.show(chosen.criterion), trials: chosen.losses.length };
  const own = members.find(({ candidate }) => candidate === id);
  const fresh = own?.fresh;
  const isFreshEnough = fresh !== undefined && fresh !== null && fresh.criterion !== null;
  const onFinal = {
    final: input.final && racedFirst(input.final, input.metric),
    finalDistribution: input.finalInstances === undefined ? null : finalDistributionOf(input.finalInstances),
  };
  const told = own && toldTrainings(input, onFinal, own, chosen);
  return {
    candidate: chosen.id,
    label: chosen.label,
    configuration: input.header.candidates.find((candidate) => candidate.id === id)?.configuration ?? {},
    criterion: {
      name: shown.name,
      ...(isFreshEnough
        ? { value: fresh.criterion as number, from: 'fresh', interval: fresh.interval }
        : { value: race.value, from: 'choosing', interval: noIntervalFromChoosing(race.trials) }),
      race,
    },
    trials: isFreshEnough ? fresh.trials : race.trials,
    ties: survivors.filter((survivor) => survivor !== id),
    ...onFinal,
    expected: own && told ? expectedOf(told, collapsedReplicates(input, own, chosen), input) : null,
    model: input.modelFile,
    ...defined({ noModel: input.noModel }),
    collapses: own?.collapses ?? null,
    ...describePasses(input, chosen.id),
    ...deliveryOf(input, chosen.id),
  };
}

/** What is raced says most. */
function racedFirst(figures: Readonly<Record<string, number>>, metric: string | undefined): Record<string, number> {
  const raced = metric === undefined ? undefined : figures[metric];
  return metric === undefined || raced === undefined ? { ...figures } : { [metric]: raced, ...figures };
}

/** What the race cost is measured by its own trials: those after it serve what is said about the winner. */
function countTrials(input: ReportInput, standings: readonly ShownStanding[]): Result['trials'] {
  const most = standings.reduce((largest, { outcomes }) => Math.max(largest, outcomes.length), 0);
  const { used, ...counts } = countOutcomes(input.outcomes, input.beside);
  const fresh = input.outcomes.reduce((count, { trial }) => count + (isFresh(trial) ? 1 : 0), 0);
  const race = used - fresh;
  // Of a race that searches, those without a training count, too.
  const all = input.answer?.search?.candidates ?? standings.length;
  const exhaustive = input.replay?.trials ?? all * Math.max(most, input.exhaustiveReplicates);
  const saved = exhaustive === 0 ? 0 : 1 - race / exhaustive;
  const taken = [...(input.takenOver ?? [])].map(([from, trials]) => ({ from, trials }));
  const takenOver = taken.length === 0 ? {} : { takenOver: taken };
  return { used, race, fresh, exhaustive, saved, ...counts, ...takenOver };
}

function describeCandidate(
  standing: ShownStanding,
  rank: number,
  configuration: JsonObject,
  shown: ShownCriterion,
): ResultCandidate {
  const { id, label, outcomes, fresh, criterion, eliminatedAt } = standing;
  const all = [...outcomes, ...fresh.outcomes];
  const shareOf = (...statuses: OutcomeStatus[]): number => {
    return all.length === 0 ? 0 : all.filter(({ status }) => statuses.includes(status)).length / all.length;
  };
  return {
    rank,
    id,
    label,
    configuration,
    trials: outcomes.length,
    fresh: fresh.outcomes.length,
    criterion: criterion === null ? null : shown.show(criterion),
    eliminatedAt,
    divergedRate: shareOf('diverged'),
    failedRate: shareOf('failed', 'timed-out'),
  };
}

/** The recheck in the plan of a race. */
export type RaceRecheck = z.output<typeof recheckPlan>;

export function recheckOfPlan({ recheck }: JsonObject): RaceRecheck | undefined {
  return recheck === undefined ? undefined : recheckPlan.parse(recheck);
}

/** `standings`: the best first. Values are compared where here and there the same way is better. */
export function recheckOf(
  { header, direction }: Pick<ReportInput, 'header' | 'direction'>,
  standings: readonly ShownStanding[],
): ResultRecheck | undefined {
  const plan = recheckOfPlan(header.plan);
  if (plan === undefined) return undefined;
  const [best] = plan.candidates;
  const place = standings.findIndex(({ id }) => id === best?.candidate);
  if (best === undefined || place < 0) return { ...plan, best: null };
  const { values, fresh } = standings[place] as ShownStanding;
  // Of these no other search has chosen by their luck.
  const all = [...values, ...fresh.values];
  const cost = (value: number): number => turned(value, direction);
  const reached = all.filter((value) => cost(value) <= cost(best.value)).length;
  return {
    ...plan,
    best: {
      place: place + 1,
      trainings: all.length,
      reached: plan.direction === direction ? reached : null,
      median: all.length === 0 ? null : quantile(all, 0.5),
    },
  };
}
