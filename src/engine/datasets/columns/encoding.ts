/**
 * @file Kinds of columns, and how they become numbers, as plain data: made from the pool, the same in training, in an
 * exported model and in the metadata of one.
 */

/** How numbers are written: `1234.5`, `1.234,5` or `1,234.5`. */
export type NumberFormat = 'plain' | 'decimal-comma' | 'thousands-comma';

/** How dates are written that do not begin with the year: `31.12.2019` or `12/31/2019`. */
export type DateOrder = 'day-first' | 'month-first';

/** One number a row: itself, and where the pool has missing ones 1 beside it for each that is missing. */
export interface NumberColumn {
  readonly name: string;
  readonly kind: 'number';
  readonly format: NumberFormat;
  /** What stands beside every number: `$`, `%`, `kg`; absent where nothing does. */
  readonly unit?: string;
  /** Takes the place of a missing one: the mean of the pool. */
  readonly fill: number;
  /** Whether the pool has missing ones, at least {@link fewestRows}. */
  readonly indicator: boolean;
}

/**
 * A 1 for the level that a row has, 0 for all others; for a level that is rare or new the share of each, which says nothing for
 * any. An embedded one is a single number: 1, 2, ... for its levels, 0 for any other, which networks make a learned row of a table of.
 */
export type CategoryColumn = {
  readonly name: string;
  readonly kind: 'category';
  /** Those with at least {@link fewestRows} in the pool, in code-unit order; the empty text is a missing value. */
  readonly levels: readonly string[];
  /** Those with fewer, likewise; absent where there are none. */
  readonly rare?: readonly string[];
} & (
  | { readonly embedded: true }
  | {
      readonly embedded?: never;
      /** Of each level, of the rows that have any; their sum is 1. */
      readonly shares: readonly number[];
    }
);

/** Years since 2000, the place in the year and in the week as sine and cosine, and in the day where times of day are given. */
export interface DateColumn {
  readonly name: string;
  readonly kind: 'date';
  /** Absent where dates begin with the year. */
  readonly order?: DateOrder;
  /** Days since 1970 in the place of a missing one. */
  readonly fill: number;
  readonly indicator: boolean;
  readonly hours: boolean;
}

export type ColumnEncoding = NumberColumn | CategoryColumn | DateColumn;

/** A column that is no input, and why. */
export interface LeftColumn {
  readonly name: string;
  readonly reason: string;
  /** Whether the user said so. */
  readonly isChosen: boolean;
}

export interface TableEncoding {
  /** In the order of the inputs. */
  readonly columns: readonly ColumnEncoding[];
  readonly left: readonly LeftColumn[];
}

/** A column as it stands in a table: NaN and the empty text are missing; dates are days since 1970. */
export type RawColumn =
  | { readonly name: string; readonly kind: 'number' | 'date'; readonly values: Float64Array }
  | { readonly name: string; readonly kind: 'category'; readonly values: readonly string[] };

const ENOUGH_ROWS = 10;

/**
 * Of so many rows, how many must say a thing for a model to learn it: 10, of fewer than 40 a quarter. A weight that hardly any row
 * trains stays what chance made it, and would decide about rows that come later.
 */
export function fewestRows(count: number): number {
  return Math.max(1, Math.min(ENOUGH_ROWS, Math.floor(count / 4)));
}

/** Days after which the year, the week and the day begin again. */
export const PERIODS = { year: 365.2425, week: 7, day: 1 } as const;

/** 1 January 2000, in days since 1970. */
export const YEAR_2000 = 10_957;

/** The periods of a column of dates, in the order of its sines and cosines. */
export function periodsOf({ hours }: DateColumn): readonly (keyof typeof PERIODS)[] {
  return hours ? ['year', 'week', 'day'] : ['year', 'week'];
}

/** Whether a column is a number that stands for a level. */
export function isEmbedded(column: ColumnEncoding): column is Extract<CategoryColumn, { readonly embedded: true }> {
  return column.kind === 'category' && column.embedded === true;
}

