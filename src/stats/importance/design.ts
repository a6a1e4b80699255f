/** @file Settings of candidates as columns of numbers: categories as indicators, amounts as a line or a parabola. */

/** What one setting is in each candidate; null where the candidate has no such setting. */
export interface SettingValues {
  readonly name: string;
  readonly values: readonly (number | string | boolean | null)[];
}

/** A place on a setting's axis: a value that candidates have. */
interface SettingPlace {
  readonly value: number | string;
  /** How many candidates have exactly this value. */
  readonly candidates: number;
  /** By column of the setting. */
  readonly row: readonly number[];
}

export interface SettingColumns {
  readonly name: string;
  readonly kind: 'amount' | 'category';
  /** Of an amount: `log` where the largest is more than a hundred times the smallest, all of them positive. */
  readonly scale: 'linear' | 'log';
  /** By column, then by candidate. */
  readonly columns: readonly Float64Array[];
  /** In the order of the axis. */
  readonly places: readonly SettingPlace[];
}

/** Amounts that span more than this many times the smallest are taken by their logarithms. */
const LOG_SPAN = 100;
/** Of more values, so many at about even distances are places. */
const MOST_PLACES = 9;
/** What stands for a setting that is not there. */
const ABSENT = 'none';

/** How an amount enters: as a straight line, or as a parabola where it has three values or more. */
export type AmountShape = 'line' | 'parabola';

/** `values` differ among candidates. */
export function designColumns({ name, values }: SettingValues, shape: AmountShape): SettingColumns {
  const present = values.filter((value) => value !== null);
  const isAmount = present.every((value) => typeof value === 'number') && new Set(present).size > 1;
  return isAmount ? amountColumns(name, values as readonly (number | null)[], shape) : categoryColumns(name, values);
}

function categoryColumns(name: string, values: SettingValues['values']): SettingColumns {
  const texts = values.map((value) => (value === null ? ABSENT : String(value)));
  const counts = countEach(texts);
  const levels = [...counts.keys()].sort();
  const rows = levels.map((level) => levels.slice(1).map((other) => Number(level === other)));
  return {
    name,
    kind: 'category',
    scale: 'linear',
    columns: levels.slice(1).map((level) => Float64Array.from(texts, (text) => Number(text === level))),
    places: levels.map((level, index) => ({
      value: level,
      candidates: counts.get(level) ?? 0,
      row: rows[index] as number[],
    })),
  };
}

/** About the middle of its range, so that line and parabola are far from one another; an indicator says where it is absent. */
function amountColumns(name: string, values: readonly (number | null)[], shape: AmountShape): SettingColumns {
  const counts = countEach(values.filter((value) => value !== null));
  const distinct = [...counts.keys()].sort((a, b) => a - b);
  const [least, most] = [distinct[0] as number, distinct.at(-1) as number];
  const isLog = least > 0 && most / least > LOG_SPAN;
  const into = isLog ? Math.log : (value: number) => value;
  const middle = (into(least) + into(most)) / 2;
  const half = (into(most) - into(least)) / 2;
  const isParabola = shape === 'parabola' && distinct.length > 2;
  const absent = values.filter((value) => value === null).length;
  const rowOf = (value: number | null): number[] => {
    const at = value === null ? 0 : (into(value) - middle) / half;
    return [at, ...(isParabola ? [at * at] : []), ...(absent > 0 ? [Number(value === null)] : [])];
  };
  const rows = values.map(rowOf);
  const shown = distinct.length <= MOST_PLACES ? distinct : someOf(distinct, into);
  const places = shown.map((value) => ({ value, candidates: counts.get(value) ?? 0, row: rowOf(value) }));
  return {
    name,
    kind: 'amount',
    scale: isLog ? 'log' : 'linear',
    columns: (rows[0] as number[]).map((_, column) => Float64Array.from(rows, (row) => row[column] as number)),
    places: absent === 0 ? places : [...places, { value: ABSENT, candidates: absent, row: rowOf(null) }],
  };
}

/** The values nearest to places at even distances: nothing is said of one that no candidate has. */
function someOf(distinct: readonly number[], into: (value: number) => number): number[] {
  const [low, high] = [into(distinct[0] as number), into(distinct.at(-1) as number)];
  const places = Array.from({ length: MOST_PLACES }, (_, place) => low + ((high - low) * place) / (MOST_PLACES - 1));
  const nearestTo = (place: number): number =>
    distinct.reduce((best, value) => (Math.abs(into(value) - place) < Math.abs(into(best) - place) ? value : best));
  return [...new Set(places.map(nearestTo))];
}

function countEach<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
