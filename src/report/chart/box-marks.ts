/** @file Marks of box plots that lie along a value axis: whiskers, boxes, medians, and every value as a point of its own. */
import * as Plot from '@observablehq/plot';
import type { Box } from '../view/value-axis.js';

/** From the middle of a box to its edge, in the units of the axis across. */
const BOX_HALF = 0.17;

/** Fractional parts of its multiples spread evenly: points of one row do not hide each other. */
const GOLDEN_RATIO = 0.618033988749895;

/** Where to put the point of that number beside the middle of its row, from -1/2 to 1/2. */
export function besideMiddle(number: number): number {
  return ((number * GOLDEN_RATIO) % 1) - 0.5;
}

interface PlacedBox extends Box {
  /** Across the axis of values. */
  readonly middle: number;
  readonly stroke: string;
  readonly fill: string;
}

interface PlacedPoint {
  readonly x: number;
  readonly y: number;
  readonly fill: string;
  readonly title: string;
}

/** `place`: of a value on its axis. */
export function boxMarks(
  boxes: readonly PlacedBox[],
  points: readonly PlacedPoint[],
  place: (value: number) => number,
): Plot.Markish[] {
  const top = ({ middle }: PlacedBox): number => middle - BOX_HALF;
  const bottom = ({ middle }: PlacedBox): number => middle + BOX_HALF;
  return [
    Plot.link(boxes, {
      x1: ({ whiskerLow }) => place(whiskerLow),
      x2: ({ whiskerHigh }) => place(whiskerHigh),
      y1: 'middle',
      y2: 'middle',
      stroke: 'stroke',
      strokeWidth: 1.2,
    }),
    Plot.rect(boxes, {
      x1: ({ q1 }) => place(q1),
      x2: ({ q3 }) => place(q3),
      y1: top,
      y2: bottom,
      fill: 'fill',
      stroke: 'stroke',
      strokeWidth: 1.2,
      rx: 2,
    }),
    Plot.link(boxes, {
      x1: ({ median }) => place(median),
      x2: ({ median }) => place(median),
      y1: top,
      y2: bottom,
      stroke: 'stroke',
      strokeWidth: 2.6,
    }),
    Plot.dot(points, {
      x: 'x',
      y: 'y',
      r: 2.6,
      fill: 'fill',
      fillOpacity: 0.55,
      stroke: 'var(--paper)',
      strokeWidth: 0.6,
      title: 'title',
    }),
  ];
}
