/** @file A figure as an SVG file of its own: name spaces, size, font and colours that need no page. */

import type { ChartSize } from '../html/charts/frame.js';
import { escapeText } from '../html/markup.js';
import type { Figure } from './figure.js';
import { PALETTE, resolveColors, type Theme } from './palette.js';

const FONT = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

/** The file's text; on paper of the theme's colour. */
export function standaloneSvg(figure: Figure, theme: Theme = 'light', size: ChartSize = 'wide'): string {
  const drawn = resolveColors(figure.draw(figure.id, size).text, theme);
  const paper = PALETTE[theme].paper as string;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${drawn.replace(
    /^<svg([^>]*)>/,
    (_, attributes: string) =>
      `<svg${withNameSpace(attributes)} font-family="${escapeText(FONT)}" color="${PALETTE[theme].ink}"><rect width="100%" height="100%" fill="${paper}"/>`,
  )}\n`;
}

function withNameSpace(attributes: string): string {
  return /\sxmlns=/.test(attributes) ? attributes : ` xmlns="http://www.w3.org/2000/svg"${attributes}`;
}
