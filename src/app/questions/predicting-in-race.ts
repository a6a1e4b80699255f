/** @file Whose predictions are looked at in a race, and which of their trainings it tells apart as collapses, by the bars of its answer. */
import { type Outcome, trialKey } from '../../core/index.js';
import { collapseBars, type LossOf } from '../../questions/race/plan/index.js';
import { exceptionsOf } from '../../stats/index.js';
import { trivialCost } from '../ask/collapse-setting.js';
import { MOST_SHOWN } from './find-predictions.js';
import { countingOutcomes, type PredictingCandidate } from './kept-predictions.js';
import type { RaceTerms } from './plan-of-race.js';
import type { Position } from './question-kind.js';
import type { RaceFindings } from './race-findings.js';

/** The winner, and the rivals whose trainings count beside its own, the nearest first. */
export function predictingIn(
  { question, state }: Position,
  { answer, baselines = [] }: Pick<RaceFindings, 'answer' | 'baselines'>,
  { race, figure, collapse, lossOf }: RaceTerms,
): readonly PredictingCandidate[] {
  const { winner = null } = answer ?? {};
  if (answer === undefined || winner === null) return [];
  const counting = countingOutcomes(question.usedOutcomes());
  const there = new Set(counting.map(({ trial }) => trial.candidate));
  const rivals = answer.rivals.map(({ candidate }) => candidate).filter((id) => there.has(id));
  const labels = new Map(question.header.candidates.map(({ id, label }) => [id, label]));
  // What trainings have together says nothing of one alone.
  const isAlone = figure?.joint === undefined;
  const settings = { baseline: trivialCost(baselines, figure), ...collapse };
  const standings = isAlone ? race.standings(state) : [];
  const found = collapseBars(standings, settings);
  const bars = new Map(standings.map(({ candidate }, place) => [candidate, found[place]]));
  return [winner, ...rivals].slice(0, MOST_SHOWN).map((id, place) => {
    const own = counting.filter(({ trial }) => trial.candidate === id);
    const collapses = collapsesAmong(own, bars.get(id), lossOf);
    return { id, label: labels.get(id) ?? '', isWinner: place === 0, ...collapses };
  });
}

/** By what each counts as in the race, also where that is a metric. */
function collapsesAmong(
  outcomes: readonly Outcome[],
  bar: Parameters<typeof exceptionsOf>[1],
  lossOf: LossOf,
): Pick<PredictingCandidate, 'collapses'> {
  const losses = outcomes.map((outcome) => ({ key: trialKey(outcome.trial), loss: lossOf(outcome) }));
  const counted = losses.filter(({ loss }) => !Number.isNaN(loss));
  const exceptions = exceptionsOf(
    counted.map(({ loss }) => loss),
    bar,
  );
  const keys = new Set(counted.filter(({ loss }) => exceptions.includes(loss)).map(({ key }) => key));
  return keys.size === 0 ? {} : { collapses: { keys, trials: counted.length } };
}
