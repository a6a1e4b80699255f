/** @file The content of `result.json` from the log and what the caller knows of the run. Pure. */
import type { OutcomeStatus } from '../../core/index.js';
import type { RaceAnswer } from '../../selection/index.js';
import type { Interval, NoInterval } from '../../stats/index.js';
import { bestTrialOf } from '../candidate-losses.js';
import { type ShownCriterion, showCriterion } from '../direction.js';
import type { ReplayFigures, ReportInput, SimulatedFigure } from '../input.js';
import { type ShownStanding, showStandings, standingInterval } from '../standing.js';
import {
  RESULT_FORMAT,
  RESULT_VERSION,
  type Result,
  type ResultCandidate,
  type ResultChoice,
  type ResultInterval,
  type ResultReplay,
  type ResultTieSet,
} from './result-schema.js';
import { countOutcomes, describeRun } from './run-facts.js';

/** Every figure is shown in the user's direction: with `maximize`, criteria and incumbents' values are scores. */
export function buildResult(input: ReportInput): Result {
  return describeResult(input, showStandings(input));
}

/** The same for standings that are there already, as `showStandings` gives them for this input. */
export function describeResult(input: ReportInput, standings: readonly ShownStanding[]): Result {
  const shown = showCriterion(input.criterion, input.direction);
  const survivors = standings.filter(({ eliminatedAt }) => eliminatedAt === null);
  const { header, data } = input;
  return {
    format: RESULT_FORMAT,
    version: RESULT_VERSION,
    name: header.name,
    status: input.status,
    direction: input.direction,
    criterion: {
      name: shown.name,
      onLosses: input.criterion.name,
      ...(input.criterion.version === undefined ? {} : { version: input.criterion.version }),
    },
    choice: chooseCandidate(input, survivors, shown),
    survivors: survivors.map(({ id }) => id),
    decisions: input.decisions.map((decision) => ({
      ...decision,
      incumbentValue: shown.show(decision.incumbentValue),
    })),
    trials: countTrials(input, standings),
    candidates: standings.map((standing, index) => describeCandidate(standing, index + 1, shown)),
    plan: header.plan,
    ...describeRun(header, input.stretches, data, input.command, input.code),
    notices: (input.notices ?? []).map(({ kind, text, at }) => ({ kind, text, at })),
    tieSet: input.answer?.choice === undefined ? null : showTieSet(input.answer, shown),
    replay: input.replay === undefined ? null : showReplay(input.replay, shown),
  };
}

/** The nearest rivals one by one; all of them are in the two lists. */
const MOST_RIVALS = 1000;

/** A difference of scores is that of losses with the other sign, and so is an effect. */
function showTieSet({ alpha, test, ties, undecided, rivals }: RaceAnswer, shown: ShownCriterion): ResultTieSet {
  return {
    alpha,
    correction: 'holm',
    test,
    tied: ties,
    undecided,
    rivals: rivals.slice(0, MOST_RIVALS).map(({ difference, interval, effectSize, ...rival }) => ({
      ...rival,
      difference: shown.show(difference),
      interval: showInterval(interval, shown),
      effectSize: shown.show(effectSize),
    })),
  };
}

/** Criteria in the user's direction; a regret is how much worse, in either. */
function showReplay(replay: ReplayFigures, { show }: ShownCriterion): ResultReplay {
  const { best, value, simulation } = replay;
  const figure = ({ value: estimate, low, high }: SimulatedFigure) => ({ value: estimate, low, high });
  return {
    ...replay,
    best: { ...best, value: show(best.value) },
    value: value === null ? null : show(value),
    simulation: simulation && {
      orders: simulation.orders,
      cost: figure(simulation.cost),
      correct: figure(simulation.correct),
      regret: figure(simulation.regret),
      decided: figure(simulation.decided),
    },
  };
}

/**
 * Whom the answer of the race names, the others still racing as its ties. Nobody is chosen before the first decision
 * (unless there is one candidate alone), nor when the best criterion is infinite.
 */
function chooseCandidate(
  input: ReportInput,
  survivors: readonly ShownStanding[],
  shown: ShownCriterion,
): ResultChoice | null {
  const named = input.answer === undefined && survivors.length === 1 ? survivors[0]?.id : input.answer?.choice;
  const best = survivors.find(({ id }) => id === named);
  if (!best || best.criterion === null || !Number.isFinite(best.criterion)) return null;
  const configuration = input.header.candidates.find(({ id }) => id === best.id)?.configuration ?? {};
  return {
    candidate: best.id,
    label: best.label,
    configuration,
    criterion: {
      name: shown.name,
      value: shown.show(best.criterion),
      interval: showInterval(standingInterval(input, best), shown),
    },
    trials: best.losses.length,
    ties: survivors.filter(({ id }) => id !== best.id).map(({ id }) => id),
    final: input.final && { ...input.final },
    model: input.modelFile,
    artifacts: artifactsOf(input, best.id),
  };
}

/** What the candidate's best trial left, as paths from the run folder. */
function artifactsOf({ artifactFolder, outcomes }: ReportInput, candidate: string): Readonly<Record<string, string>> {
  const artifacts = bestTrialOf(candidate, outcomes)?.artifacts ?? {};
  if (typeof artifactFolder !== 'string') return {};
  const inFolder = (path: string) => (/^(?:[a-z]:)?[\\/]/i.test(path) ? path : `${artifactFolder}/${path}`);
  return Object.fromEntries(Object.entries(artifacts).map(([name, path]) => [name, inFolder(path)]));
}

/** An interval on losses in the user's direction: mirrored ends change places. */
export function showInterval(interval: Interval | NoInterval, shown: ShownCriterion): ResultInterval {
  if ('reason' in interval) return interval;
  const ends = [shown.show(interval.low), shown.show(interval.high)];
  return { ...interval, low: Math.min(...ends), high: Math.max(...ends) };
}

function countTrials(input: ReportInput, standings: readonly ShownStanding[]): Result['trials'] {
  const most = standings.reduce((largest, { outcomes }) => Math.max(largest, outcomes.length), 0);
  const { used, ...ends } = countOutcomes(input.outcomes);
  const exhaustive = standings.length * Math.max(most, input.exhaustiveReplicates);
  return { used, exhaustive, saved: exhaustive === 0 ? 0 : 1 - used / exhaustive, ...ends };
}

function describeCandidate(standing: ShownStanding, rank: number, shown: ShownCriterion): ResultCandidate {
  const { id, label, outcomes, criterion, eliminatedAt } = standing;
  const shareOf = (...statuses: OutcomeStatus[]): number => {
    return outcomes.length === 0
      ? 0
      : outcomes.filter(({ status }) => statuses.includes(status)).length / outcomes.length;
  };
  return {
    rank,
    id,
    label,
    trials: outcomes.length,
    criterion: criterion === null ? null : shown.show(criterion),
    eliminatedAt,
    divergedRate: shareOf('diverged'),
    failedRate: shareOf('failed', 'timed-out'),
  };
}
