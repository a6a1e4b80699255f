/** @file Trainings as dots on one axis, with what they are measured by: small enough for the first screen. */

import { html, type Markup } from '../html/markup.js';
import { columnFormat } from '../number-text.js';
import { labelsApart } from './name-room.js';
import { chartScale } from './value-scale.js';

interface DotStrip {
  /** Values as shown; those that are not finite stand at the worse end. */
  readonly dots: readonly { readonly value: number; readonly isCollapsed: boolean }[];
  readonly better: 'high' | 'low' | 'zero';
  readonly marks: readonly { readonly name: string; readonly value: number; readonly text: string }[];
  /** What somebody who cannot see it is told. */
  readonly description: string;
}

/** Pixels of the drawing; it grows and shrinks with its place. */
const WIDTH = 420;
/** Half of a tick's text. */
const EDGE = 26;
const LINE = 40;
const RADIUS = 4.5;
/** Dots closer than this stand above one another. */
const APART = 9;
const MOST_HIGH = 4;
/** A mark further from the dots than so many times their spread is only pointed at. */
const FAR = 2.5;
/** Of the spread of dots: room on both sides. */
const ROOM = 0.06;

export function drawDotStrip({ dots, better, marks, description }: DotStrip): Markup {
  // In the largest of them: ends may be further apart than a number can be large.
  const unit = Math.max(...dots.map(({ value }) => Math.abs(value)).filter(Number.isFinite), 0) || 1;
  const finite = dots.map(({ value }) => value / unit).filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const spread = high - low || Math.abs(high) * 0.05 || 1;
  const scaled = marks.map((mark) => ({ ...mark, value: mark.value / unit }));
  const near = scaled.filter(({ value }) => value >= low - FAR * spread && value <= high + FAR * spread);
  const ends = [...near.map(({ value }) => value), low, high];
  const room = ROOM * (Math.max(...ends) - Math.min(...ends) || spread);
  const [first, last] = [Math.min(...ends) - room, Math.max(...ends) + room];
  const worse = better === 'high' ? EDGE : WIDTH - EDGE;
  const place = (value: number): number => {
    if (!Number.isFinite(value)) return worse;
    return EDGE + ((value - first) / (last - first)) * (WIDTH - 2 * EDGE);
  };
  const placed = stacked(dots.map((dot) => ({ ...dot, x: place(dot.value / unit) })));
  const far = scaled.filter((mark) => !near.includes(mark));
  const shown = chartScale({ scale: 'linear', low: first * unit, high: last * unit, worse: 'high' }, false, 3);
  const ticks = shown.ticks.filter(Number.isFinite);
  const format = columnFormat(ticks);
  const labels = labelsApart(ticks.map((tick) => ({ x: place(tick / unit), text: format(tick) })));
  const number = (pixels: number): string => pixels.toFixed(1);
  return html`<svg class="strip" viewBox="0 0 ${WIDTH} ${LINE + 25 + 15 * Math.min(2, marks.length)}" role="img" aria-label="${description}">
<line x1="0" x2="${WIDTH}" y1="${LINE}" y2="${LINE}" stroke="var(--line)" stroke-width="1.5"/>
${labels.map(({ x, text }) => html`<text x="${number(x)}" y="${LINE + 18}" text-anchor="middle" fill="var(--muted)" font-size="12">${text}</text>`)}${near.map(
  ({ name, value, text }, index) => {
    const x = place(value);
    return html`<line x1="${number(x)}" x2="${number(x)}" y1="6" y2="${LINE + 5}" stroke="var(--muted)" stroke-width="1.5" stroke-dasharray="3 3"/>${label(x, `${name} ${text}`, rowOf(index))}`;
  },
)}${far.map(({ name, value, text: figure }, index) => {
  const isLow = value < low;
  const text = isLow ? `← ${name} ${figure}` : `${name} ${figure} →`;
  return label(isLow ? 0 : WIDTH, text, rowOf(near.length + index));
})}${placed.map(
  ({ isCollapsed, x, level }) =>
    html`<circle cx="${number(x)}" cy="${number(LINE - RADIUS - 1.5 - level * APART)}" r="${RADIUS}" fill="${isCollapsed ? 'var(--worse)' : 'var(--choice)'}" fill-opacity="0.8"/>`,
)}</svg>`;
}

/** One line for each, so that names never meet; more than two are rare. */
function rowOf(index: number): number {
  return LINE + 37 + 15 * Math.min(1, index);
}

/** Written to the side that has room. */
function label(x: number, text: string, y: number): Markup {
  const anchor = x < WIDTH / 3 ? 'start' : x > (2 * WIDTH) / 3 ? 'end' : 'middle';
  return html`<text x="${x.toFixed(1)}" y="${y}" text-anchor="${anchor}" fill="var(--muted)" font-size="13">${text}</text>`;
}

function stacked<Dot extends { readonly x: number }>(dots: readonly Dot[]): (Dot & { readonly level: number })[] {
  const taken: number[] = [];
  return [...dots]
    .sort((a, b) => a.x - b.x)
    .map((dot) => {
      const free = Array.from({ length: MOST_HIGH }, (_, level) => level).find(
        (level) => dot.x - (taken[level] ?? Number.NEGATIVE_INFINITY) >= APART,
      );
      const level = free ?? MOST_HIGH - 1;
      taken[level] = dot.x;
      return { ...dot, level };
    });
}
