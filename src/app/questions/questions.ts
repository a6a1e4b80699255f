/** @file The list of the questions that trials are trained for, with what each is shown by; any of them is prepared here. */

import { inputError, type RunHeader, type STUDY_KINDS } from '../../core/index.js';
import type { StudyKind } from '../../questions/common/index.js';
import { STUDIES, type StudyAnalysis, type StudyOwn } from '../../questions/index.js';
import { showRace, showStudy } from '../../report/index.js';
import type { SourcedExperiment } from '../ask/experiment-source.js';
import { type BuildProgress, type ExperimentUse, prepareExperiment } from '../ask/prepare-experiment.js';
import type { PlannedQuestion, Prepared, QuestionKind } from './question-kind.js';
import { raceQuestion } from './race-question.js';
import { type AskedStudy, type PlannedStudyQuestion, studyQuestion } from './study-question.js';

/** A study whose name `core` lacks does not compile where it is asked. */
type StudyQuestions = {
  readonly [Name in (typeof STUDY_KINDS)[number]]: QuestionKind<AskedStudy & StudyOwn<Name>, PlannedStudyQuestion>;
};

/** By the name that plans and logs have for them. */
export const QUESTIONS = {
  race: raceQuestion(showRace),
  ...(Object.fromEntries(
    Object.entries<StudyKind<object, StudyAnalysis>>(STUDIES).map(([name, kind]) => [
      name,
      studyQuestion(name, kind, showStudy),
    ]),
  ) as StudyQuestions),
};

/** The kind of question of this name; undefined for one that a later version asked. */
export function knownQuestion(name: unknown): QuestionKind | undefined {
  return Object.entries<QuestionKind>(QUESTIONS).find(([known]) => known === name)?.[1];
}

/**
 * The kind of question that a log names.
 * @throws InputError (`newer-question`) for a kind that a later version asked.
 */
export function questionNamed(name: unknown): QuestionKind {
  const found = knownQuestion(name);
  if (found !== undefined) return found;
  throw inputError`newer-question: The question is of the kind "${String(name)}", which this version of Surefoot does not know.
    Allowed: a question of the kinds ${Object.keys(QUESTIONS).join(', ')}
    Fix: Upgrade with npm install surefoot@latest, or name another question of the run (surefoot status lists them).`;
}

interface PrepareUse extends ExperimentUse {
  /** Hears of the candidates that are being built. */
  readonly onProgress?: BuildProgress;
}

/** @throws InputError for everything a user can get wrong. */
export async function prepare<Asked, Planned extends PlannedQuestion>(
  kind: QuestionKind<Asked, Planned>,
  source: SourcedExperiment,
  asked: Asked,
  use: PrepareUse = {},
): Promise<Prepared<Planned>> {
  const settle = kind.ask(source, asked);
  const experiment = await prepareExperiment(source, use);
  const settled = settle(experiment, use.onProgress);
  const { planned, candidates, budget, warnings = [], forecasts = [], dropped = {} } = settled;
  const { backend, workers, demand, failurePolicy, predictionsFrom, headerOf } = experiment;
  let header: RunHeader | undefined;
  return {
    ...settled,
    ...{ backend, workers, demand, failurePolicy, predictionsFrom, dropped, forecasts },
    // It names the data by a hash over all of them, which a look at candidates does not need.
    get header() {
      header ??= headerOf(source.draft.name, [...candidates], planned.fixed);
      return header;
    },
    progress: { work: planned.work, budget },
    warnings: [...warnings, ...experiment.warnings],
  };
}
