/**
 * @file Figure: every candidate as a line across axes of settings, criterion and spread. Each line has a vertex on every axis,
 * and the drawing names its axes in data attributes, so that a script can select lines by ranges.
 */
import * as Plot from '@observablehq/plot';
import { betterWay, type Figure } from '../figures/index.js';
import { besideMiddle } from '../html/charts/box-marks.js';
import { CHART_WIDTHS, type ChartSize, HALO, MUTED, pixelFrame } from '../html/charts/frame.js';
import { fitInto } from '../html/charts/name-room.js';
import { drawFigure } from '../html/figure.js';
import { escapeText, Markup } from '../html/markup.js';
import { formatCount, formatQuantity, formatValue } from '../number-text.js';
import type { ReportView } from '../view/report-view.js';
import { nameSome } from '../view/run-notices.js';
import { mattersOf, settingText, type WhatMattersView } from './matters.js';

/** Null where candidates differ in no known setting. */
export function parallelFigure(view: ReportView): Figure | null {
  const matters = mattersOf(view);
  if (matters === null) return null;
  return {
    id: 'parallel',
    title: 'Parallel coordinates',
    conclusion: parallelConclusion(matters),
    reading: [
      'A line is a candidate, the best are blue. Below an axis lie those without such a value, above it infinite ones. Spread: the standard deviation over retrainings.',
      ...(matters.lines.length <= MOST_ROWS
        ? []
        : [`Its data hold the first ${formatCount(MOST_ROWS)}; the table of all candidates has the others.`]),
    ],
    direction: betterWay(view.result.direction === 'maximize'),
    n: `n = ${formatQuantity(matters.lines.length, 'candidate')} that ${matters.lines.length === 1 ? 'was' : 'were'} tried`,
    draw: (id, size) => drawParallel(id, matters, size),
    data: parallelRows(matters),
  };
}

/** Of the candidates, those at the top are compared with all. */
const TOP_SHARE = 0.1;
const LEAST_TOP = 3;

/** What the best tenth have in common that not all have. */
function parallelConclusion({ lines, settings, criterion }: WhatMattersView): string {
  const ranked = lines.filter(({ criterion }) => criterion !== null);
  const top = ranked.slice(0, topCount(ranked.length)).filter(({ criterion }) => Number.isFinite(criterion));
  if (top.length === 0) return 'No candidate has a finite figure.';
  const traits = settings.flatMap(({ name }, index) => {
    const own = top.map(({ values }) => values[index] ?? null);
    const all = ranked.map(({ values }) => values[index] ?? null);
    const trait = traitOf(own, all);
    return trait === null ? [] : [`${name} ${trait}`];
  });
  const who = `The best ${formatCount(top.length)} of the ${formatCount(ranked.length)} candidates that have a ${criterion.figure}`;
  if (traits.length === 0) return `${who} have no value in common that the others lack.`;
  return `${who} all have ${nameSome(traits, 4)}.`;
}

/** Of so many candidates, those that are called the best: a tenth, and three at least. */
function topCount(candidates: number): number {
  return Math.min(candidates, Math.max(LEAST_TOP, Math.ceil(TOP_SHARE * candidates)));
}

/** A single value where at most half of all have it, or a range that holds at most half of all. */
function traitOf(own: readonly unknown[], all: readonly unknown[]): string | null {
  const [first] = own;
  if (own.every((value) => value === first)) {
    const share = all.filter((value) => value === first).length / all.length;
    return share <= 0.5 && first !== null ? `= ${settingText(first as number | string)}` : null;
  }
  const numbers = own.filter((value) => typeof value === 'number');
  if (numbers.length < own.length) return null;
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const inside = all.filter((value) => typeof value === 'number' && value >= low && value <= high).length;
  return inside / all.length <= 0.5 ? `from ${settingText(low)} to ${settingText(high)}` : null;
}

/** More lines, or axes, nobody can follow; the rest is in the data. */
const MOST_LINES = 240;
const MOST_SETTINGS = 8;
/** Amounts over more than this many times the smallest lie on a logarithmic axis. */
const LOG_SPAN = 100;
const MOST_LEVELS = 8;
/** Shares of an axis: of those without a value, and of infinite ones. */
const ABSENT = -0.09;
const BEYOND = 1.09;
/** Labels of an axis nearer than this share of it hide each other. */
const LABEL_GAP = 0.05;

