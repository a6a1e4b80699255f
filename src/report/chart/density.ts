/** @file Lines that are too many to be told apart, as cells that count them: the darker, the more of them pass. */
import type * as Plot from '@observablehq/plot';
import { isBeyond, type ValueAxis } from '../view/value-axis.js';
import type { BeyondCount } from './axes.js';
import { cellMark } from './shapes.js';

/** How many lines have a value from `low` to `high` in the step that begins at `round`. */
export interface DensityCell {
  readonly round: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

interface Line {
  readonly points: readonly { readonly round: number; readonly value: number }[];
}

const BINS = 36;
const OPACITIES = [0.14, 0.24, 0.36, 0.5, 0.66];

/** In steps of so many rounds; values off the axis are in no cell. */
export function densityOf(lines: readonly Line[], axis: ValueAxis, step: number): DensityCell[] {
  const width = axis.high - axis.low;
  const counts = new Map<number, number>();
  for (const { points } of lines) {
    const seen = new Set<number>();
    for (const { round, value } of points) {
      if (isBeyond(axis, value) || value < axis.low || value > axis.high) continue;
      const bin = Math.min(BINS - 1, Math.floor(((value - axis.low) / width) * BINS));
      seen.add(Math.floor((round - 1) / step) * BINS + bin);
    }
    for (const cell of seen) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  return [...counts].map(([cell, count]) => {
    const bin = cell % BINS;
    return {
      round: Math.floor(cell / BINS) * step + 1,
      low: axis.low + (bin / BINS) * width,
      high: axis.low + ((bin + 1) / BINS) * width,
      count,
    };
  });
}

export function densityMarks(density: readonly DensityCell[], step: number): Plot.Markish[] {
  const most = Math.max(1, ...density.map(({ count }) => count));
  return OPACITIES.map((fillOpacity, level) => {
    const cells = density.filter(({ count }) => levelOf(count, most) === level);
    return cellMark(
      cells.map(({ round, low, high }) => ({ x1: round - 0.5, x2: round - 0.5 + step, y1: low, y2: high })),
      { fill: 'var(--dropped)', fillOpacity, gap: 0.4 },
    );
  });
}

/** By the square root, so that one line alone is seen beside hundreds. */
function levelOf(count: number, most: number): number {
  return Math.min(OPACITIES.length - 1, Math.floor(Math.sqrt((count - 1) / most) * OPACITIES.length));
}

/** Values off the axis, by the first round of each step. */
export function beyondBySteps(lines: readonly Line[], axis: ValueAxis, step: number): BeyondCount[] {
  const counts = new Map<number, { infinite: number; finite: number }>();
  for (const { points } of lines) {
    for (const { round, value } of points) {
      if (!isBeyond(axis, value) || (round - 1) % step !== 0) continue;
      const count = counts.get(round) ?? { infinite: 0, finite: 0 };
      count[Number.isFinite(value) ? 'finite' : 'infinite']++;
      counts.set(round, count);
    }
  }
  return [...counts].sort(([a], [b]) => a - b).map(([round, count]) => ({ round, ...count }));
}
