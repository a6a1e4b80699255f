/** @file The legend of a figure: each entry shows the very line and mark that is drawn. */
import * as Plot from '@observablehq/plot';
import { drawSwatch } from '../html/figure.js';
import { html, type Markup } from '../html/markup.js';
import type { SeriesStyle, SeriesSymbol } from './series-style.js';

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
