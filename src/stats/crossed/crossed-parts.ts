/**
 * @file How well fractions of the variance of a crossed table are known, such as the share of its rows. Two ways are asked, and the interval
 * reaches as far as the farther of them: the two-way jackknife of the angle whose squared sine the fraction is, by leaving out whole rows and whole
 * columns, which sees how skewed effects are, and generalised (fiducial) inference, which knows how few rows and columns there
 * are (Weerahandi 1993, doi 10.2307/2290779; Hannig, Iyer and Patterson 2006, doi 10.1198/016214505000000736).
 */
import type { Random } from '../../core/index.js';
import { drawChiSquare, normalQuantile, studentTwoSidedQuantile } from '../distributions.js';
import { jackknifeError } from '../intervals/student-interval.js';
import { quantileOfSorted, sorted } from '../quantile.js';
import { type CrossedValues, crossedComponents, type LeaveOuts, type Without } from './crossed-components.js';

/** Variances that sum to that of one training with both sources fresh; none below 0. */
export interface CrossedParts {
  readonly rows: number;
  readonly columns: number;
  readonly rest: number;
}

/** Parts of a table, and what they are otherwise. */
export interface UncertainParts {
  readonly parts: CrossedParts;
  /** Without each row. */
  readonly withoutRow: readonly CrossedParts[];
  readonly withoutColumn: readonly CrossedParts[];
  /** What they may be by the mean squares alone. */
  readonly drawn: readonly CrossedParts[];
}

/** What of the variances of rows and columns is seen, 0 < seen <= 1: less than 1 where they are drawn without replacement from few. */
export interface SeenParts {
  readonly rows: number;
  readonly columns: number;
}

/** Rows and columns below which nothing is said. */
export const LEAST_CROSSED = 3;

const DRAWS = 1000;
/** Degrees of freedom are divided by so much: mean squares of skewed effects vary more than those of normal ones. */
const SKEWED = 1.75;

/**
 * Undefined where fewer than {@link LEAST_CROSSED} rows or columns have values, or so few are there that without one row or one column nothing
 * can be told, or all values are equal.
 */
export function uncertainParts(values: CrossedValues, seen: SeenParts, random: Random): UncertainParts | undefined {
  const there = withoutEmpty(values);
  const [height, width] = [there.length, there[0]?.length ?? 0];
  if (height < LEAST_CROSSED || width < LEAST_CROSSED) return undefined;
  const partsOf = (without: Without = {}) => positive(crossedComponents(there, without), seen);
  const parts = partsOf();
  const withoutRow = there.map((_, row) => partsOf({ row }));
  const withoutColumn = Array.from({ length: width }, (_, column) => partsOf({ column }));
  const isTold = [parts, ...withoutRow, ...withoutColumn].every(({ rows, columns, rest }) => rows + columns + rest > 0);
  return isTold ? { parts, withoutRow, withoutColumn, drawn: drawParts(there, seen, random) } : undefined;
}

interface Ends {
  readonly low: number;
  readonly high: number;
}

/**
 * An interval of a fraction of the parts, 0 ... 1.
 *
 * @example fractionInterval(parts, ({ rows, columns, rest }) => rows / (rows + columns + rest), 0.95) // the share of the rows
 */
export function fractionInterval(
  uncertain: UncertainParts,
  fraction: (parts: CrossedParts) => number,
  level: number,
): Ends {
  const { low, high } = jackknifedFraction(uncertain, fraction, level);
  const ordered = sorted(uncertain.drawn.map(fraction));
  const tail = (1 - level) / 2;
  return {
    low: Math.min(low, quantileOfSorted(ordered, tail)),
    high: Math.max(high, quantileOfSorted(ordered, 1 - tail)),
  };
}

/**
 * By the jackknife alone: shorter, and enough to tell on which side of a half a fraction lies. Where it is a half, it is called another at 0.99 in at
 * most 0.02 of tables of 6 x 6 to 12 x 12 normal effects, 0.03 of lognormal (0.5) and 0.08 of lognormal (1) ones; near 0 and 1 it covers less.
 */
