/** @file Figure: samples, one below the other: each value a point, with a box plot where there are enough of them. */
import * as Plot from '@observablehq/plot';
import { groupBy } from '../../core/index.js';
import { estimateText, formatValue } from '../number-text.js';
import { namedColumns, type Table } from '../table/table.js';
import { type Box, isBeyond, type ValueAxis } from '../view/value-axis.js';
import { CHART_WIDTH, frame, HALO, LONG, stripMark, xAxisWithGrid } from './axes.js';
import type { Chart } from './chart.js';
import { fitNames, pixelsOf } from './name-room.js';
import { chartScale } from './value-scale.js';

/** Pixels of a row, and places in it as shares of its height from its middle. */
const ROW_HEIGHT = 46;
const [LABEL_AT, BOX_AT, MARK_AT] = [-0.3, 0.16, 0.43];
/** From the middle of a box to its edge, and of the furthest point. */
const [BOX_HALF, JITTER] = [0.17, 0.1];
/** Fractional parts of its multiples spread evenly: points of one row do not hide each other. */
const GOLDEN_RATIO = 0.618033988749895;

/** One sample as it is drawn. */
export interface BoxRow {
  readonly name: string;
  /** In the data, where that is another one; and what its values are there. */
  readonly id?: string;
  readonly kind?: string;
  readonly isChoice: boolean;
  /** What its count is called: `20`, `20 fresh`. */
  readonly count: string;
  /** Shown losses in replicate order; infinite ones included. */
  readonly values: readonly number[];
  readonly box: Box | null;
  /** Its criterion, where it has one; without ends where its values give none. */
  readonly mark?: {
    readonly value: number;
    readonly interval: { readonly low: number; readonly high: number } | null;
  } | null;
}

interface BoxFigure extends Omit<Chart, 'data' | 'plot'> {
  readonly id: string;
  readonly title: string;
  /** What the rows are, in the data. */
  readonly column: string;
  /** What the values are. */
  readonly word: string;
  readonly rows: readonly BoxRow[];
  readonly axis: ValueAxis;
}

export function boxFigure({ id, title, column, word, rows, axis, ...told }: BoxFigure): Chart {
  const values = rows.flatMap((row) => row.values.map((value, place) => ({ ...row, value, training: place + 1 })));
  type Value = (typeof values)[number];
  const data: Table<Value> = {
    ...{ id, caption: title, rows: values },
    columns: [
      ...namedColumns<Value>(
        column,
        ({ id: own, name }) => own ?? name,
        ({ name }) => name,
      ),
      ...(rows.some(({ kind }) => kind) ? [{ key: 'trainings of', of: ({ kind }: Value) => kind ?? null }] : []),
      { key: 'training', unit: 'count', of: ({ training }) => training },
      { key: word, unit: 'value', of: ({ value }) => value },
    ],
  };
  return { ...told, data, plot: () => drawBoxChart(rows, axis, word) };
}

