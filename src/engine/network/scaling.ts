/**
 * @file Scales raw inputs and joined features before the network: fitted on the training sample alone, the same
 * float32 arithmetic in training and in an exported model. Per channel of a map (over all its cells), per column of a
 * vector, per feature: (log1p(x) or x, less a shift) times a factor. Whatever is constant in the sample has factor 1.
 *
 * Columns of a table are kept within fences first: what fewer than ten rows of the sample say, such as one value in a column that is
 * constant otherwise, says nothing, and nothing that lies far outside is taken as it is.
 */
import type { z } from 'zod';
import { type InputError, inputError } from '../../core/index.js';
import { type Dataset, fewestRows } from '../datasets/index.js';
import { oneOf } from './fields.js';
import { hasPositions } from './layers/fit.js';
import type { OnnxGraph } from './onnx/onnx-graph.js';

/** The setting that names one. */
export const scalingField = oneOf({
  standardise: 'mean 0 and spread 1',
  'min-max': 'from 0 to 1',
  log1p: 'log(1 + x); values above -1',
  none: 'as they are',
});

export type ScalingName = z.output<typeof scalingField>;

/** One value per channel, column or feature. */
export interface Scaling {
  readonly shift: Float32Array;
  readonly factor: Float32Array;
  /** What lies beyond is taken for the fence; empty where there are none. */
  readonly low: Float32Array;
  readonly high: Float32Array;
}

export const NO_SCALING: Scaling = {
  shift: new Float32Array(),
  factor: new Float32Array(),
  low: new Float32Array(),
  high: new Float32Array(),
};

/**
 * Fits `columns` interleaved columns, with fences where they are `fenced`. Throws an InputError where one of them reaches -1 or less
 * under log1p; `describe` names it for people.
 */
export function fitScaling(
  name: ScalingName,
  values: Float32Array,
  columns: number,
  describe: (column: number) => string,
  fenced = false,
): Scaling {
  const shift = new Float32Array(columns);
  const factor = new Float32Array(columns).fill(1);
  const fences = new Float32Array(fenced && isFitted(name) ? columns : 0);
  const [low, high] = [fences, fences.slice()];
  for (let column = 0; column < columns; column++) {
    const fence = column < low.length ? fenceOf(values, column, columns) : undefined;
    if (fence !== undefined) {
      low[column] = fence.low;
      high[column] = fence.high;
    }
    const { smallest, largest, mean, deviation } = columnSummary(values, column, columns, fence);
    if (name === 'log1p' && smallest <= -1) throw belowMinusOne(describe(column), smallest);
    if (!isFitted(name)) continue;
    shift[column] = name === 'standardise' ? mean : smallest;
    const spread = name === 'standardise' ? Math.max(deviation, fence?.leastSpread ?? 0) : largest - smallest;
    factor[column] = 1 / spreadOrOne(spread);
  }
  return { shift, factor, low, high };
}

/** Whether inputs and features are columns of a table, which are kept within fences; cells of a map or a sequence are not. */
export function isFenced({ inputShape }: Pick<Dataset, 'inputShape'>): boolean {
  return !hasPositions(inputShape);
}

interface Fence {
  readonly low: number;
  readonly high: number;
  /** What a value may be divided by. */
  readonly leastSpread: number;
}

/** Tukey's fences (Exploratory Data Analysis, 1977, 2D) lie this many times the range between two inner values beyond each. */
const REACH = 1.5;

/** Of what has two values, such as a level, as a share of their distance: the rarer is at most 5 spreads away. */
const LEAST_SPREAD = 0.2;

/**
 * The inner values are, in place of the quartiles, those that {@link fewestRows} reach from below and from above: a column in which fewer
 * rows differ from all others is a constant. Rounded to float32 inwards or outwards alike in training and in a model, which hold them so.
 */
