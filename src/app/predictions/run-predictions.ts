/**
 * @file What retrainings of a run predict, from its folder: whose predictions, of which question, with the data that they are about.
 * Nothing is trained or written.
 */

import { join } from 'node:path';
import { given, InputError, isOfFunction, type Question, type Store } from '../../core/index.js';
import type { DataSpec, Dataset } from '../../datasets/index.js';
import type { ExperimentDraft } from '../../experiment/index.js';
import { type MeasureAdvice, measureAdvice, type PredictionRecord } from '../../report/index.js';
import { countedOutcomes } from '../cheap-trials.js';
import { createBackend } from '../create-backend.js';
import { type KeptPredictions, keptPredictionsOf, type PredictionSource } from '../kept-predictions.js';
import { followQuestion } from '../logged-question.js';
import { newestQuestion, openRunLog, questionOf } from '../logged-run.js';
import { predictionsReader } from '../read-predictions.js';
import { RUN_FILES } from '../run-files.js';
import type { PredictionsOptions } from './prediction-options.js';
import { predictionRecordOf } from './prediction-record-of.js';
import { askedSlices, requireSlices } from './slice-members.js';

interface RunPredictions {
  readonly record: PredictionRecord;
  /** What tells the streams of a race apart; null for a study, and where nobody typed the race. */
  readonly advice: MeasureAdvice | null;
}

/**
 * Of the question that was asked last, or of that number.
 * @throws InputError for a folder without predictions, for those of one training, and for slices that cannot be cut.
 */
export async function runPredictions(
  folder: string,
  { question: number, set, slices: own }: PredictionsOptions = {},
  slicesFrom = '--slices',
): Promise<RunPredictions> {
  const source = await openPredicted(folder, number);
  const { header, request, dataset } = source;
  const slices = own ?? askedSlices(request).slices ?? {};
  const kept = keptPredictionsOf({ ...source, least: 2 });
  requireSlices(own, dataset, slicesFrom);
  const record = predictionRecordOf(kept, {
    name: header.name,
    run: folder,
    question: String(header.plan.kind),
    dataset,
    slices,
    slicesFrom,
    ...given({ set }),
  });
  const typed = typeof request.command === 'string' ? request.command : null;
  const advice = record.question === 'race' ? measureAdvice(header, typed, record.candidates[0]?.candidate) : null;
  return { record, advice };
}

/** A question of a run folder, with what it takes to read the predictions of its trials. */
interface PredictedQuestion extends PredictionSource {
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
  const { experiment } = question.header;
  const { baseFolder, dataset: logged } = experiment as { baseFolder: string; dataset: { hash: string } | null };
  if (logged === null) return undefined;
  const draft = experiment as unknown as ExperimentDraft<DataSpec>;
  // A function is not in the log, which names the experiment's own trainer beside it; the data are the same.
  const stands = isOfFunction(question.header) ? () => Number.NaN : undefined;
  const { dataset } = await createBackend({ draft, baseFolder }, stands);
  if (dataset?.hash === logged.hash) return dataset;
  throw new InputError({
    code: 'data-changed',
    what: `The data differ from those that the run in ${folder} was trained on, so what was true of its examples is not known.`,
    allowed: 'the same values in the same split',
    fix: `Restore the data that the run "${store.head.name}" was trained on.`,
  });
}