function drawBoxChart(rows: readonly BoxRow[], axis: ValueAxis, word: string): Plot.PlotOptions {
  const placed = rows.map((row, y) => ({
    ...{ row, y, values: row.values, box: row.box, mark: row.mark ?? null },
    color: row.isChoice ? 'var(--choice)' : 'var(--late)',
    beyond: row.values.filter((value) => isBeyond(axis, value)).length,
  }));
  const scale = chartScale(
    axis,
    placed.some(({ beyond }) => beyond > 0),
    4,
  );
  const { place } = scale;
  const across = [-0.5, Math.max(1, rows.length) - 0.5] as const;
  const isLong = rows.length >= LONG;
  const points = placed.flatMap(({ y, values, color }) =>
    values.map((value, number) => ({
      x: place(value),
      y: y + BOX_AT + 2 * JITTER * (((number * GOLDEN_RATIO) % 1) - 0.5),
      fill: isBeyond(axis, value) ? 'var(--worse)' : color,
      title: `training ${number + 1}: ${formatValue(value)}`,
    })),
  );
  const boxes = placed.flatMap(({ row: { isChoice }, y, box, color }) =>
    box === null
      ? []
      : [
          {
            ...{ color, fill: isChoice ? 'var(--choice-soft)' : 'var(--late-soft)' },
            ...{ y: y + BOX_AT, y1: y + BOX_AT - BOX_HALF, y2: y + BOX_AT + BOX_HALF },
            ...{ low: place(box.whiskerLow), high: place(box.whiskerHigh) },
            ...{ q1: place(box.q1), q3: place(box.q3), median: place(box.median) },
          },
        ],
  );
  const marks = placed.flatMap(({ mark, y }) =>
    mark === null || !Number.isFinite(place(mark.value)) ? [] : [{ ...mark, at: y + MARK_AT }],
  );
  const bars = marks.flatMap(({ interval, at }) =>
    interval === null || ![interval.low, interval.high].every((end) => Number.isFinite(place(end)))
      ? []
      : [{ ...interval, at }],
  );
  const labels = labelsOf(rows, CHART_WIDTH - 40);
  return {
    ...frame(CHART_WIDTH, (isLong ? 68 : 50) + ROW_HEIGHT * Math.max(1, rows.length), [isLong ? 24 : 6, 18, 42, 14]),
    x: scale.options,
    y: { type: 'linear', domain: across, reverse: true, axis: null },
    marks: [
      ...xAxisWithGrid(scale.ticks, scale.title(word), scale.tickLabel, isLong),
      ...stripMark('x', scale, across),
      Plot.text(
        placed.filter(({ beyond }) => beyond > 0),
        {
          ...{ x: () => scale.strip?.note ?? null, y: ({ y }) => y + BOX_AT, text: ({ beyond }) => `×${beyond}` },
          ...{ fill: 'var(--worse)', fontWeight: 600 },
        },
      ),
      Plot.link(boxes, { x1: 'low', x2: 'high', y1: 'y', y2: 'y', stroke: 'color', strokeWidth: 1.2 }),
      Plot.rect(boxes, {
        ...{ x1: 'q1', x2: 'q3', y1: 'y1', y2: 'y2', fill: 'fill', stroke: 'color', strokeWidth: 1.2, rx: 2 },
      }),
      Plot.link(boxes, { x1: 'median', x2: 'median', y1: 'y1', y2: 'y2', stroke: 'color', strokeWidth: 2.6 }),
      // A mark a colour: hundreds of points say it once.
      ...[...groupBy(points, ({ fill }) => fill)].map(([fill, own]) =>
        Plot.dot(own, {
          ...{ x: 'x', y: 'y', r: 2.6, fill, fillOpacity: 0.55 },
          ...{ stroke: 'var(--paper)', strokeWidth: 0.6, title: 'title' },
        }),
      ),
      // The criterion in ink: it is no training.
      Plot.link(bars, {
        ...{ x1: ({ low }) => place(low), x2: ({ high }) => place(high), y1: 'at', y2: 'at' },
        ...{ stroke: 'var(--ink)', strokeWidth: 2 },
      }),
      Plot.dot(marks, {
        ...{ x: ({ value }) => place(value), y: 'at', symbol: 'diamond', r: 4.6 },
        ...{ fill: 'var(--ink)', stroke: 'var(--paper)' },
        title: ({ value, interval }) => estimateText(value, interval),
      }),
      ...[true, false].map((isChoice) =>
        Plot.text(
          placed.filter(({ row }) => row.isChoice === isChoice),
          {
            ...{ x: () => scale.options.domain[0], y: ({ y }) => y + LABEL_AT, text: ({ y }) => labels[y] as string },
            ...{ textAnchor: 'start', fill: isChoice ? 'var(--choice)' : 'var(--ink)' },
            ...{ fontWeight: isChoice ? 600 : 400, ...HALO },
          },
        ),
      ),
    ],
  };
}

function labelsOf(rows: readonly BoxRow[], width: number): string[] {
  const counts = rows.map(({ count }) => `  n = ${count}`);
  const names = fitNames(
    rows.map(({ name }) => name),
    (index) => width - pixelsOf(counts[index] as string),
  );
  return names.map((name, index) => `${name}${counts[index]}`);
}