function fenceOf(values: Float32Array, column: number, columns: number): Fence {
  const rows = Math.ceil((values.length - column) / columns);
  const fewest = fewestRows(rows);
  const lowest: number[] = [];
  const highest: number[] = [];
  for (let index = column; index < values.length; index += columns) {
    const value = values[index] as number;
    keepLeast(lowest, value, fewest);
    keepLeast(highest, -value, fewest);
  }
  const inner = { low: lowest.at(-1) as number, high: -(highest.at(-1) as number) };
  const reach = REACH * (inner.high - inner.low);
  const isTwoEnded = lowest[0] === inner.low && highest[0] === -inner.high;
  return {
    low: Math.fround(inner.low - reach),
    high: Math.fround(inner.high + reach),
    leastSpread: isTwoEnded ? LEAST_SPREAD * (inner.high - inner.low) : 0,
  };
}

/** Takes a value among the `most` least ones, in ascending order. */
function keepLeast(least: number[], value: number, most: number): void {
  if (least.length === most && value >= (least[most - 1] as number)) return;
  let place = least.length === most ? most - 1 : least.length;
  for (; place > 0 && (least[place - 1] as number) > value; place--) least[place] = least[place - 1] as number;
  least[place] = value;
}

/** Applies the scaling in float32, as {@link inferScaling} does. */
export function applyScaling(
  name: ScalingName,
  { shift, factor, low, high }: Scaling,
  values: Float32Array,
): Float32Array {
  if (name === 'none') return values;
  const columns = shift.length;
  return values.map((value, index) => {
    if (name === 'log1p') return Math.log(Math.fround(1 + value));
    const column = index % columns;
    const within = low.length === 0 ? value : Math.min(Math.max(value, low[column] as number), high[column] as number);
    return Math.fround(within - (shift[column] as number)) * (factor[column] as number);
  });
}

/** Adds the scaling to an exported model, whose input keeps channels (or columns) last; `tensorOf` names the parts of a {@link Scaling}. */
export function inferScaling(
  onnx: OnnxGraph,
  name: ScalingName,
  input: string,
  tensorOf: (part: keyof Scaling) => string,
  fenced: boolean,
): string {
  if (name === 'none') return input;
  if (name === 'log1p') return onnx.node('Log', [onnx.node('Add', [input, onnx.scalar(1)])]);
  const within = fenced ? onnx.node('Min', [onnx.node('Max', [input, tensorOf('low')]), tensorOf('high')]) : input;
  return onnx.node('Mul', [onnx.node('Sub', [within, tensorOf('shift')]), tensorOf('factor')]);
}

/** Whether a scaling has shifts and factors that an exported model must hold. */
export function isFitted(name: ScalingName): boolean {
  return name === 'standardise' || name === 'min-max';
}

/** Below it a float32 loses digits, and its inverse may be infinite. */
const SMALLEST_SPREAD = 2 ** -126;

/** A spread that can be divided by: 1 in place of that of a constant. */
export function spreadOrOne(spread: number): number {
  return spread >= SMALLEST_SPREAD ? spread : 1;
}

/** What there is to know of one of `columns` interleaved columns, in double precision; of values as far as they lie within a fence. */
export function columnSummary(
  values: ArrayLike<number>,
  column: number,
  columns: number,
  { low, high }: Pick<Fence, 'low' | 'high'> = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY },
) {
  const valueAt = (index: number) => Math.min(Math.max(values[index] as number, low), high);
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  let total = 0;
  for (let index = column; index < values.length; index += columns) {
    const value = valueAt(index);
    smallest = Math.min(smallest, value);
    largest = Math.max(largest, value);
    total += value;
  }
  const count = values.length / columns;
  const mean = total / count;
  let squares = 0;
  for (let index = column; index < values.length; index += columns) squares += (valueAt(index) - mean) ** 2;
  return { smallest, largest, mean, deviation: Math.sqrt(squares / count) };
}

function belowMinusOne(column: string, value: number): InputError {
  return inputError`input-below-minus-one: ${column} reaches ${value}, of which inputs: log1p cannot take the logarithm.
    Allowed: inputs above -1
    Fix: Set \`inputs\` to standardise, min-max or none.`;
}
