/** @file The rows that a model is explained on: the final set of its run, or a table with the targets in it. */
import { resolve } from 'node:path';
import { inputError, permutation, randomFrom } from '../../core/index.js';
import { type Dataset, type RawColumn, readTargets, type Samples, takeSamples } from '../../engine/datasets/index.js';
import type { UsableModel } from '../../engine/inspection.js';
import { readRowsForModel } from './predict.js';

export type ExplainedRows = Samples & { readonly columns: readonly RawColumn[] };

/** The final set, as the model reads it. */
export function rowsOfDataset({ final, inputNames = [] }: Dataset, { reading }: UsableModel): ExplainedRows {
  const width = inputNames.length;
  const plain = inputNames.map((name, place): RawColumn => {
    const values = Float64Array.from({ length: final.count }, (_, row) => final.inputs[row * width + place] as number);
    return { name, kind: 'number', values };
  });
  const features = reading.features.map((name): RawColumn => {
    return { name, kind: 'number', values: Float64Array.from(final.features[name] as Float32Array) };
  });
  return { ...final, columns: [...(final.columns ?? plain), ...features] };
}

/** @throws InputError for a column or a cell that does not fit. */
export async function rowsOfTable(
  path: string,
  model: UsableModel,
  target: readonly string[] = model.targets,
): Promise<ExplainedRows> {
  const { rows, count } = await readRowsForModel(resolve(path), model.reading, 'Correct them, or remove these rows.');
  const { targets } = await readTargets(resolve(path), target, {
    classes: model.classes,
    readings: model.targetReadings,
  });
  return { count, inputs: new Float32Array(), targets, features: {}, columns: rows };
}

/** At most `most` of the rows, drawn at random, in their order. @throws InputError for fewer than two. */
export function drawRows(rows: ExplainedRows, most: number, seed: number): ExplainedRows {
  if (rows.count < 2) {
    throw inputError`explain-rows: There ${rows.count === 1 ? 'is one row' : 'are no rows'} to explain the model on.
      Allowed: two rows or more; some hundreds tell more
      Fix: Give a table with more rows.`;
  }
  if (rows.count <= most) return rows;
  const drawn = permutation(rows.count, randomFrom('explain', seed, 'rows'))
    .subarray(0, most)
    .sort();
  return { ...takeSamples(rows, drawn), columns: takeSamples(rows, drawn).columns ?? [] };
}
