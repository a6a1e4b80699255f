/**
 * @file Joins what a crossed table says with what fresh pairs beside it say: trainings each with a row and a column of its own, independent of one
 * another and of the table. Each of the two tells a figure by itself; they are joined by what they are worth, which the design alone decides, so
 * that no loss changes its own weight.
 */
import { mean } from '../moments.js';
import {
  type CrossedValues,
  figureWithout,
  isWhole,
  type LeaveOuts,
  type LeftOut,
  leaveOuts,
} from './crossed-components.js';
import type { CrossedParts } from './crossed-parts.js';

/** Undefined where a training is missing. */
export interface CrossedAndFresh {
  readonly table: CrossedValues;
  readonly fresh: readonly (number | undefined)[];
}

/** How much two ways to know the same are worth; only their ratio counts. */
export interface Worths {
  readonly table: number;
  readonly fresh: number;
}

/** A figure of each. */
export interface TwoFigures {
  readonly ofTable: (without: LeftOut) => number;
  /** Of at least `LEAST_FRESH` - 1 values. */
  readonly ofFresh: (values: readonly number[]) => number;
}

/** Fewer fresh pairs say nothing of how well they are known. */
const LEAST_FRESH = 3;

/** What weights and samples bring of a variance of 1 where nothing is known yet. */
const PRESUMED: CrossedParts = { rows: 0.4, columns: 0.4, rest: 0.2 };

/** Independent trainings whose mean is known as well as that of a table. */
export function meanWorth(rows: number, columns: number, parts: CrossedParts = PRESUMED): number {
  return 1 / (parts.rows / rows + parts.columns / columns + parts.rest / (rows * columns));
}

/** Degrees of freedom of a variance that is known as well as that of a training of a table with normal effects. */
export function varianceWorth(rows: number, columns: number): number {
  const line = (own: number, count: number, across: number) =>
    (own + PRESUMED.rest / across) ** 2 / Math.max(count - 1, 0);
  const both = ((1 - 1 / rows - 1 / columns) * PRESUMED.rest) ** 2 / ((rows - 1) * (columns - 1));
  return 1 / (line(PRESUMED.rows, rows, columns) + line(PRESUMED.columns, columns, rows) + both);
}

/**
 * The figure of both, and what it is without each row, column and pair. Where one of the two cannot tell it, the other alone does. `finish`: what becomes of
 * the joined figure, such as its logarithm.
 */
export function joinFresh(
  { table, fresh }: CrossedAndFresh,
  { ofTable, ofFresh }: TwoFigures,
  worthsOf: (rows: number, columns: number, pairs: number) => Worths,
  finish: (joined: number) => number = (joined) => joined,
): LeaveOuts {
  const counts = { rows: table.length, columns: table[0]?.length ?? 0, pairs: fresh.length };
  const ofCells = leaveOuts({ ...counts, pairs: 0 }, ofTable);
  const there = (pair?: number) =>
    fresh.filter((value, place): value is number => value !== undefined && place !== pair);
  const pairs = there().length;
  const ofPairs = leaveOuts({ rows: 0, columns: 0, pairs: counts.pairs }, ({ pair }) =>
    pairs < LEAST_FRESH ? Number.NaN : ofFresh(there(pair)),
  );
  const share = shareOfTable(ofCells, ofPairs, () => worthsOf(counts.rows, counts.columns, pairs));
  return leaveOuts(counts, ({ pair, ...without }) => {
    const own = share === 0 ? 0 : share * figureWithout(ofCells, without);
    const other = pair === undefined ? ofPairs.value : (ofPairs.pairs[pair] as number);
    return finish(share === 1 ? own : own + (1 - share) * other);
  });
}

/** The mean of both, as `joinFresh` has it. */
export function joinMeans({ table, fresh }: CrossedAndFresh): number {
  const [crossed, pairs] = [table.flat(), fresh].map((values) => values.filter((value) => value !== undefined)) as [
    number[],
    number[],
  ];
  if (pairs.length < LEAST_FRESH) return mean(crossed);
  if (crossed.length === 0) return mean(pairs);
  const worth = meanWorth(table.length, table[0]?.length ?? 0);
  return (worth * mean(crossed) + pairs.length * mean(pairs)) / (worth + pairs.length);
}

/** 0 ... 1. */
function shareOfTable(ofCells: LeaveOuts, ofPairs: LeaveOuts, worthsOf: () => Worths): number {
  if (!isWhole(ofPairs)) return 1;
  if (!isWhole(ofCells)) return 0;
  const { table, fresh } = worthsOf();
  return table / (table + fresh);
}
