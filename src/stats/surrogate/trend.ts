/**
 * @file What auxiliary sources say of the values that are learnt, as a multiple of each: the models learn what that leaves open.
 */
import { mean, standardDeviation } from '../moments.js';
import { factorise, solveLower, solveUpper } from './cholesky.js';
import type { Predicted } from './gaussian-process.js';
import type { ValueModel } from './models.js';
import type { SettingPlaces } from './places.js';

/** What a source says of candidates, in its unit. */
export type LearntSource = (places: SettingPlaces) => Predicted;

/** A source with what it says of the known rows. */
interface SourceAtRows {
  /** Its number among all. */
  readonly index: number;
  readonly source: LearntSource;
  readonly told: Predicted;
}

export interface Trend {
  readonly parts: readonly SourceAtRows[];
  /** Of each part, above 0: units of the values for one of the source. */
  readonly weights: Float64Array;
  /** Of the known rows. */
  readonly told: Predicted;
  predict(places: SettingPlaces): Predicted;
}

/** Rows without any relation that draw the weights to 0. */
const IDLE_ROWS = 4;

/** Of these sources together; undefined where values do not rise with each of them. */
export function trendOf(parts: readonly SourceAtRows[], values: Float64Array): Trend | undefined {
  const weights = weightsOf(
    parts.map(({ told }) => told.means),
    values,
  );
  if (!weights.every((weight) => weight > 0)) return undefined;
  const sum = (all: readonly Predicted[], rows: number): Predicted => {
    const total = (name: keyof Predicted, factors: Float64Array): Float64Array =>
      Float64Array.from({ length: rows }, (_, row) =>
        all.reduce((before, part, index) => before + (factors[index] as number) * (part[name][row] as number), 0),
      );
    const squares = weights.map((weight) => weight ** 2);
    return { means: total('means', weights), variances: total('variances', squares) };
  };
  const told = sum(
    parts.map((part) => part.told),
    values.length,
  );
  // What is usual among the known rows, what the trend leaves open has in it.
  const usual = mean(told.variances);
  const beyond = ({ means, variances }: Predicted): Predicted => ({
    means,
    variances: variances.map((variance) => Math.max(0, variance - usual)),
  });
  return {
    ...{ parts, weights },
    told: beyond(told),
    predict: (places) =>
      beyond(
        sum(
          parts.map(({ source }) => source(places)),
          places.rows,
        ),
      ),
  };
}

/** A model of what a trend leaves open, with the trend. */
export function onTrend({ leftOut, predict }: ValueModel, trend: Trend): ValueModel {
  const add = (one: Predicted, other: Predicted): Predicted => ({
    means: one.means.map((value, row) => value + (other.means[row] as number)),
    variances: one.variances.map((value, row) => value + (other.variances[row] as number)),
  });
  return {
    leftOut: add(leftOut, trend.told),
    predict: (places) => add(predict(places), trend.predict(places)),
  };
}

/** Least squares. */
function weightsOf(sources: readonly Float64Array[], values: Float64Array): Float64Array {
  const count = sources.length;
  const columns = sources.map(standardised);
  const wanted = standardised(values);
  const matrix = new Float64Array(count * count);
  columns.forEach((one, i) => {
    columns.forEach((other, j) => {
      matrix[i * count + j] = product(one, other) + (i === j ? IDLE_ROWS : 0);
    });
  });
  const weights = Float64Array.from(columns, (column) => product(column, wanted));
  factorise(matrix, count);
  solveLower(matrix, count, weights);
  solveUpper(matrix, count, weights);
  const spread = deviationOf(values);
  return weights.map((weight, index) => (weight * spread) / deviationOf(sources[index] as Float64Array));
}

function standardised(values: Float64Array): Float64Array {
  const [center, spread] = [mean(values), deviationOf(values)];
  return values.map((value) => (value - center) / spread);
}

/** 1 where all are alike. */
function deviationOf(values: Float64Array): number {
  return standardDeviation(values) || 1;
}

function product(first: Float64Array, second: Float64Array): number {
  return first.reduce((sum, value, row) => sum + value * (second[row] as number), 0);
}
