/** @file Figure: a column of a table with its intervals, a row each, in the texts of the table; with a line at zero, a forest plot. */
import * as Plot from '@observablehq/plot';
import { formatShare } from '../number-text.js';
import { columnsShown, type Table } from '../table/table.js';
import { CHART_WIDTH, frame, HALO, LONG, xAxisWithGrid } from './axes.js';
import type { Chart } from './chart.js';
import { fitNames, pixelsOf } from './name-room.js';
import { chartScale } from './value-scale.js';

interface IntervalRow {
  readonly name: string;
  /** Behind it: `n 12`, `4 %`. */
  readonly note: string;
  /** Infinite where it lies beyond every axis. */
  readonly value: number;
  /** Null where there is none; ends may be infinite. */
  readonly interval: readonly [low: number, high: number] | null;
  /** `choice`: in the winner's colour. `open`: not told from it. `settled`: told from it, drawn hollow. */
  readonly role: 'choice' | 'open' | 'settled';
  /** What a pointer is told. */
  readonly title: string;
}

interface IntervalDrawing<Row> {
  /** Of the column that is drawn. */
  readonly key: string;
  /** The first column where absent. */
  readonly name?: (row: Row) => string;
  /** Behind a name; its value where absent. */
  readonly note?: (row: Row, value: string) => string;
  readonly roleOf: (row: Row) => IntervalRow['role'];
  /** Of the axis. */
  readonly quantity: string;
  /** From nothing to all of it, in per cent; else there is a line at 0. */
  readonly isShare?: boolean;
  /** What is drawn where that is no interval. */
  readonly ends?: (row: Row) => readonly [low: number, high: number];
  /** Those that are drawn; all where absent. */
  readonly rows?: readonly Row[];
}

interface IntervalChart {
  readonly rows: readonly IntervalRow[];
  readonly quantity: string;
  readonly isShare: boolean;
}

const ZERO = { x: 0, stroke: 'var(--choice)', strokeWidth: 1.4 } as const;
const SHARES = { scale: 'linear', low: 0, high: 1, worse: 'high' } as const;
const QUARTERS = [0, 0.25, 0.5, 0.75, 1];

/** Pixels. */
const ROW = 42;
const LABEL_RISE = 13;
const [NAME_TOP, NAME_BOTTOM, HALO_ROOM] = [14, 4, 4];
const [TOP, AXIS, SIDE, BOTTOM] = [8, 26, 14, 42];
/** Bold letters are wider. */
const BOLD = 1.12;

export function intervalFigure<Row>(
  data: Table<Row>,
  told: Omit<Chart, 'data' | 'plot'>,
  { key, name, note, roleOf, quantity, isShare = false, ends, rows = data.rows }: IntervalDrawing<Row>,
): Chart {
  const column = data.columns.find((one) => one.key === key);
  const textsOf = (columns: Table<Row>['columns']) =>
    columnsShown({ ...data, rows, columns: columns.slice(0, 1) }, 'page')[0]?.cells ?? [];
  const [values, names] = [textsOf(column === undefined ? [] : [column]), textsOf(data.columns.filter(isOnPage))];
  const drawn = rows.map((row, place): IntervalRow => {
    const value = column?.of(row);
    const interval = column?.interval?.(row) ?? null;
    const { text = '', ends: shownEnds = '' } = values[place] ?? {};
    const called = name?.(row) ?? names[place]?.text ?? '';
    return {
      name: called,
      note: note?.(row, text) ?? text,
      value: typeof value === 'number' ? value : Number.NaN,
      interval: ends?.(row) ?? (interval !== null && 'low' in interval ? [interval.low, interval.high] : null),
      role: roleOf(row),
      title: `${called}: ${text} ${shownEnds}`.trim(),
    };
  });
  return { ...told, data, plot: () => drawIntervals({ rows: drawn, quantity, isShare }) };
}

function isOnPage({ shownIn }: Table['columns'][number]): boolean {
  return shownIn === undefined || shownIn.includes('page');
}

