/** @file Figure: a metric on unseen examples over the trainings of the choice, and where the exported one lies among them. */
import * as Plot from '@observablehq/plot';
import { formatQuantity, formatValue } from '../../number-text.js';
import type { FinalFigure } from '../../view/final-view.js';
import { isBeyond } from '../../view/value-axis.js';
import { drawFigure } from '../figure.js';
import type { Markup } from '../markup.js';
import { besideMiddle, boxMarks } from './box-marks.js';
import { CHART_WIDTHS, type ChartSize, frame, HALO, stripMark, xAxisWithGrid } from './frame.js';
import { chartScale } from './value-scale.js';

/** Pixels. */
const HEIGHT = 128;
/** Places from the top, as shares of the height. */
const MODEL_AT = 0.22;
const BOX_AT = 0.68;
const JITTER = 0.24;
const ACROSS = [0, 1] as const;

export function drawFinal(id: string, figure: FinalFigure, size: ChartSize): Markup {
  const { metric, values, replicates, box, axis, exported } = figure;
  const beyond = values.filter((value) => isBeyond(axis, value)).length;
  const scale = chartScale(axis, beyond > 0, size === 'wide' ? 8 : 4);
  const { place } = scale;
  const points = values.map((value, index) => ({
    x: place(value),
    y: BOX_AT + JITTER * besideMiddle(index),
    fill: isBeyond(axis, value) ? 'var(--worse)' : 'var(--choice)',
    title: `replicate ${replicates[index]}: ${formatValue(value)}`,
  }));
  const boxes = box === null ? [] : [{ ...box, middle: BOX_AT, stroke: 'var(--choice)', fill: 'var(--choice-soft)' }];
  const model = [{ x: place(exported.value) }];
  const [start, end] = scale.options.domain;
  const isRight = share(place(exported.value), start, end, axis.scale) > 0.5;
  return drawFigure(id, describe(figure, beyond), {
    ...frame(CHART_WIDTHS[size], HEIGHT, [6, 14, 40, 14]),
    x: scale.options,
    y: { type: 'linear', domain: ACROSS, reverse: true, axis: null },
    marks: [
      ...xAxisWithGrid(scale.ticks, metric, scale.tickLabel),
      ...stripMark('x', scale, ACROSS),
      ...(scale.strip === null
        ? []
        : [
            Plot.text([`×${beyond}`], {
              x: () => scale.strip?.note,
              y: () => BOX_AT,
              text: String,
              fill: 'var(--worse)',
              fontWeight: 600,
            }),
          ]),
      ...boxMarks(boxes, points, place),
      Plot.dot(model, { x: 'x', y: () => MODEL_AT, symbol: 'diamond', r: 5.5, fill: 'var(--worse)' }),
      Plot.text(model, {
        x: 'x',
        y: () => MODEL_AT,
        text: () => `${exported.name} ${formatValue(exported.value)}`,
        textAnchor: isRight ? 'end' : 'start',
        dx: isRight ? -10 : 10,
        fill: 'var(--worse)',
        fontWeight: 600,
        ...HALO,
      }),
    ],
  });
}

/** Where a value lies between both ends of an axis, from 0 to 1. */
function share(value: number, start: number, end: number, scale: 'linear' | 'log'): number {
  const into = scale === 'log' ? Math.log : Number;
  return (into(value) - into(start)) / (into(end) - into(start));
}

function describe({ metric, values, box, exported }: FinalFigure, beyond: number): { title: string; text: string } {
  const middle =
    box === null
      ? 'Too few for a box.'
      : `Median ${formatValue(box.median)}, quartiles ${formatValue(box.q1)} and ${formatValue(box.q3)}.`;
  const off = beyond === 0 ? '' : ` ${beyond} off the scale.`;
  return {
    title: `The ${metric} on unseen examples over ${formatQuantity(values.length, 'training')} of the choice`,
    text: `${middle}${off} The exported model: ${formatValue(exported.value)}.`,
  };
}
