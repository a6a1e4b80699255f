/**
 * @file Draws a chart by Observable Plot, once: on a page, coloured by its style, between title and caption, and as an SVG file that
 * needs no page. What keys stand for is part of the drawing.
 */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { escapeText, html, Markup } from '../html/markup.js';
import { capitalised } from '../view/phrases.js';
import { CHART_WIDTH, MUTED, pixelFrame } from './axes.js';
import type { Chart, SeriesKey } from './chart.js';
import { fitNames, pixelsOf } from './name-room.js';
import { PALETTE, resolveColors, type Theme, withFallbacks } from './palette.js';

/** Null without any. One alone has the title of its section. */
export function renderFigures(figures: readonly Chart[]): Markup | null {
  if (figures.length === 0) return null;
  return html`<div class="figures">${figures.map((figure) => renderFigure(figure, figures.length > 1))}</div>`;
}

function renderFigure(figure: Chart, isTitled: boolean): Markup {
  const { id, caption } = figure.data;
  return html`<figure id="figure-${id}" data-figure="${id}" data-title="${caption}">
${isTitled ? html`<p class="title">${caption}</p>` : null}
${drawChart(figure)}
<figcaption id="${id}-said"><b>${figure.says}</b> ${captionText(figure)}</figcaption>
</figure>`;
}

/** What stands after the sentence. */
export function captionText({ reads = [], direction, n }: Chart): string {
  return [...reads, direction, n].flatMap((text) => (text ? asSentence(text) : [])).join(' ');
}

function asSentence(text: string): string {
  const sentence = text.startsWith('n ') ? text : capitalised(text);
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}

const FONT = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";
/** Pixels of a letter, as all charts have it. */
const FONT_SIZE = 13;

/** Named by its title and described by its caption, whose id is `ID-said`. */
export function drawChart(chart: Chart): Markup {
  const { id, caption } = chart.data;
  const { inside, box, height } = draw(chart);
  const name = `<title id="${id}-title">${escapeText(caption)}</title>`;
  // With name space and fallbacks, a drawing that somebody cuts out of its page is still right.
  return new Markup(
    withFallbacks(
      `<svg xmlns="${SVG}" class="plot" viewBox="${box}" width="${CHART_WIDTH}" height="${height}" ${INK} role="img" aria-labelledby="${id}-title" aria-describedby="${id}-said">${name}${inside}</svg>`,
    ),
  );
}

/** The file's text, on paper of the theme's colour. Characters that XML cannot hold become U+FFFD. */
export function chartFile(chart: Chart, { theme = 'light' }: { readonly theme?: Theme } = {}): string {
  const { inside, box, top, height } = draw(chart);
  const { ink, paper } = PALETTE[theme];
  const words = `<title>${escapeText(chart.data.caption)}</title><desc>${escapeText(chart.says)}</desc>`;
  const text = `<svg xmlns="${SVG}" xml:space="preserve" viewBox="${box}" width="${CHART_WIDTH}" height="${height}" font-family="${escapeText(FONT)}" color="${ink}" ${INK} role="img">${words}<rect y="${top}" width="100%" height="100%" fill="${paper}"/>${inside}</svg>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writableText(resolveColors(text, theme))}\n`;
}

const SVG = 'http://www.w3.org/2000/svg';
const INK = `fill="currentColor" text-anchor="middle" font-size="${FONT_SIZE}"`;

interface Drawing {
  readonly inside: string;
  readonly box: string;
  /** Of the box: keys stand above 0. */
  readonly top: number;
  readonly height: number;
}

function draw({ plot, keys = [] }: Chart): Drawing {
  const options = plot() as Plot.PlotOptions;
  const { rows, marks } = keyMarks(keys);
  const above = rows * KEY_ROW;
  const height = (options.height ?? 0) + above;
  const legend =
    rows === 0 ? '' : `<g data-part="keys">${elements({ ...pixelFrame(CHART_WIDTH, above), marks }, -above)}</g>`;
  return {
    inside: `${legend}${elements(options)}`,
    box: `0 ${-above} ${CHART_WIDTH} ${height}`,
    top: -above,
    height,
  };
}

interface DrawnElement {
  readonly innerHTML: string;
  readonly attributes: Iterable<{ readonly name: string; value: string }>;
  querySelectorAll(selector: string): Iterable<DrawnElement>;
  remove(): void;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
}

const GEOMETRY = /^(?:d|transform|x|y|x1|x2|y1|y2|cx|cy|r|width|height)$/;

/** What Plot draws, moved by so many pixels, as text; coordinates keep one decimal: a tenth of a pixel. */
function elements(options: Plot.PlotOptions, down = 0): string {
  const { document } = parseHTML('<html><body></body></html>');
  const svg = Plot.plot({ ...options, document, className: 'plot' } as Plot.PlotOptions) as unknown as DrawnElement;
  for (const style of svg.querySelectorAll('style')) style.remove();
  for (const element of svg.querySelectorAll('*')) {
    for (const attribute of element.attributes) {
      if (GEOMETRY.test(attribute.name)) attribute.value = roundNumbers(attribute.value);
    }
  }
  // A label on an element without a role is nothing for a screen reader: the title and the description are.
  for (const group of svg.querySelectorAll('g[aria-label]')) {
    group.setAttribute('data-part', group.getAttribute('aria-label') ?? '');
    group.removeAttribute('aria-label');
  }
  return down === 0 ? svg.innerHTML : `<g transform="translate(0,${down})">${svg.innerHTML}</g>`;
}

function roundNumbers(text: string): string {
  return text.replace(/-?\d+\.\d{2,}/g, (number) => String(Number(Number(number).toFixed(1))));
}

/** XML 1.0 has no control characters but tab and line ends, and no half of a surrogate pair. */
function writableText(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, (one) => (/[\t\r\n]/.test(one) ? one : '\ufffd'))
    .replaceAll('&nbsp;', '\u00a0');
}

/** Pixels of a row of keys, of a sample before its name, and between two keys. */
const [KEY_ROW, SAMPLE, BETWEEN] = [20, 30, 18];

/** Each in the first row that has room. */
function keyMarks(keys: readonly SeriesKey[]): { readonly rows: number; readonly marks: Plot.Markish[] } {
  const names = fitNames(
    keys.map(({ name }) => name),
    () => CHART_WIDTH - SAMPLE - 6,
  );
  let [x, row] = [0, 0];
  const marks = keys.flatMap(({ style, shows = 'both' }, place) => {
    const name = names[place] as string;
    const width = SAMPLE + 6 + pixelsOf(name);
    if (x > 0 && x + width > CHART_WIDTH) [x, row] = [0, row + 1];
    const [left, y] = [x, row * KEY_ROW + 8];
    x += width + BETWEEN;
    const { color, dash, symbol } = style;
    // A times sign has no inside.
    const paint = symbol === 'times' ? { stroke: color, strokeWidth: 1.6 } : { fill: color };
    const line = Plot.link([left], {
      x1: left,
      x2: left + SAMPLE,
      y1: y,
      y2: y,
      stroke: color,
      strokeWidth: 2.2,
      strokeDasharray: dash,
    });
    const mark = Plot.dot([left], { x: left + SAMPLE / 2, y, symbol, r: 4, ...paint });
    const words = Plot.text([name], { x: left + SAMPLE + 6, y, text: String, textAnchor: 'start', fill: MUTED });
    return [...(shows === 'mark' ? [] : [line]), ...(shows === 'line' ? [] : [mark]), words];
  });
  return { rows: keys.length === 0 ? 0 : row + 1, marks };
}
