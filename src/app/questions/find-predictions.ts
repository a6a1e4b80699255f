/** @file Finds what retrainings of a question predict when it is concluded, for its page. */
import { type Candidate, InputError, type Outcome, trialKey } from '../../core/index.js';
import type { Slices } from '../../experiment/index.js';
import { collapseBars, type LossOf } from '../../questions/race/plan/index.js';
import type { PredictionRecord } from '../../report/index.js';
import { exceptionsOf } from '../../stats/index.js';
import { trivialCost } from '../ask/raced-figure.js';
import { countingOutcomes, keptPredictionsOf, type PredictingCandidate } from './kept-predictions.js';
import type { RaceTerms } from './plan-of-race.js';
import { predictionRecordOf } from './prediction-record-of.js';
import type { Means, Position } from './question-kind.js';
import type { RaceFindings } from './race-findings.js';

/** Nothing to be said, and no fault: no training kept any, or one alone. */
const SILENT: ReadonlySet<string> = new Set(['predictions-none', 'predictions-alone']);

/** The first candidate is the winner of a race. Undefined where nothing was kept; `needs.warn` hears of what does not fit together. */
export function findPredictions(
  { question }: Pick<Position, 'question'>,
  candidates: readonly PredictingCandidate[],
  slices: Slices | undefined = {},
  { backend: { dataset }, needs: { warn }, predictionsOf }: Means,
): PredictionRecord | undefined {
  const { name, plan } = question.header;
  try {
    const kept = keptPredictionsOf({
      candidates,
      outcomes: question.usedOutcomes(),
      predictionsOf,
      dataset,
      least: 2,
    });
    return predictionRecordOf(kept, {
      name,
      run: null,
      question: String(plan.kind),
      dataset,
      slices,
      slicesFrom: 'slices',
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    if (!SILENT.has(error.code)) warn(`What retrainings predict is not shown: ${error.what}`);
    return undefined;
  }
}

/** The winner and its rivals, as many as the result shows. */
export const MOST_SHOWN = 10;

/** Of a study, as its plan has them. */
export function predictingOf(candidates: readonly Candidate[]): readonly PredictingCandidate[] {
  return candidates.slice(0, MOST_SHOWN).map(({ id, label }) => ({ id, label, isWinner: false }));
}

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
