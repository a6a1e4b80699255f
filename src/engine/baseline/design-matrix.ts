/**
 * @file What a fit takes and gives; and lays the columns of a sample out for a linear model: standardised by the sample, the cells of a picture or sequence
 * with one spread per channel; constant ones left out.
 */
import { type Dataset, embeddedColumns, type Samples } from '../datasets/index.js';
import type { Loss } from '../network/losses/index.js';

/** How columns of raw values become columns of a linear model. */
export interface Design {
  /** Columns that vary in the sample: places among inputs, then features. */
  readonly columns: readonly number[];
  readonly mean: Float64Array;
  readonly spread: Float64Array;
}

/** One example's inputs, then its features, as raw values. */
function columnReader({ inputs, features, count }: Samples): (row: number, column: number) => number {
  const width = count === 0 ? 0 : inputs.length / count;
  const extra = Object.keys(features)
    .sort()
    .map((name) => features[name] as Float32Array);
  return (row, column) =>
    (column < width ? inputs[row * width + column] : (extra[column - width] as Float32Array)[row]) as number;
}

/** `embedded`: numbers of levels, which come last among the inputs and are no quantities. */
export function countColumns({ inputs, features, count }: Samples, embedded: number): number {
  return (count === 0 ? 0 : inputs.length / count) - embedded + Object.keys(features).length;
}

/** Of the examples at `rows`, without embedded columns. */
export function fitDesign(
  samples: Samples,
  { inputShape, encoding }: Pick<Dataset, 'inputShape' | 'encoding'>,
  rows: Int32Array,
): Design {
  const read = columnReader(samples);
  const embedded = embeddedColumns(encoding).length;
  const numbers = samples.inputs.length / samples.count - embedded;
  const kept: { column: number; mean: number; spread: number }[] = [];
  for (let place = 0; place < countColumns(samples, embedded); place++) {
    const column = place < numbers ? place : place + embedded;
    let mean = 0;
    for (const row of rows) mean += read(row, column) / rows.length;
    let square = 0;
    for (const row of rows) square += (read(row, column) - mean) ** 2 / rows.length;
    const spread = Math.sqrt(square);
    // Equal values leave a rounding error of their mean.
    if (spread > 1e-9 * Math.abs(mean)) kept.push({ column, mean, spread });
  }
  if (inputShape.length > 1) shareSpreads(kept, inputShape);
  return {
    columns: kept.map(({ column }) => column),
    mean: Float64Array.from(kept, ({ mean }) => mean),
    spread: Float64Array.from(kept, ({ spread }) => spread),
  };
}

/** A cell that is nearly always empty must not count as much as one in the middle. */
function shareSpreads(kept: { column: number; spread: number }[], inputShape: readonly number[]): void {
  const channels = inputShape.at(-1) as number;
  const cells = inputShape.reduce((product, extent) => product * extent, 1);
  for (let channel = 0; channel < channels; channel++) {
    const own = kept.filter(({ column }) => column < cells && column % channels === channel);
    const square = own.reduce((sum, { spread }) => sum + spread ** 2 / own.length, 0);
    for (const one of own) one.spread = Math.sqrt(square);
  }
}

/** Row-major, rows.length x design.columns.length. */
export function layOut(design: Design, samples: Samples, rows: ArrayLike<number>): Float64Array {
  const read = columnReader(samples);
  const { columns, mean, spread } = design;
  const width = columns.length;
  const matrix = new Float64Array(rows.length * width);
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] as number;
    for (let index = 0; index < width; index++) {
      const value = read(row, columns[index] as number);
      matrix[place * width + index] = (value - (mean[index] as number)) / (spread[index] as number);
    }
  }
  return matrix;
}

/** Gives a model's outputs for samples, `width` for each example. */
export type Fitted = (samples: Samples) => Float32Array;

/** What a fit needs to know of the race's loss. */
export interface FitTask {
  readonly dataset: Dataset;
  readonly loss: Pick<Loss, 'bestConstant' | 'evaluate'>;
  /** Values that a network gives for an example. */
  readonly width: number;
  /** Of a logistic model, at most. */
  readonly steps: number;
}

/** From examples of the pool. */
export type Fit = (rows: Int32Array) => Fitted;

export interface NamedFit {
  readonly name: string;
  readonly fit: Fit;
}
