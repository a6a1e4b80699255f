/** @file The kinds of columns: what a user may say that one is, and how its cells are read then. */
import type { ColumnEncoding, DateOrder, NumberFormat } from './encoding.js';

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
