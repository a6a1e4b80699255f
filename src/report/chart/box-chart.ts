/** @file A chart of samples, one below the other: each value a point, with a box plot where there are enough of them. */
import * as Plot from '@observablehq/plot';
import { formatValue } from '../number-text.js';
import { type Box, isBeyond, type ValueAxis } from '../view/value-axis.js';
import { CHART_WIDTH, frame, HALO, LONG, stripMark, xAxisWithGrid } from './axes.js';
import { besideMiddle, boxMarks } from './box-marks.js';
import { fitNames, pixelsOf } from './name-room.js';
import { chartScale } from './value-scale.js';

/** Pixels of one candidate's row, and places in it as shares of its height from its middle. */
const ROW_HEIGHT = 46;
const BOX_AT = 0.16;
const LABEL_AT = -0.3;
const JITTER = 0.1;
/** Of the criterion, from the middle of the box. */
const MARK_AT = 0.27;

/** A statistic of a row's values, as it is shown; without ends where they can give none. */
interface CriterionMark {
  readonly value: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** One sample as it is drawn. */
export interface BoxRow {
  readonly id: string;
  readonly label: string;
  readonly isChoice: boolean;
  /** What its count is called: `20`, `20 fresh`. */
  readonly count: string;
  /** Shown losses in replicate order; infinite ones included. */
  readonly values: readonly number[];
  readonly box: Box | null;
  /** Its criterion, where it has one. */
  readonly mark?: CriterionMark | null;
}

export interface BoxChartView {
  readonly boxes: readonly BoxRow[];
  readonly axis: ValueAxis;
}

export function drawBoxChart({ boxes: rows, axis }: BoxChartView, word: string): Plot.PlotOptions {
  const beyond = rows.map((row) => row.values.filter((value) => isBeyond(axis, value)).length);
  const scale = chartScale(
    axis,
    beyond.some((count) => count > 0),
    4,
  );
  const { place } = scale;
  const strips = scale.strip === null ? [] : [scale.strip];
  const across = [-0.5, Math.max(1, rows.length) - 0.5] as const;
  const color = ({ isChoice }: BoxRow): string => (isChoice ? 'var(--choice)' : 'var(--late)');
  const points = rows.flatMap((row, index) => {
    return row.values.map((value, replicate) => ({
      x: place(value),
      y: index + BOX_AT + JITTER * 2 * besideMiddle(replicate),
      fill: isBeyond(axis, value) ? 'var(--worse)' : color(row),
      title: `${row.id}, trial ${replicate + 1}: ${formatValue(value)}`,
    }));
  });
  const boxes = rows.flatMap((row, index) => {
    const { box, isChoice } = row;
    const fill = isChoice ? 'var(--choice-soft)' : 'var(--late-soft)';
    return box === null ? [] : [{ ...box, middle: index + BOX_AT, stroke: color(row), fill }];
  });
  const criteria = rows.flatMap(({ mark, isChoice }, index) => {
    return mark === undefined || mark === null || !Number.isFinite(place(mark.value))
      ? []
      : [{ ...mark, at: index + BOX_AT, isChoice }];
  });
  const labels = labelsOf(rows, CHART_WIDTH - 40);
  const isLong = rows.length >= LONG;
  const labelStart = scale.options.domain[0];
  return {
    ...frame(CHART_WIDTH, (isLong ? 68 : 50) + ROW_HEIGHT * Math.max(1, rows.length), [isLong ? 24 : 6, 18, 42, 14]),
    x: scale.options,
    y: { type: 'linear', domain: across, reverse: true, axis: null },
    marks: [
      ...xAxisWithGrid(scale.ticks, scale.title(word), scale.tickLabel, isLong),
      ...stripMark('x', scale, across),
      ...strips.map(({ note }) =>
        Plot.text(
          rows.map((_, index) => index).filter((index) => (beyond[index] as number) > 0),
          {
            x: () => note,
            y: (index: number) => index + BOX_AT,
            text: (index: number) => `×${beyond[index]}`,
            fill: 'var(--worse)',
            fontWeight: 600,
          },
        ),
      ),
      ...boxMarks(boxes, points, place),
      ...criterionMarks(criteria, place),
      ...[true, false].map((isChoice) =>
        Plot.text(
          rows.filter((row) => row.isChoice === isChoice),
          {
            x: () => labelStart,
            y: (row: BoxRow) => rows.indexOf(row) + LABEL_AT,
            text: (row: BoxRow) => labels[rows.indexOf(row)] as string,
            textAnchor: 'start',
            fill: isChoice ? 'var(--choice)' : 'var(--ink)',
            fontWeight: isChoice ? 600 : 400,
            ...HALO,
          },
        ),
      ),
    ],
  };
}

interface PlacedMark extends CriterionMark {
  readonly at: number;
}

/** A diamond below the box with a bar for its interval, in ink: it is no training. */
function criterionMarks(marks: readonly PlacedMark[], place: (value: number) => number): Plot.Markish[] {
  const bars = marks.flatMap(({ at, interval }) => {
    return interval === null ? [] : [{ y: at + MARK_AT, x1: place(interval.low), x2: place(interval.high) }];
  });
  return [
    Plot.link(
      bars.filter(({ x1, x2 }) => Number.isFinite(x1) && Number.isFinite(x2)),
      { x1: 'x1', x2: 'x2', y1: 'y', y2: 'y', stroke: 'var(--ink)', strokeWidth: 2 },
    ),
    Plot.dot(marks, {
      x: ({ value }) => place(value),
      y: ({ at }) => at + MARK_AT,
      symbol: 'diamond',
      r: 4.6,
      fill: 'var(--ink)',
      stroke: 'var(--paper)',
      title: ({ value, interval }) =>
        `${formatValue(value)}${interval === null ? '' : ` [${formatValue(interval.low)}, ${formatValue(interval.high)}]`}`,
    }),
  ];
}

function labelsOf(rows: readonly BoxRow[], width: number): string[] {
  const counts = rows.map(({ count }) => `  n = ${count}`);
  const names = fitNames(
    rows.map(({ id, label }) => (label === '' ? id : `${id}  ${label}`)),
    (index) => width - pixelsOf(counts[index] as string),
  );
  return names.map((name, index) => `${name}${counts[index]}`);
}
