/** @file A figure as an SVG file of its own: legend, name space, size, font and colours that need no page. */

import stringWidth from 'string-width';
import { drawFigure } from '../html/figure.js';
import { escapeText, type Markup } from '../html/markup.js';
import type { Figure } from './figure.js';
import { PALETTE, resolveColors, type Theme } from './palette.js';

const FONT = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";
/** Pixels between drawings of one figure. */
const GAP = 16;
/** Pixels that a row of drawings has. */
const ROW = 830;

/** A drawing and the place that it has in the file, in pixels. */
interface Placed {
  readonly svg: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface StandaloneOptions {
  readonly theme?: Theme;
}

/**
 * The file's text; on paper of the theme's colour. Its legend is above the drawing; several drawings stand in rows. Characters
 * that XML cannot hold become U+FFFD.
 */
export function standaloneSvg(figure: Figure, { theme = 'light' }: StandaloneOptions = {}): string {
  const placed = placeInRows(elementsOf(drawFigure(figure.id, figure.title, '', figure.plot()).text, 'svg'));
  const width = Math.max(...placed.map((one) => one.x + one.width));
  const legend = drawLegend(figure.keys ?? null, width);
  const height = legend.height + Math.max(...placed.map((one) => one.y + one.height));
  const colors = PALETTE[theme];
  const text = `<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escapeText(FONT)}" font-size="12" fill="currentColor" color="${colors.ink}" role="img"><title>${escapeText(figure.title)}</title><desc>${escapeText(figure.conclusion)}</desc><rect width="100%" height="100%" fill="${colors.paper}"/>${legend.svg}${placed
    .map((one) => nested({ ...one, y: one.y + legend.height }))
    .join('')}</svg>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writableText(resolveColors(text, theme))}\n`;
}

function placeInRows(drawings: readonly string[]): Placed[] {
  const placed: Placed[] = [];
  let [x, y, rowHeight] = [0, 0, 0];
  for (const svg of drawings) {
    const [, , width = 0, height = 0] = (svg.match(/viewBox="([^"]*)"/)?.[1] ?? '').split(/[\s,]+/).map(Number);
    if (x > 0 && x + width > ROW) [x, y, rowHeight] = [0, y + rowHeight + GAP, 0];
    placed.push({ svg, x, y, width, height });
    x += width + GAP;
    rowHeight = Math.max(rowHeight, height);
  }
  return placed;
}

/** Its own font family and role give way to those of the file. */
function nested({ svg, x, y }: Placed): string {
  return svg.replace(/^<svg([^>]*)>/, (_, attributes: string) => {
    const kept = attributes.replaceAll(
      /\s(?:xmlns|role|class|aria-labelledby|aria-describedby|font-family|x|y|overflow)="[^"]*"/g,
      '',
    );
    return `<svg x="${x}" y="${y}" overflow="visible"${kept}>`;
  });
}

/** XML 1.0 has no control characters but tab and line ends, and no half of a surrogate pair. */
function writableText(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, (one) => (/[\t\r\n]/.test(one) ? one : '\ufffd'))
    .replaceAll('&nbsp;', '\u00a0');
}

/** Pixels. */
const [LINE, SWATCH, BETWEEN, BELOW] = [20, 36, 22, 6];
/** Of a character of 12 px, on the wide side: fonts differ. */
const CHARACTER = 6.9;

interface Legend {
  readonly svg: string;
  /** Pixels; 0 where there is none. */
  readonly height: number;
}

/** `keys` as the page has them: a list of entries, each with a swatch and words. */
function drawLegend(keys: Markup | null, width: number): Legend {
  let [x, y] = [0, 0];
  const parts = elementsOf(keys?.text ?? '', 'li').map((entry) => {
    const [swatch] = elementsOf(entry, 'svg');
    const words = wordsOf(entry);
    const needed = SWATCH + 6 + CHARACTER * stringWidth(decoded(words)) + BETWEEN;
    if (x > 0 && x + needed > width) [x, y] = [0, y + LINE];
    const placed = `<g transform="translate(${x + 8},${y + 3})">${swatch === undefined ? plainSwatch(entry) : swatch.replace(/\sclass="[^"]*"/, '')}<text x="${SWATCH + 6}" y="11" fill="var(--muted)">${words}</text></g>`;
    x += needed;
    return placed;
  });
  return parts.length === 0 ? { svg: '', height: 0 } : { svg: parts.join(''), height: y + LINE + BELOW };
}

/** Escaped as it was. */
function wordsOf(entry: string): string {
  const [swatch = ''] = elementsOf(entry, 'svg');
  return entry
    .replace(swatch, '')
    .replaceAll(/<[^>]*>/g, '')
    .trim();
}

function decoded(words: string): string {
  return words.replaceAll(/&#?\w+;/g, '_');
}

/** A line in the colour that the entry names. */
function plainSwatch(entry: string): string {
  const color = entry.match(/--key:\s*([^;"]+)/)?.[1] ?? 'currentColor';
  const dash = entry.includes('dashed') ? ' stroke-dasharray="6,4"' : '';
  return `<line x1="4" x2="${SWATCH - 4}" y1="7" y2="7" stroke="${color.trim()}" stroke-width="3"${dash}/>`;
}

/** The outermost elements of that name, in their order: of markup that our own code made, well-formed and without that name in any text. */
function elementsOf(markup: string, name: string): string[] {
  const found: string[] = [];
  let [depth, start] = [0, 0];
  for (const match of markup.matchAll(new RegExp(`<(/?)${name}\\b[^>]*?(/?)>`, 'g'))) {
    const [tag, closes, isEmpty] = match;
    if (closes === '' && depth === 0) start = match.index;
    if (isEmpty === '') depth += closes === '' ? 1 : -1;
    if (depth === 0) found.push(markup.slice(start, match.index + tag.length));
  }
  return found;
}
