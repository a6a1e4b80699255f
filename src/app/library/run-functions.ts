/** @file What can be asked of a run that is there, or of a table of losses, as functions. */
import { askedByProgram } from '../../core/index.js';
import type { ReplayAsked } from '../../questions/index.js';
import type { Explanation, PredictionRecord, Result } from '../../report/index.js';
import type { ExplainOptions } from '../models/explain-options.js';
import type { ExportedTrial, ExportSubject } from '../models/export-trial.js';
import type { Prediction, PredictOptions } from '../models/predict.js';
import type { PredictionsOptions } from '../models/prediction-options.js';

/**
 * Says which rule would have chosen what, at what price: `losses` is a table (CSV or Parquet), a run folder, or its log.
 *
 * @example
 * const { winner, replay } = await replay('losses.csv', { criterion: 'mean', rule: 'halving', orders: 200 });
 *
 * @throws InputError for a table that cannot be read and for settings that do not fit it.
 */
export async function replay(losses: string, options: ReplayAsked = {}): Promise<Result> {
  const { checkPath, readToldOptions } = await import('./library-options.js');
  checkPath('replay: losses', losses);
  const [{ REPLAY }, { replayTold }] = await Promise.all([
    import('../../questions/index.js'),
    import('../questions/replay-question.js'),
  ]);
  return askedByProgram(() => replayTold(losses, readToldOptions('replay', options, REPLAY)));
}

/**
 * The ONNX file of a run folder: without a replicate what its race delivered (`delivered`: which trainings, and why), of a candidate that has not won
 * its best trial; with one that completed trial. `outcome` is `null` for several trainings as one model.
 * Weights that the run no longer keeps are trained again, and the logged loss is verified; `onWarning` hears of damaged ones.
 *
 * @throws InputError for a trial that is not there or has no model, and for data that changed since.
 */
export async function exportModel(
  run: string,
  options: ExportSubject & { readonly onWarning?: (text: string) => void } = {},
): Promise<ExportedTrial> {
  const { checkOptionsOf, checkPath } = await import('./library-options.js');
  checkPath('exportModel: run', run);
  checkOptionsOf('exportModel', options);
  const { onWarning = () => {}, ...subject } = options;
  const [{ exportTrial }, { openRunLog }] = await Promise.all([
    import('../models/export-trial.js'),
    import('../folder/logged-run.js'),
  ]);
  const store = openRunLog(run);
  try {
    return await askedByProgram(() => exportTrial(store, run, subject, onWarning));
  } finally {
    store.close();
  }
}

/**
 * What a model makes of the rows of a table (CSV or Parquet) with the columns that it was trained on.
 *
 * @example
 * const { labels, probabilities } = await predict('runs/mine/model.onnx', 'new.csv');
 *
 * @throws InputError for a model that cannot be used, for columns that are not there, and for all cells that do not fit it at once,
 * unless `skipBadRows` leaves their rows without a prediction.
 */
export async function predict(model: string, rows: string, options: PredictOptions = {}): Promise<Prediction> {
  const { checkPath } = await import('./library-options.js');
  checkPath('predict: model', model);
  checkPath('predict: rows', rows);
  const { predictRows } = await import('../models/predict.js');
  return askedByProgram(() => predictRows(model, rows, options));
}

/**
 * What a model relies on: how much worse it gets when one column after the other is shuffled, in units of its loss or of a metric, and
 * whether retrainings agree. `subject` is a run folder, whose winner is explained by several of its trainings, or a model file (with its
 * run beside it likewise); `data` a table (CSV or Parquet) with the targets in it, by default the final set of the run.
 *
 * @example
 * const { columns, agreement } = await explain('runs/houses', undefined, { instances: 8, metric: 'mae' });
 *
 * @throws InputError for what is no model of a table, for a table that does not fit it, and for a metric that it does not have.
 */
export async function explain(subject: string, data?: string, options: ExplainOptions = {}): Promise<Explanation> {
  const { checkOptionsOf, checkPath } = await import('./library-options.js');
  checkPath('explain: subject', subject);
  if (data !== undefined) checkPath('explain: data', data);
  checkOptionsOf('explain', options);
  const { explainModel } = await import('../models/explain.js');
  return askedByProgram(() => explainModel(subject, data, options));
}

/**
 * How far retrainings of a run differ in what they predict for the same examples: of a race the winner and its rivals, of a study its
 * candidates, where their predictions were kept (`keep: { predictions: ... }`). Shares lie between 0 and 1; disagreements of numbers are
 * in standard deviations of the target. Trains nothing, writes nothing.
 *
 * @example
 * const { candidates, disputed } = await predictions('runs/digits', { slices: { energy: [3, 10, 30, 68] } });
 *
 * @throws InputError for a folder without predictions, for those of one training, and for slices that cannot be cut.
 */
export async function predictions(run: string, options: PredictionsOptions = {}): Promise<PredictionRecord> {
  const { checkOptionsOf, checkPath } = await import('./library-options.js');
  checkPath('predictions: run', run);
  checkOptionsOf('predictions', options);
  const { runPredictions } = await import('../models/run-predictions.js');
  return (await askedByProgram(() => runPredictions(run, options, 'predictions: slices'))).record;
}
