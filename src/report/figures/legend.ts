/** @file The legend of a figure's page as part of its file: the same swatches and words, set in lines above the drawing. */
import stringWidth from 'string-width';
import type { Markup } from '../html/markup.js';
import { elementsOf } from './svg-elements.js';

/** Pixels. */
const [LINE, SWATCH, GAP, BELOW] = [20, 36, 22, 6];
/** Of a character of 12 px, on the wide side: fonts differ. */
const CHARACTER = 6.9;

interface Legend {
  readonly svg: string;
  /** Pixels; 0 where there is none. */
  readonly height: number;
}

/** `keys` as the page has them: a list of entries, each with a swatch and words. */
export function drawLegend(keys: Markup | null, width: number): Legend {
  let [x, y] = [0, 0];
  const parts = elementsOf(keys?.text ?? '', 'li').map((entry) => {
    const [swatch] = elementsOf(entry, 'svg');
    const words = wordsOf(entry);
    const needed = SWATCH + 6 + CHARACTER * stringWidth(decoded(words)) + GAP;
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
