/**
 * @file What retrainings of a run predict, from its folder: whose predictions, of which question, with the data that they are about.
 * Nothing is trained or written.
 */
import { join } from 'node:path';
import { defined, type PredictedSet, type Question } from '../../core/index.js';
import type { Slices } from '../../experiment/index.js';
import { type MeasureAdvice, measureAdvice, type PredictionRecord } from '../../report/index.js';
import { loadLoggedData } from '../ask/create-backend.js';
import { requireSlices } from '../ask/slice-members.js';
import { followQuestion } from '../conclude/logged-question.js';
import { newestQuestion, questionOf, readRunLog } from '../folder/logged-run.js';
import { RUN_FILES } from '../folder/run-files.js';
import { predictionRecordOf } from '../questions/find-predictions.js';
import { keptPredictionsOf, type PredictionSource, predictionsReader } from '../questions/kept-predictions.js';

interface RunPredictions {
  readonly record: PredictionRecord;
  /** What tells the streams of a race apart; null for a study, and for a race that no command asked. */
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
  const slices = own ?? (request.slices as Slices | undefined) ?? {};
  const kept = keptPredictionsOf({ ...source, least: 2 });
  requireSlices(own, dataset, slicesFrom);
  const record = predictionRecordOf(kept, {
    name: header.name,
    run: folder,
    question: String(header.plan.kind),
    dataset,
    slices,
    slicesFrom,
    ...defined({ set }),
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
  return readRunLog(folder, async (store) => {
    const question = number === undefined ? newestQuestion(store) : questionOf(store, number);
    return {
      number: question.number,
      header: question.header,
      request: question.request,
      candidates: followQuestion(store, question, folder).predicting(),
      outcomes: question.usedOutcomes(),
      predictionsOf: predictionsReader(join(folder, RUN_FILES.artifacts)),
      dataset: await loadLoggedData(question.header, folder),
    };
  });
}

export interface PredictionsOptions {
  /** The examples; default: `selection`, or `final` where selection sets differ by training. */
  readonly set?: PredictedSet;
  /** The question, by the number of `surefoot status`; default: the newest. */
  readonly question?: number;
  /** Columns by which the examples are cut, in place of those of the experiment. */
  readonly slices?: Slices;
}