/** Of an encoding, or of inputs without one, which have none: in their order, their numbers come last in an example. */
export function embeddedColumns(encoding: TableEncoding | undefined): readonly CategoryColumn[] {
  return encoding?.columns.filter(isEmbedded) ?? [];
}

/** The columns in the order in which their numbers lie in an example. */
export function columnsInOrder({ columns }: TableEncoding): readonly ColumnEncoding[] {
  return [...columns.filter((column) => !isEmbedded(column)), ...columns.filter(isEmbedded)];
}

/** Names of the numbers that a column becomes: `age`, `age missing`; `city=Paris`; `built years`, `built year sin`, ... */
export function encodedNames(column: ColumnEncoding): readonly string[] {
  const { name } = column;
  if (isEmbedded(column)) return [`${name} level`];
  if (column.kind === 'category') return column.levels.map((level) => `${name}=${level === '' ? '(missing)' : level}`);
  const missing = column.indicator ? [`${name} missing`] : [];
  if (column.kind === 'number') return [name, ...missing];
  return [
    `${name} years`,
    ...periodsOf(column).flatMap((period) => [`${name} ${period} sin`, `${name} ${period} cos`]),
    ...missing,
  ];
}

/** Numbers of one example. */
export function encodedWidth({ columns }: TableEncoding): number {
  return columns.reduce((sum, column) => sum + encodedNames(column).length, 0);
}

/** What a user may say that a column is. */
export const COLUMN_KINDS = [
  'number',
  'decimal-comma',
  'thousands-comma',
  'category',
  'embedded',
  'date',
  'day-first',
  'month-first',
  'ignore',
] as const;
type ColumnKind = (typeof COLUMN_KINDS)[number];
export type ReadKind = Exclude<ColumnKind, 'ignore'>;

/** How the cells of a column are read: the same in training, in other files of the data, and of rows for a model. */
export interface ReadAs {
  readonly kind: ReadKind;
  /** What stands beside every number; null for nothing, absent where nobody has said. */
  readonly unit?: string | null | undefined;
}

/** What is known of columns before they are read: as a user says, or as another file of the same table has them. */
export type StatedKinds = Readonly<Record<string, Pick<ReadAs, 'unit'> & { readonly kind: ColumnKind }>>;

export function typeOf(kind: ReadKind): 'number' | 'category' | 'date' {
  if (kind === 'category' || kind === 'embedded') return 'category';
  return kind === 'date' || kind === 'day-first' || kind === 'month-first' ? 'date' : 'number';
}

export function formatOf(kind: ReadKind): NumberFormat {
  return kind === 'decimal-comma' || kind === 'thousands-comma' ? kind : 'plain';
}

/** Undefined where the year comes first. */
export function orderOf(kind: ReadKind): DateOrder | undefined {
  return kind === 'day-first' || kind === 'month-first' ? kind : undefined;
}

/** How the column of an encoding was read. */
export function readingOf(column: ColumnEncoding): ReadAs {
  if (column.kind === 'category') return { kind: 'category' };
  if (column.kind === 'date') return { kind: column.order ?? 'date' };
  return { kind: column.format === 'plain' ? 'number' : column.format, unit: column.unit ?? null };
}

/** What the cells of such a column may be. */
export const ALLOWED: Readonly<Record<ReadKind, string>> = {
  number: 'finite numbers up to 3.4e38, and empty cells (or NA) for missing ones',
  'decimal-comma': 'numbers such as 1.234,5 and empty cells',
  'thousands-comma': 'numbers such as 1,234.5 and empty cells',
  category: 'any text',
  embedded: 'any text',
  date: 'dates such as 2024-02-29 and 2024-02-29T13:45:00Z, and empty cells',
  'day-first': 'dates such as 31.12.2024 and 31/12/2024 13:45, and empty cells',
  'month-first': 'dates such as 12/31/2024 and 12/31/2024 13:45, and empty cells',
};
