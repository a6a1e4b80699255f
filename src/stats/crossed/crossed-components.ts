/**
 * @file Variance components of a table of two crossed sources of randomness, one training a cell, also where some are missing: from squared
 * differences of pairs that share a row, a column, or neither (symmetric sums; Koch 1967, Technometrics 9, 93-118). In a complete
 * table these are the components of the analysis of variance (Searle, Casella and McCulloch 1992, doi 10.1002/9780470316856, chapter 4).
 */

/** By row, then by column; undefined where a training is missing. */
export type CrossedValues = readonly (readonly (number | undefined)[])[];

/** A row and a column that are taken as missing. */
export interface Without {
  readonly row?: number;
  readonly column?: number;
}

interface CrossedComponents {
  /** Values there are. */
  readonly count: number;
  /** NaN without values. */
  readonly mean: number;
  /** Of one training with both sources fresh: the sum of the three below. Never below 0; NaN where no two values share neither row nor column. */
  readonly total: number;
  /** May be below 0, as estimates; NaN where no two values share a column. */
  readonly rows: number;
  /** NaN where no two values share a row. */
  readonly columns: number;
  /** Interaction, and what no source controls. */
  readonly rest: number;
}

/**
 * @example crossedComponents([[1, 2, 3], [3, 4, 8]]) // total 8: rows 4, columns 2.5, rest 1.5
 */
export function crossedComponents(values: CrossedValues, without: Without = {}): CrossedComponents {
  const center = firstOf(values);
  const all = new Moments();
  const rows = values.map(() => new Moments());
  const columns: Moments[] = [];
  values.forEach((line, row) => {
    if (row === without.row) return;
    line.forEach((value, column) => {
      if (value === undefined || column === without.column) return;
      // About one of the values: squares of large values would lose their differences.
      const distance = value - center;
      all.add(distance);
      rows[row]?.add(distance);
      columns[column] ??= new Moments();
      columns[column].add(distance);
    });
  });
  const inRows = pairsOf(rows);
  const inColumns = pairsOf(columns.filter(Boolean));
  const pairs = all.pairs - inRows.pairs - inColumns.pairs;
  const total = pairs > 0 ? Math.max(0, (all.squares - inRows.squares - inColumns.squares) / pairs) : Number.NaN;
  const sameRow = inRows.squares / inRows.pairs;
  const sameColumn = inColumns.squares / inColumns.pairs;
  return {
    count: all.count,
    mean: center + all.sum / all.count,
    total,
    rows: total - sameRow,
    columns: total - sameColumn,
    rest: sameRow + sameColumn - total,
  };
}

/** Half the squared differences of all pairs of some values, and how many pairs there are. */
class Moments {
  count = 0;
  sum = 0;
  private square = 0;

  add(distance: number): void {
    this.count++;
    this.sum += distance;
    this.square += distance * distance;
  }

  get pairs(): number {
    return (this.count * (this.count - 1)) / 2;
  }

  get squares(): number {
    return (this.count * this.square - this.sum * this.sum) / 2;
  }
}

function pairsOf(groups: readonly Moments[]): { readonly pairs: number; readonly squares: number } {
  return groups.reduce((sum, { pairs, squares }) => ({ pairs: sum.pairs + pairs, squares: sum.squares + squares }), {
    pairs: 0,
    squares: 0,
  });
}

function firstOf(values: CrossedValues): number {
  for (const line of values) for (const value of line) if (value !== undefined) return value;
  return Number.NaN;
}

// A figure of a crossed table and of fresh pairs beside it, and what it is without each row, each column, each row and column together, and
// each pair.

export interface LeaveOuts {
  readonly value: number;
  /** Without this row. */
  readonly rows: Float64Array;
  /** Without this column. */
  readonly columns: Float64Array;
  /** Without this row and this column. */
  readonly both: readonly Float64Array[];
  /** Without this fresh pair; empty where there are none. */
  readonly pairs: Float64Array;
}

/** What is taken as missing: a row, a column, one of each, or a pair. */
export interface LeftOut extends Without {
  readonly pair?: number;
}

/** How many there are of each that can be left out. */
interface LeaveOutCounts {
  readonly rows: number;
  readonly columns: number;
  readonly pairs: number;
}

export function leaveOuts({ rows, columns, pairs }: LeaveOutCounts, figure: (without: LeftOut) => number): LeaveOuts {
  return {
    value: figure({}),
    rows: Float64Array.from({ length: rows }, (_, row) => figure({ row })),
    columns: Float64Array.from({ length: columns }, (_, column) => figure({ column })),
    both: Array.from({ length: rows }, (_, row) =>
      Float64Array.from({ length: columns }, (_, column) => figure({ row, column })),
    ),
    pairs: Float64Array.from({ length: pairs }, (_, pair) => figure({ pair })),
  };
}

/** How many of each a figure was made without. */
export function countsOf({ rows, columns, pairs }: LeaveOuts): LeaveOutCounts {
  return { rows: rows.length, columns: columns.length, pairs: pairs.length };
}

/** The figure as `leaveOuts` had it from its function. */
export function figureWithout(figure: LeaveOuts, { row, column, pair }: LeftOut): number {
  if (pair !== undefined) return figure.pairs[pair] as number;
  if (row === undefined) return column === undefined ? figure.value : (figure.columns[column] as number);
  return column === undefined ? (figure.rows[row] as number) : (figure.both[row]?.[column] as number);
}

/** The mean of what there is. */
export function meanWithout(values: CrossedValues): (without: Without) => number {
  return (without) => crossedComponents(values, without).mean;
}

/** Whether the figure can be told, and its error: all it is made of are numbers. */
export function isWhole({ value, rows, columns, both, pairs }: LeaveOuts): boolean {
  return [value, ...rows, ...columns, ...pairs, ...both.flatMap((line) => [...line])].every(Number.isFinite);
}
