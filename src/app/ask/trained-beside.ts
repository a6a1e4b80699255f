/**
 * @file Trainings beside those that a question asks for: one that checks the seeds, and those whose weights a model needs again. They are
 * logged as repeats of their trials that no question asks for, so that they are counted, and no answer rests on them.
 */
import type { JsonObject, Outcome, Question, Store, Trial } from '../../core/index.js';

/** No question asks for so many repeats of a trial. */
const SEED_CHECK = 1_000_000;
/** The first that was trained again for its weights; each has a number of its own. */
const FOR_MODELS = 2_000_000;

/** The trial that checks the seeds by this one. */
export function seedCheckOf(trial: Trial): Trial {
  return { ...trial, repeat: SEED_CHECK };
}

export function isSeedCheck({ repeat }: Pick<Trial, 'repeat'>): boolean {
  return repeat === SEED_CHECK;
}

export function isForModel({ repeat }: Pick<Trial, 'repeat'>): boolean {
  return repeat >= FOR_MODELS;
}

/** Either of them. */
export function isBeside(trial: Pick<Trial, 'repeat'>): boolean {
  return isSeedCheck(trial) || isForModel(trial);
}

/** The files of such a training are of no use. */
export function withoutFiles({ artifacts: _, artifactSums: __, predicted: ___, ...plain }: Outcome): Outcome {
  return plain;
}

/** The budget of trials of a question, by what was logged of how it was asked; undefined without one. */
export function budgetOfTrials({ budget }: JsonObject): number | undefined {
  return ((budget ?? {}) as { readonly trials?: number }).trials;
}

/** What its plan may ask for of that. */
export function planLimitOf(request: JsonObject): number | undefined {
  const trials = budgetOfTrials(request);
  return trials === undefined ? undefined : trials - Number(request.seedCheck ?? 0);
}

/** Asks for leave before weights are trained again, and hears of each that was. */
export interface Retraining {
  /** Whether the budget holds so many more. */
  mayBegin(trainings: number): boolean;
  trained(outcome: Outcome): void;
}

/** `left`: what the plan has left of the budget; Infinity without one. `refused` is called once. */
export function retrainingWithin(
  { question, store }: { readonly question: Question; readonly store: Pick<Store, 'outcomes'> },
  left: number,
  refused: () => void,
): Retraining {
  let told = false;
  const before = () => question.unusedOutcomes().filter(({ trial }) => isForModel(trial)).length;
  return {
    mayBegin: (trainings) => {
      const may = before() + trainings <= left;
      if (!may && !told) refused();
      told ||= !may;
      return may;
    },
    trained: (outcome) => {
      const [used, decisions] = [question.usedOutcomes(), question.usedDecisions().length];
      // Another question of this log may have had the same one trained again.
      const repeat = FOR_MODELS + store.outcomes().filter(({ trial }) => isForModel(trial)).length;
      question.append([withoutFiles({ ...outcome, trial: { ...outcome.trial, repeat } })]);
      // The answer rests on what it rested on.
      question.useOnly(
        used.map(({ trial }) => trial),
        decisions,
      );
    },
  };
}
