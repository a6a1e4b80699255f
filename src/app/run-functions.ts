/** @file What can be asked of a run that is there, or of a table of losses, as functions. */
import type { Result } from '../report/index.js';
import { checkExportOptions, checkPath, checkReplayOptions } from './check-arguments.js';
import type { ExportedTrial, ExportSubject } from './export-trial.js';
import type { Prediction } from './predict.js';
import type { ReplayOptions } from './replay/replay.js';

/**
 * Which rule would have chosen what, at what price: `losses` is a table (CSV or Parquet), a run folder, or its log.
 *
 * @example
 * const { choice, replay } = await replay('losses.csv', { criterion: 'mean', rule: 'halving', orders: 200 });
 *
 * @throws InputError for a table that cannot be read and for settings that do not fit it.
 */
export async function replay(losses: string, options: ReplayOptions = {}): Promise<Result> {
  checkPath('replay: losses', losses);
  checkReplayOptions(options);
  const { replayLosses } = await import('./replay/replay.js');
  return replayLosses(losses, options);
}

/**
 * The ONNX file of one completed trial of a run folder: without a candidate the best, without a replicate its best trial.
 * Weights that the run no longer keeps are trained again, and the logged loss is verified; `onWarning` hears of damaged ones.
 *
 * @throws InputError for a trial that is not there or has no model, and for data that changed since.
 */
export async function exportModel(
  run: string,
  options: ExportSubject & { readonly onWarning?: (text: string) => void } = {},
): Promise<ExportedTrial> {
  checkPath('exportModel: run', run);
  checkExportOptions(options);
  const { onWarning = () => {}, ...subject } = options;
  const [{ exportTrial }, { openRunLog }] = await Promise.all([import('./export-trial.js'), import('./logged-run.js')]);
  const store = openRunLog(run);
  try {
    return await exportTrial(store, run, subject, onWarning);
  } finally {
    store.close();
  }
}

/**
 * What a model makes of the rows of a table (CSV or Parquet) with the columns that it was trained on.
 *
 * @example
 * const { labels, probabilities } = await predict('runs/mine/best.onnx', 'new.csv');
 *
 * @throws InputError for a model that cannot be used, and for a column or a cell that does not fit it.
 */
export async function predict(model: string, rows: string): Promise<Prediction> {
  checkPath('predict: model', model);
  checkPath('predict: rows', rows);
  const { predictRows } = await import('./predict.js');
  return predictRows(model, rows);
}
