/** @file Figure: values with intervals, one below the other; with a line at zero and a band around it, a forest plot. */
import * as Plot from '@observablehq/plot';
import { formatShare } from '../number-text.js';
import { CHART_WIDTH, frame, HALO, LONG, xAxisWithGrid } from './axes.js';
import type { Chart } from './chart.js';
import { fitNames, pixelsOf } from './name-room.js';
import { chartScale } from './value-scale.js';

export interface IntervalRow {
  readonly name: string;
  /** Behind it, `n 12 · 4 %`. */
  readonly note: string;
  /** Where there is little room; the note by default. */
  readonly shortNote?: string;
  /** Infinite where it lies beyond every axis. */
  readonly value: number;
  /** Null where there is none; ends may be infinite. */
  readonly interval: readonly [low: number, high: number] | null;
  /** `winner`: in its colour. `open`: not told from it. `settled`: told from it, drawn hollow. */
  readonly role: 'choice' | 'open' | 'settled';
  /** What a pointer is told. */
  readonly title: string;
}

interface IntervalChart {
  readonly rows: readonly IntervalRow[];
  /** Of the axis. */
  readonly quantity: string;
  /** From nothing to all of it, in per cent. */
  readonly isShare?: boolean;
  /** A line at 0. */
  readonly hasZero?: boolean;
  /** Differences that do not count lie within so much of 0; none by default. */
  readonly tolerance?: number;
}

const SHARES = { scale: 'linear', low: 0, high: 1, worse: 'high' } as const;
const QUARTERS = [0, 0.25, 0.5, 0.75, 1];

/** Pixels. */
const ROW = 42;
const LABEL_RISE = 13;
const MARGIN = { top: 8, axis: 26, side: 14, bottom: 42 };

export function intervalChart(chart: IntervalChart): Chart['plot'] {
  return () => drawIntervals({ hasZero: false, tolerance: 0, isShare: false, ...chart });
}

function drawIntervals(chart: Required<IntervalChart>): Plot.PlotOptions {
  const { rows, quantity, hasZero, tolerance, isShare } = chart;
  const isLong = rows.length >= LONG;
  const top = isLong ? MARGIN.axis : MARGIN.top;
  const axis = isShare ? SHARES : fitIntervals(chart);
  const scale = chartScale(axis, false, 4);
  const [low, high] = scale.options.domain;
  const inside = (value: number): number => Math.min(high, Math.max(low, value));
  const at = (row: IntervalRow): number => rows.indexOf(row);
  const barred = rows.flatMap((row) =>
    row.interval === null ? [] : [{ row, low: row.interval[0], high: row.interval[1] }],
  );
  const cut = rows.flatMap((row) => [
    ...(Math.min(row.value, ...(row.interval ?? [])) < low ? [{ row, x: low, symbol: ARROW_LEFT }] : []),
    ...(Math.max(row.value, ...(row.interval ?? [])) > high ? [{ row, x: high, symbol: ARROW_RIGHT }] : []),
  ]);
  const beyond = rows.filter(({ value }) => value < low || value > high);
  const names = fitNames(
    rows.map(({ name }) => name),
    (index) => {
      const row = rows[index] as IntervalRow;
      return (CHART_WIDTH - 2 * MARGIN.side - pixelsOf(shortNote(row)) - 20) / weightOf(row);
    },
  );
  const label = (row: IntervalRow): string => `${names[at(row)]}   ${shortNote(row)}`;
  const across = [-0.5, Math.max(1, rows.length) - 0.5] as const;
  const band = tolerance > 0 ? [{ x1: inside(-tolerance), x2: inside(tolerance), y1: across[0], y2: across[1] }] : [];

  return {
    ...frame(CHART_WIDTH, top + ROW * Math.max(1, rows.length) + MARGIN.bottom, [
      top,
      MARGIN.side,
      MARGIN.bottom,
      MARGIN.side,
    ]),
    x: scale.options,
    y: { type: 'linear', domain: across, reverse: true, axis: null },
    marks: [
      Plot.rect(band, { x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', fill: 'var(--late-soft)', fillOpacity: 0.7 }),
      ...xAxisWithGrid(
        isShare ? QUARTERS : scale.ticks,
        isShare ? quantity : scale.title(quantity),
        isShare ? formatShare : scale.tickLabel,
        isLong,
      ),
      ...(hasZero ? [Plot.ruleX([0], { stroke: 'var(--choice)', strokeWidth: 1.4 })] : []),
      Plot.link(barred, {
        x1: ({ low: from }) => inside(from),
        x2: ({ high: to }) => inside(to),
        y1: ({ row }) => at(row),
        y2: ({ row }) => at(row),
        dy: LABEL_RISE,
        stroke: ({ row }) => colorOf(row),
        strokeWidth: 2,
        strokeOpacity: 0.75,
      }),
      ...[ARROW_LEFT, ARROW_RIGHT].map((arrow) =>
        Plot.text(
          cut.filter(({ symbol }) => symbol === arrow),
          {
            x: 'x',
            y: ({ row }) => at(row),
            text: 'symbol',
            fill: ({ row }) => colorOf(row),
            dy: LABEL_RISE,
          },
        ),
      ),
      Plot.dot(
        rows.filter((row) => !beyond.includes(row)),
        {
          x: 'value',
          y: at,
          dy: LABEL_RISE,
          r: 4.5,
          symbol: ({ role }: IntervalRow) => (role === 'choice' ? 'circle' : 'square'),
          fill: (row) => (row.role === 'settled' ? 'var(--paper)' : colorOf(row)),
          stroke: colorOf,
          strokeWidth: 1.8,
          title: 'title',
        },
      ),
      ...[true, false].map((isChoice) =>
        Plot.text(
          rows.filter((row) => (row.role === 'choice') === isChoice),
          {
            x: () => low,
            y: at,
            dy: 1 - LABEL_RISE / 2,
            text: label,
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

function shortNote({ note, shortNote: short = note }: IntervalRow): string {
  return short;
}

const ARROW_LEFT = '◂';
const ARROW_RIGHT = '▸';

function colorOf({ role }: IntervalRow): string {
  return role === 'choice' ? 'var(--choice)' : 'var(--late)';
}

/** Bold letters are wider. */
function weightOf({ role }: IntervalRow): number {
  return role === 'choice' ? 1.12 : 1;
}

/** Intervals, and what is told apart, may reach so many times as far as the rest does before they are cut. */
const REACH = 3;

/** Over what is not told apart, so that it can be read, and of all else as much as leaves it readable. */
function fitIntervals({ rows, hasZero, tolerance }: Required<IntervalChart>): Parameters<typeof chartScale>[0] {
  const finite = rows.filter(({ value }) => Number.isFinite(value));
  const open = finite.filter(({ role }) => role !== 'settled');
  const core = (open.length > 0 ? open : finite).map(({ value }) => value);
  const values = [...core, ...(hasZero ? [0, -tolerance, tolerance] : [])];
  const [least, most] = values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)];
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
