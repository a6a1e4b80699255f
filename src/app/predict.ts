/** @file Uses a model on the rows of a table. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InputError } from '../core/index.js';
import { readNumberRows, readRawRows, type TableRows } from '../datasets/index.js';
import { csvLine } from '../report/index.js';
import type { ModelAnswers, UsableModel } from '../trainers/index.js';
import { loadBuiltIn } from './onnx-runtime.js';

export interface Prediction extends ModelAnswers {
  /** Names of the targets; of classes empty where an earlier version made the model. */
  readonly targets: readonly string[];
  /** In the order of the probabilities; empty for a regression. */
  readonly classes: readonly string[];
}

/**
 * `model`: path of an ONNX file that Surefoot made of a table. `rows`: a table (CSV or Parquet) with the columns that it was
 * trained on; cells may be missing, and categories may be new.
 *
 * @throws InputError for a model that cannot be used, and for a column or a cell that does not fit it.
 */
export async function predictRows(model: string, rows: string): Promise<Prediction> {
  const bytes = readModel(model);
  const { openModel } = await loadBuiltIn();
  const usable = await openModel(bytes, model);
  try {
    const { reading, classes, targets } = usable;
    const { rows: read, count } = await readRows(resolve(rows), reading);
    return { ...(await usable.answer(read, count)), classes, targets };
  } finally {
    await usable.close();
  }
}

/** The columns that a model reads, as its `answer` takes them. Throws an InputError for a column or a cell that does not fit. */
export async function readRows(path: string, reading: UsableModel['reading']): Promise<TableRows> {
  const own =
    reading.kind === 'columns' ? await readRawRows(path, reading.columns) : await readNumberRows(path, reading.names);
  if (reading.features.length === 0) return own;
  const { rows } = await readNumberRows(path, reading.features);
  return { ...own, rows: [...own.rows, ...rows] };
}

/** One row for each of the table: values by target, or the label and the probability of each class. */
export function predictionCsv({ count, values, labels, probabilities, targets, classes }: Prediction): string {
  const header = classes.length > 0 ? ['label', ...classes.map((name) => `p(${name})`)] : targets;
  const width = classes.length > 0 ? classes.length : targets.length;
  const numbers = classes.length > 0 ? probabilities : values;
  const lines = Array.from({ length: count }, (_, row) => {
    const own = Array.from(numbers.subarray(row * width, (row + 1) * width), String);
    return csvLine(classes.length > 0 ? [labels[row] as string, ...own] : own);
  });
  return [csvLine(header), ...lines].join('');
}

/** @throws InputError (`model-unreadable`) for a file that cannot be read. */
export function readModel(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    const { code = 'unknown' } = cause as NodeJS.ErrnoException;
    throw new InputError({
      code: 'model-unreadable',
      what: code === 'EISDIR' ? `${path} is a folder, and no model.` : `The model ${path} cannot be read (${code}).`,
      allowed: 'a .onnx file such as best.onnx of a run folder',
      fix: code === 'EISDIR' ? `Name the model in it: ${join(path, 'best.onnx')}` : 'Check the path.',
      cause,
    });
  }
}
