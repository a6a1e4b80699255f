/**
 * @file How series that are drawn together look: each has a colour, a dash and a mark of its own, so that they are told apart
 * without colour, by lines alone and by points alone; a key shows the very line and mark.
 */
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
