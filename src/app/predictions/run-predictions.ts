/** @file What retrainings of a run predict, from its folder: nothing is trained or written. */
import { given } from '../../core/index.js';
import { type MeasureAdvice, measureAdvice, type PredictionRecord } from '../../report/index.js';
import { keptPredictionsOf } from '../kept-predictions.js';
import { openPredicted } from '../open-predicted.js';
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
