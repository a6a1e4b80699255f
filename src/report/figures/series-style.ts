/**
 * @file How series that are drawn together look: each has a colour, a dash and a mark of its own, so that they are told apart
 * without colour, by lines alone and by points alone; and the legend, whose entries show the very line and mark.
 */
import * as Plot from '@observablehq/plot';
import { drawSwatch } from '../html/figure.js';
import { html, type Markup } from '../html/markup.js';

export interface SeriesStyle {
  /** A colour of the palette, as a variable. */
  readonly color: string;
  /** As `stroke-dasharray` has it; empty for a solid line. */
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

const [WIDTH, HEIGHT] = [36, 14];

export function seriesKeys(entries: readonly SeriesKey[]): Markup {
  return html`<ul class="keys">${entries.map(({ name, style, shows = 'both' }) => html`<li>${swatch(style, shows)}${name}</li>`)}</ul>`;
}

const drawn = new Map<string, Markup>();

function swatch(style: SeriesKey['style'], shows: NonNullable<SeriesKey['shows']>): Markup {
  const name = [style.color, style.dash, style.symbol, shows].join(' ');
  const known = drawn.get(name) ?? drawStyle(style, shows);
  drawn.set(name, known);
  return known;
}

function drawStyle({ color, dash, symbol }: SeriesKey['style'], shows: NonNullable<SeriesKey['shows']>): Markup {
  const line = Plot.line(
    [
      [0, 0],
      [1, 0],
    ],
    { stroke: color, strokeWidth: 2.2, strokeDasharray: dash },
  );
  // A times sign has no inside.
  const paint = symbol === 'times' ? { stroke: color, strokeWidth: 1.6 } : { fill: color };
  const mark = Plot.dot([[0.5, 0]], { symbol, r: 4, ...paint });
  return drawSwatch({
    width: WIDTH,
    height: HEIGHT,
    margin: 0,
    axis: null,
    x: { type: 'linear', domain: [0, 1] },
    y: { type: 'linear', domain: [-1, 1] },
    marks: [...(shows === 'mark' ? [] : [line]), ...(shows === 'line' ? [] : [mark])],
  });
}
