/** @file What every figure of a report is: its data as a table, its sentence, what draws it, and how series look that are drawn together; for pages, for files to take away, and for who cannot see it. */
import type { Markup } from '../html/markup.js';
import type { Table } from '../table/table.js';

export interface Chart {
  /**
   * What is drawn, and who cannot see it reads: its CSV is the file beside the drawing. Its id is unique in its page and names its files
   * (`race-difference`), its caption heads the figure (`Differences`).
   */
  readonly data: Table;
  /** What it shows, as one whole sentence: the conclusion that a reader should take away. */
  readonly says: string;
  /** How to read it, where a reader would misread it without; null is left out. */
  readonly reads?: readonly (string | null)[];
  /** The better way along the axis of values; absent or null where it has none. */
  readonly direction?: 'lower is better' | 'higher is better' | null;
  /** `n = 20 fresh trials of each`: what is counted in one drawn thing. */
  readonly n: string;
  /** What colours, dashes and marks stand for, above the drawing; none where the drawing says so itself. */
  readonly keys?: readonly SeriesKey[];
  /**
   * What it is drawn from, options of Observable Plot in colours of the palette as variables: once, for pages, phones and files. Types
   * of the package do without Plot's, which is not installed with it.
   */
  readonly plot: () => object;
}

/** The better way in the words of {@link Chart}. */
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
  readonly figures: readonly Chart[];
  /** What the page's script needs for it, by name; made only where the page has one. */
  readonly payloads?: Readonly<Record<string, () => unknown>>;
}

export interface SeriesStyle {
  /** A colour of the palette, as a variable. */
  readonly color: string;
  /** The value of `stroke-dasharray`; empty for a solid line. */
  readonly dash: string;
  /** A symbol of Observable Plot that is filled. */
  readonly symbol: SeriesSymbol;
}

export type SeriesSymbol = 'circle' | 'square' | 'triangle' | 'diamond' | 'star' | 'cross' | 'wye' | 'hexagon';

const DASHES = ['', '8,3', '2,3', '10,3,2,3', '4,4', '14,4', '5,2,1,2,1,2', '1,2'] as const;
const SYMBOLS: readonly SeriesSymbol[] = ['circle', 'square', 'triangle', 'diamond', 'star', 'cross', 'wye', 'hexagon'];

/** Styles without any part in common; the ones after them share one part at most with each. */
export const DISTINCT_STYLES = 8;

/** Of the series at that place, from 0. No two of the first 64 are equal. */
export function seriesStyle(index: number): SeriesStyle {
  const place = index % DISTINCT_STYLES;
  const turn = Math.floor(index / DISTINCT_STYLES) % DISTINCT_STYLES;
  return {
    color: `var(--series-${place + 1})`,
    dash: DASHES[(place + turn) % DISTINCT_STYLES] as string,
    symbol: SYMBOLS[(place + 3 * turn) % DISTINCT_STYLES] as SeriesSymbol,
  };
}

export interface SeriesKey {
  readonly name: string;
  readonly style: Omit<SeriesStyle, 'symbol'> & { readonly symbol: SeriesSymbol | 'times' };
  /** What of it is drawn; both by default. */
  readonly shows?: 'line' | 'mark' | 'both';
}
