/** @file Fits names of any script into the room that a chart has for them. */
import stringWidth from 'string-width';
import { fitApart } from '../view/candidate-names.js';

/** Pixels of a column of text at the charts' size: wide signs and emoji take two. */
const COLUMN = 7;
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
  return `${kept.replace(/[\s…]+$/, '')}…${kept.startsWith('\u2068') ? '\u2069' : ''}`;
}

/** Names that stand together in one drawing, each in its pixels. */
export function fitNames(names: readonly string[], roomOf: (index: number) => number): string[] {
  return fitApart(names, roomOf, { widthOf: pixelsOf, cut: fitInto });
}

/** Labels centred along a line, from left to right, without those that would touch another: the last one stays. */
export function labelsApart<Label extends { readonly x: number; readonly text: string }>(
  labels: readonly Label[],
): Label[] {
  const kept: Label[] = [];
  for (const label of labels.toReversed()) {
    const next = kept.at(-1);
    const room = next === undefined ? 0 : (pixelsOf(next.text) + pixelsOf(label.text)) / 2 + GAP;
    if (next === undefined || next.x - label.x >= room) kept.push(label);
  }
  return kept.reverse();
}

/** Pixels between two labels. */
const GAP = 6;
