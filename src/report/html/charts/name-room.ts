/** @file Fits names of any script into the room that a chart has for them. */
import stringWidth from 'string-width';

/** Pixels of a column of text at the charts' size: wide signs and emoji take two. */
const COLUMN = 6.5;
const CHARACTERS = new Intl.Segmenter('en');

/** Pixels that the text takes, about. */
export function pixelsOf(text: string): number {
  return stringWidth(text) * COLUMN;
}

/** The text, or its beginning with `…`; marks of direction around it are kept together. */
export function fitInto(text: string, pixels: number): string {
  if (pixelsOf(text) <= pixels) return text;
  let kept = '';
  let room = pixels / COLUMN - 1;
  for (const { segment } of CHARACTERS.segment(text)) {
    room -= stringWidth(segment);
    if (room < 0) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…${kept.startsWith('\u2068') ? '\u2069' : ''}`;
}