export function jackknifedFraction(
  { parts, withoutRow, withoutColumn }: UncertainParts,
  fraction: (parts: CrossedParts) => number,
  level: number,
): Ends {
  const angle = (one: CrossedParts) => Math.asin(Math.sqrt(Math.min(1, Math.max(0, fraction(one)))));
  const center = angle(parts);
  const error = Math.hypot(jackknifeError(withoutRow.map(angle)), jackknifeError(withoutColumn.map(angle)));
  const degrees = Math.min(withoutRow.length, withoutColumn.length) - 1;
  const reach = studentTwoSidedQuantile(1 - level, degrees) * error;
  return {
    low: Math.sin(Math.max(0, center - reach)) ** 2,
    high: Math.sin(Math.min(Math.PI / 2, center + reach)) ** 2,
  };
}

function positive({ rows, columns, rest }: CrossedParts, seen: SeenParts): CrossedParts {
  return { rows: Math.max(0, rows) / seen.rows, columns: Math.max(0, columns) / seen.columns, rest: Math.max(0, rest) };
}

/** Each mean square by itself over a chi-square variable of its degrees of freedom. */
function drawParts(values: CrossedValues, seen: SeenParts, random: Random): CrossedParts[] {
  const [height, width] = [values.length, values[0]?.length as number];
  const { rows, columns, rest, count } = crossedComponents(values);
  // Values that a row and a column have on average, where some are missing.
  const [inRow, inColumn] = [count / height, count / width];
  const squares = [inRow * rows + rest, inColumn * columns + rest, rest].map((square) => Math.max(0, square));
  const degrees = [height - 1, width - 1, (height - 1) * (width - 1)].map((own) => own / SKEWED);
  return Array.from({ length: DRAWS }, () => {
    const [ofRows, ofColumns, own] = squares.map(
      (square, place) => (square * (degrees[place] as number)) / drawChiSquare(degrees[place] as number, random),
    ) as [number, number, number];
    return positive({ rows: (ofRows - own) / inRow, columns: (ofColumns - own) / inColumn, rest: own }, seen);
  });
}

/** Without rows and columns that have no value. */
function withoutEmpty(values: CrossedValues): CrossedValues {
  const rows = values.filter((line) => line.some((value) => value !== undefined));
  const width = Math.max(0, ...rows.map(({ length }) => length));
  const columns = Array.from({ length: width }, (_, column) => column).filter((column) =>
    rows.some((line) => line[column] !== undefined),
  );
  return rows.map((line) => columns.map((column) => line[column]));
}

// How much trainings of one crossed table spread: the interval of the logarithm of their spread, from what it is without each row and each
// column. Where effects are skewed its error falls with the spread itself, so that the true one lies far above what is found far more often than below:
// the reach upwards is longer, as simulation asks for.

/**
 * Reach in jackknife errors, at 0.95. Tables of 3 to 12 rows and as many columns, five mixtures of rows, columns and the rest, 3,000 each: at 0.95 it covers normal
 * effects in 0.95 or more, lognormal (0.5) in 0.94 and exponential ones in 0.92; lognormal (1), which it was not made for, in 0.84. Student's t
 * covers lognormal (0.5) in 0.85.
 */
const REACH = { below: 2, above: 4.5 };
const NORMAL_AT_95 = 1.959963984540054;

/** `logSpread`: half the logarithm of the summed components, whole. */
export function crossedSpreadInterval(
  logSpread: LeaveOuts,
  level: number,
): { readonly low: number; readonly high: number } {
  const { rows, columns, pairs } = logSpread;
  const error = Math.hypot(...[rows, columns, pairs].filter(({ length }) => length > 0).map(jackknifeError));
  const unit = (error * normalQuantile((1 + level) / 2)) / NORMAL_AT_95;
  return { low: logSpread.value - REACH.below * unit, high: logSpread.value + REACH.above * unit };
}
