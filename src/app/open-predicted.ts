/** @file Opens a run folder for what its trainings predicted: whose predictions, of which question, with the data that they are about. */
import { join } from 'node:path';
import { InputError, type Question, type Store } from '../core/index.js';
import type { DataSpec, Dataset } from '../datasets/index.js';
import type { ExperimentDraft } from '../experiment/index.js';
import { countedOutcomes } from './cheap-trials.js';
import { createBackend } from './create-backend.js';
import { type KeptPredictions, keptPredictionsOf, type PredictionSource } from './kept-predictions.js';
import { followQuestion } from './logged-question.js';
import { newestQuestion, openRunLog, questionOf } from './logged-run.js';
import { predictionsReader } from './read-predictions.js';
import { RUN_FILES } from './run-files.js';

/** A question of a run folder, with what it takes to read the predictions of its trials. */
export interface PredictedQuestion extends PredictionSource {
  readonly number: number;
  readonly header: Question['header'];
  readonly request: Question['request'];
}

/**
 * By its number, or the one asked last: its candidates are those that its page shows. Loads the data;
 * nothing is written.
 * @throws InputError for a folder without a run or such a question, and for data that changed since.
 */
export async function openPredicted(folder: string, number?: number): Promise<PredictedQuestion> {
  const store = openRunLog(folder);
  try {
    const question = number === undefined ? newestQuestion(store) : questionOf(store, number);
    return {
      number: question.number,
      header: question.header,
      request: question.request,
      candidates: followQuestion(store, question, folder).predicting(),
      outcomes: countedOutcomes(question),
      predictionsOf: predictionsReader(join(folder, RUN_FILES.artifacts)),
      dataset: await datasetOf(store, question, folder),
    };
  } finally {
    store.close();
  }
}

/**
 * Of the question that was asked last in a run folder.
 * @throws InputError as {@link openPredicted} and {@link keptPredictionsOf} do.
 */
export async function readKeptPredictions(folder: string, { least = 2 } = {}): Promise<KeptPredictions> {
  return keptPredictionsOf({ ...(await openPredicted(folder)), least });
}

async function datasetOf(store: Store, question: Question, folder: string): Promise<Dataset | undefined> {
  const { experiment, identityParts } = question.header;
  const { baseFolder, dataset: logged } = experiment as { baseFolder: string; dataset: { hash: string } | null };
  if (logged === null) return undefined;
  const draft = experiment as unknown as ExperimentDraft<DataSpec>;
  // A function is not in the log, which names the experiment's own trainer beside it; the data are the same.
  const isFunction = identityParts.trainer === JSON.stringify('function');
  const { dataset } = await createBackend({ draft, baseFolder }, isFunction ? () => Number.NaN : undefined);
  if (dataset?.hash === logged.hash) return dataset;
  throw new InputError({
    code: 'data-changed',
    what: `The data differ from those that the run in ${folder} was trained on, so what was true of its examples is not known.`,
    allowed: 'the same values in the same split',
    fix: `Restore the data that the run "${store.head.name}" was trained on.`,
  });
}
