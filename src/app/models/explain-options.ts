/** @file Options of an explanation. */

export interface ExplainOptions {
  /** Columns of the targets; default: as the model names them. */
  readonly target?: string | readonly string[];
  /** `loss`, or a metric of the task. Default: what the race raced, else the loss. */
  readonly metric?: string;
  /** Retrainings that are explained, where the run is there: 5 by default; 0 explains the model file alone. */
  readonly instances?: number;
  /** Of the run, by id or label. Default: its winner. */
  readonly candidate?: string;
  /** Shuffles of each column: 10 by default. */
  readonly repeats?: number;
  /** Rows at most, drawn from all where there are more: 10,000 by default. */
  readonly rows?: number;
  /** Of the shuffles and of rows that are drawn: 0 by default. */
  readonly seed?: number;
  /** Go on with a model file whose checksum says that it is not as it was written, with a warning. Default false. */
  readonly acceptChangedModel?: boolean;
  /** Told now and then what is being done, and how many of how many models are explained. */
  readonly onProgress?: (what: 'training' | 'shuffling', done: number, total: number) => void;
  /** Told of files of the run that are damaged. */
  readonly onWarning?: (text: string) => void;
}

export const EXPLAIN_DEFAULTS = { instances: 5, repeats: 10, rows: 10_000, seed: 0 } as const;
