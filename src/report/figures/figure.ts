/** @file Figure port: what every figure of a report is, for pages, for files to take away, and for who cannot see it; and its data as CSV (RFC 4180). */
import { csvLine } from '../csv-line.js';
import type { Markup } from '../html/markup.js';

export interface Figure {
  /** Unique in its page, and the name of its files: lower-case letters, digits and hyphens, `race-difference`. */
  readonly id: string;
  /** What it is, as a switch between figures names it: `Differences`. */
  readonly title: string;
  /** What it shows, as one whole sentence: the conclusion that a reader should take away. */
  readonly conclusion: string;
  /** How to read it, as whole sentences: what a mark, a band, a dash stands for. */
  readonly reading: readonly string[];
  /** Which way is better along the axis of values; absent or null where it has none. */
  readonly direction?: 'lower is better' | 'higher is better' | null;
  /** `n = 20 fresh trials of each`: what is counted in one drawn thing. */
  readonly n: string;
  /** `Bars: 95 % intervals (paired bootstrap-t)`; absent or null where none is drawn. */
  readonly interval?: string | null;
  /**
   * What it is drawn from, options of Observable Plot in colours of the palette as variables: once, for pages, phones and files. Types
   * of the package do without Plot's, which is not installed with it.
   */
  readonly plot: () => object;
  /** What colours, dashes and marks stand for, above the drawing; absent or null where the drawing says so itself. */
  readonly keys?: Markup | null | undefined;
  readonly data: FigureData;
}

/** As {@link Figure} says it. */
export function betterWay(isHigher: boolean): 'lower is better' | 'higher is better' {
  return isHigher ? 'higher is better' : 'lower is better';
}

/** A part of a page under one heading. */
export interface Section {
  /** Unique in its page, for links: `robustness`. */
  readonly id: string;
  readonly title: string;
  readonly content: Markup;
  /** Whether another of that kind may stand beside it. */
  readonly isHalf?: boolean;
  /** Those in `content`, for the files to take away. */
  readonly figures: readonly Figure[];
  /** What the page's script needs for it, by name; made only where the page has one. */
  readonly payloads?: Readonly<Record<string, () => unknown>>;
}

export type Cell = string | number | null;

/** What a figure shows, as a table: a row a drawn thing. Infinite numbers stay numbers. */
export interface FigureData {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** As JSON can hold it: infinite values as text. */
export function plainData({ columns, rows }: FigureData): FigureData {
  const plain = (cell: Cell): Cell => (typeof cell === 'number' && !Number.isFinite(cell) ? String(cell) : cell);
  return { columns, rows: rows.map((row) => row.map(plain)) };
}

/** With a header row; infinite values as `Infinity`, absent ones empty. */
export function figureCsv({ columns, rows }: FigureData): string {
  return [columns, ...rows].map((row) => csvLine(row.map((cell) => (cell === null ? '' : String(cell))))).join('');
}