function drawIntervals(chart: IntervalChart): Plot.PlotOptions {
  const { rows, quantity, isShare } = chart;
  const isLong = rows.length >= LONG;
  const top = isLong ? AXIS : TOP;
  const scale = chartScale(isShare ? SHARES : fitIntervals(chart), false, 4);
  const [low, high] = scale.options.domain;
  const inside = (value: number): number => Math.min(high, Math.max(low, value));
  const names = fitNames(
    rows.map(({ name }) => name),
    (index) => {
      const { note, role } = rows[index] as IntervalRow;
      return (CHART_WIDTH - 2 * SIDE - pixelsOf(note) - 20) / (role === 'choice' ? BOLD : 1);
    },
  );
  const zero = ((0 - low) / (high - low)) * (CHART_WIDTH - 2 * SIDE);
  const placed = rows.map(({ note, value, interval, role, title }, y) => {
    const ends = [value, ...(interval ?? [])];
    const text = `${names[y]}   ${note}`;
    const color = role === 'choice' ? 'var(--choice)' : 'var(--late)';
    return {
      ...{ y, value, interval, role, title, color, fill: role === 'settled' ? 'var(--paper)' : color },
      // The line of zero leaves out the names that lie on it.
      lineTop: y + (zero < pixelsOf(text) * (role === 'choice' ? BOLD : 1) + HALO_ROOM ? NAME_BOTTOM : -NAME_TOP) / ROW,
      ...{ text, isLower: Math.min(...ends) < low, isHigher: Math.max(...ends) > high },
    };
  });
  const at = { y: 'y', dy: LABEL_RISE } as const;
  return {
    ...frame(CHART_WIDTH, top + ROW * Math.max(1, rows.length) + BOTTOM, [top, SIDE, BOTTOM, SIDE]),
    x: scale.options,
    y: { type: 'linear', domain: [-0.5, Math.max(1, rows.length) - 0.5], reverse: true, axis: null },
    marks: [
      ...(isShare
        ? xAxisWithGrid(QUARTERS, quantity, formatShare, isLong)
        : xAxisWithGrid(scale.ticks, scale.title(quantity), scale.tickLabel, isLong)),
      ...(isShare ? [] : [Plot.ruleX(placed, { ...ZERO, y1: 'lineTop', y2: ({ y }) => y + 1 - NAME_TOP / ROW })]),
      Plot.ruleY(
        placed.filter(({ interval }) => interval !== null),
        {
          ...{ ...at, stroke: 'color', strokeWidth: 2, strokeOpacity: 0.75 },
          ...{ x1: ({ interval }) => inside(interval?.[0] ?? 0), x2: ({ interval }) => inside(interval?.[1] ?? 0) },
        },
      ),
      // What goes on beyond the axis.
      Plot.text(
        placed.filter(({ isLower }) => isLower),
        { ...at, x: () => low, text: () => '◂', fill: 'color' },
      ),
      Plot.text(
        placed.filter(({ isHigher }) => isHigher),
        { ...at, x: () => high, text: () => '▸', fill: 'color' },
      ),
      Plot.dot(
        placed.filter(({ value }) => value === inside(value)),
        {
          ...{ ...at, x: 'value', r: 4.5, fill: 'fill', stroke: 'color', strokeWidth: 1.8, title: 'title' },
          symbol: ({ role }: IntervalRow) => (role === 'choice' ? 'circle' : 'square'),
        },
      ),
      ...[true, false].map((isChoice) =>
        Plot.text(
          placed.filter(({ role }) => (role === 'choice') === isChoice),
          {
            ...{ x: () => low, y: 'y', dy: 1 - LABEL_RISE / 2, text: 'text', textAnchor: 'start', ...HALO },
            ...{ fill: isChoice ? 'var(--choice)' : 'var(--ink)', fontWeight: isChoice ? 600 : 400 },
          },
        ),
      ),
    ],
  };
}

/** Intervals, and what is told apart, may reach so many times as far as the rest does before they are cut. */
const REACH = 3;

/** Over what is not told apart, so that it can be read, and of all else as much as leaves it readable. */
function fitIntervals({ rows }: IntervalChart): Parameters<typeof chartScale>[0] {
  const finite = rows.filter(({ value }) => Number.isFinite(value));
  const open = finite.filter(({ role }) => role !== 'settled');
  const core = (open.length > 0 ? open : finite).map(({ value }) => value);
  const [least, most] = [Math.min(0, ...core), Math.max(0, ...core)];
  const halves = (open.length > 0 ? open : finite)
    .flatMap(({ interval }) => (interval === null ? [] : [interval[1] / 2 - interval[0] / 2]))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const reach = REACH * Math.max(most - least, halves[Math.floor(halves.length / 2)] ?? 0);
  const others = [...finite.map(({ value }) => value), ...rows.flatMap(({ interval }) => interval ?? [])];
  const within = others.filter((end) => end >= least - reach && end <= most + reach);
  const [low, high] = [Math.min(least, ...within), Math.max(most, ...within)];
  const isPoint = !(high - low > Math.abs(low) * 1e-13 && high - low > 1e-305);
  const around = Math.abs(low) < 1e-290 ? 1 : Math.abs(low) * 0.1;
  return { scale: 'linear', low: isPoint ? low - around : low, high: isPoint ? high + around : high, worse: 'high' };
}