interface Axis {
  readonly name: string;
  readonly place: (value: number | string | boolean | null) => number;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

type Value = number | string | boolean | null;

function drawParallel(id: string, view: WhatMattersView, size: ChartSize): Markup {
  const drawn = thin(view.lines.filter(({ criterion }) => criterion !== null));
  const shown = importantSettings(view);
  const columns: readonly { name: string; values: readonly Value[] }[] = [
    ...shown.map((index) => ({
      name: view.settings[index]?.name ?? '',
      values: drawn.map(({ values }) => values[index] ?? null),
    })),
    { name: view.criterion.figure, values: drawn.map(({ criterion }) => criterion) },
    { name: 'spread', values: drawn.map(({ spread }) => spread) },
  ];
  const axes = columns.map(({ name, values }) => axisOf(name, values));
  const isWide = size === 'wide';
  const top = topCount(drawn.length);
  const vertices = drawn
    .flatMap(({ id: candidate }, line) =>
      axes.map((axis, at) => ({
        candidate,
        line,
        at,
        share: axis.place(columns[at]?.values[line] ?? null) + jitter(line, axis),
      })),
    )
    .reverse();
  const layout = layoutOf(axes.length, isWide);
  const position = ({ at, share }: { at: number; share: number }) => layout.place(at, share);
  const marks = axes.flatMap((axis, at) => axisMarks(axis, at, layout));
  const svg = drawFigure(id, describe(view, drawn.length), {
    ...pixelFrame(CHART_WIDTHS[size], layout.height),
    marks: [
      Plot.line(vertices, {
        x: (vertex) => position(vertex)[0],
        y: (vertex) => position(vertex)[1],
        z: 'line',
        stroke: ({ line }) => (line < top ? 'var(--choice)' : 'var(--dropped)'),
        strokeWidth: ({ line }) => (line < top ? 1.8 : 1),
        strokeOpacity: ({ line }) => (line < top ? 0.9 : 0.35),
        title: ({ candidate, line }) => `${line + 1}. ${candidate}`,
      }),
      ...marks,
    ],
  });
  return withHandles(svg, axes, layout);
}

/** A page of 50,000 candidates has all of them in its table. */
const MOST_ROWS = 5000;

/** Rows of the data of the figure: the first candidates by rank, not only those drawn. */
function parallelRows({ lines, settings }: WhatMattersView) {
  return {
    columns: ['candidate', ...settings.map(({ name }) => name), 'criterion', 'spread'],
    rows: lines
      .slice(0, MOST_ROWS)
      .map(({ id, values, criterion, spread }) => [
        id,
        ...values.map((value) => (typeof value === 'boolean' ? String(value) : value)),
        criterion,
        spread,
      ]),
  };
}

/** The first by rank, and others at even distances. */
function thin(lines: WhatMattersView['lines']): WhatMattersView['lines'] {
  if (lines.length <= MOST_LINES) return lines;
  const first = MOST_LINES / 4;
  const step = (lines.length - first) / (MOST_LINES - first);
  return lines.filter((_, index) => index < first || Math.floor((index - first) % step) === 0).slice(0, MOST_LINES);
}

function importantSettings({ settings, criterion: { analysis } }: WhatMattersView): number[] {
  const order = 'reason' in analysis ? [] : analysis.settings.map(({ name }) => name);
  const rank = (index: number): number => {
    const place = order.indexOf(settings[index]?.name ?? '');
    return place < 0 ? order.length : place;
  };
  return [...settings.keys()].sort((a, b) => rank(a) - rank(b)).slice(0, MOST_SETTINGS);
}

function axisOf(name: string, values: readonly Value[]): Axis {
  const finite = values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  const isAmount = values.every((value) => value === null || typeof value === 'number');
  return isAmount && new Set(finite).size > 1 ? amountAxis(name, finite) : categoryAxis(name, values);
}

function amountAxis(name: string, finite: readonly number[]): Axis {
  const [least, most] = [Math.min(...finite), Math.max(...finite)];
  const isLog = least > 0 && most / least > LOG_SPAN;
  const into = isLog ? Math.log10 : (value: number) => value;
  const share = (value: number): number => (into(value) - into(least)) / (into(most) - into(least));
  const distinct = [...new Set(finite)].sort((a, b) => a - b);
  const inner = distinct.length <= MOST_LEVELS ? distinct : [least, most];
  const text = distinct.length <= MOST_LEVELS ? settingText : (value: number) => formatValue(value, 3);
  const ticks = inner.map((value) => ({ at: share(value), text: text(value) }));
  return {
    name: isLog ? `${name} (log)` : name,
    place: (value) => placeBeside(value) ?? share(value as number),
    ticks: apart(ticks),
  };
}

/** Of what no axis reaches; infinite scores lie where absent ones do, far from the good end. */
function placeBeside(value: Value): number | undefined {
  if (value === null || value === Number.NEGATIVE_INFINITY) return ABSENT;
  return value === Number.POSITIVE_INFINITY ? BEYOND : undefined;
}

/** The last one stays. */
function apart(ticks: Axis['ticks']): Axis['ticks'] {
  const kept: Axis['ticks'][number][] = [];
  for (const tick of ticks.toReversed()) {
    const last = kept.at(-1);
    if (last === undefined || last.at - tick.at >= LABEL_GAP) kept.push(tick);
  }
  return kept.reverse();
}

function categoryAxis(name: string, values: readonly Value[]): Axis {
  const levels = [...new Set(values.filter((value) => placeBeside(value) === undefined).map(String))].sort();
  const at = (level: string): number => (levels.length < 2 ? 0.5 : levels.indexOf(level) / (levels.length - 1));
  const step = Math.ceil(levels.length / MOST_LEVELS);
  return {
    name,
    place: (value) => placeBeside(value) ?? at(String(value)),
    ticks: levels.filter((_, index) => index % step === 0).map((level) => ({ at: at(level), text: level })),
  };
}

/** Lines of one value lie beside one another, the best ones lowest. */
function jitter(line: number, { ticks }: Axis): number {
  return ticks.length < 2 || ticks.length > MOST_LEVELS ? 0 : 0.02 * besideMiddle(line);
}

interface Layout {
  readonly height: number;
  readonly isWide: boolean;
  /** Pixels of an axis, and of a share of it. */
  readonly place: (axis: number, share: number) => readonly [x: number, y: number];
}

/** Upright axes side by side; on phones they lie one below the other. */
function layoutOf(count: number, isWide: boolean): Layout {
  const width = CHART_WIDTHS[isWide ? 'wide' : 'narrow'];
  if (isWide) {
    const [top, height] = [64, 300];
    const [left, right] = [34, 60];
    const step = (width - left - right) / Math.max(1, count - 1);
    return {
      height: top + height + 48,
      isWide,
      place: (axis, share) => [left + axis * step, top + (1 - share) * height],
    };
  }
  const [left, right] = [44, 44];
  return {
    height: 30 + count * 66,
    isWide,
    place: (axis, share) => [left + share * (width - left - right), 30 + axis * 66],
  };
}

function axisMarks({ name, ticks }: Axis, at: number, { place, isWide }: Layout): Plot.Markish[] {
  const [start, end] = [place(at, 0), place(at, 1)];
  const shown = isWide || ticks.length <= 4 ? ticks : [ticks[0], ticks.at(-1)].filter((tick) => tick !== undefined);
  return [
    Plot.link([0], {
      x1: () => start[0],
      y1: () => start[1],
      x2: () => end[0],
      y2: () => end[1],
      stroke: MUTED,
      strokeWidth: 1.2,
    }),
    Plot.text([name], {
      x: () => (isWide ? end[0] : 2),
      y: () => (isWide ? 18 + (at % 2) * 18 : start[1] - 22),
      text: (text: string) => fitInto(text, isWide ? 150 : 300),
      textAnchor: isWide ? (at === 0 ? 'start' : 'middle') : 'start',
      dx: isWide && at === 0 ? -30 : 0,
      fontWeight: 600,
      fill: 'var(--ink)',
      ...HALO,
    }),
    Plot.text(shown, {
      x: (tick) => place(at, tick.at)[0],
      y: (tick) => place(at, tick.at)[1],
      text: (tick) => fitInto(tick.text, isWide ? 62 : 70),
      ...(isWide ? { textAnchor: 'start', dx: 6 } : { dy: 15 }),
      fill: MUTED,
      fontSize: 11,
      ...HALO,
    }),
  ];
}

/** What a script needs to select lines: which path is whose, and where the axes run. */
function withHandles(svg: Markup, axes: readonly Axis[], { place }: Layout): Markup {
  const handles = axes.map(({ name }, at) => {
    const [from, to] = [place(at, ABSENT), place(at, BEYOND)];
    return { name, from: from.map(Math.round), to: to.map(Math.round) };
  });
  return new Markup(
    svg.text
      .replace(/^<svg/, `<svg data-axes="${escapeText(JSON.stringify(handles))}"`)
      .replace('data-part="line"', 'data-part="line" data-lines="candidates"'),
  );
}

function describe({ settings, criterion }: WhatMattersView, count: number) {
  return {
    title: `Settings of the candidates beside their ${criterion.figure}`,
    text: `${count} lines across ${settings.length} settings, criterion and spread; the best stand out.`,
  };
}
