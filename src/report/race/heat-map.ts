/** @file Figure: every training of the race as a cell: candidates by rank, replicates in order of use, what came of each. */
import * as Plot from '@observablehq/plot';
import { isFailure, type Outcome, turned } from '../../core/index.js';
import { quantileOfSorted } from '../../stats/index.js';
import { betterWay, type Figure } from '../figures/index.js';
import { CHART_WIDTHS, type ChartSize, frame, MUTED, roundTicks, xAxis } from '../html/charts/frame.js';
import { fitNames } from '../html/charts/name-room.js';
import { type ChartCell, cellMark, glyphMark, gridArea, scaleLegend } from '../html/charts/shapes.js';
import { drawFigure } from '../html/figure.js';
import type { Markup } from '../html/markup.js';
import type { ReportInput } from '../input.js';
import { columnFormat, formatCount, formatQuantity } from '../number-text.js';
import { trialComparison } from '../standing.js';
import { candidatesText } from '../view/effort-words.js';
import type { ReportView } from '../view/report-view.js';

const ID = 'race-heat-map';

/** Null where nothing was trained. */
export function heatMapFigure(view: ReportView): Figure | null {
  const heatMap = viewHeatMap(view);
  if (heatMap === null) return null;
  const { result, telling, word } = view;
  return {
    id: ID,
    title: 'Heat map',
    conclusion: heatMapConclusion(heatMap, result),
    reading: [
      `A row is a candidate, the best first by rank; a column is a replicate, in which all share samples and seeds; a cell is one training in the colour of its ${word}. Empty: not trained.`,
      ...(heatMap.diverged > 0 ? [`A cross: the training diverged, which counts as an infinite ${word}.`] : []),
      ...(heatMap.failed > 0 ? ['A ring: it failed or ran out of time.'] : []),
      ...(heatMap.rows.length < heatMap.candidates
        ? [
            `Of ${formatCount(heatMap.candidates)} candidates ${formatCount(heatMap.rows.length)} are drawn: the first 60 by rank, and the others at even distances.`,
          ]
        : []),
      ...(heatMap.replicates.length < heatMap.allReplicates
        ? [`Of ${formatCount(heatMap.allReplicates)} replicates ${formatCount(heatMap.replicates.length)} are drawn.`]
        : []),
    ],
    direction: betterWay(result.direction === 'maximize'),
    n: `n = ${formatQuantity(heatMap.trained, 'training')} of ${candidatesText(heatMap.candidates, result)}`,
    draw: (id, size) => drawHeatMap(id, heatMap, word, telling.nameOf, size),
    data: {
      columns: ['rank', 'candidate', 'replicate', word],
      rows: heatMap.rows.flatMap(({ rank, candidate, cells }) =>
        cells.flatMap((cell, column) =>
          cell === null ? [] : [[rank, candidate, (heatMap.replicates[column] as number) + 1, cell] as const],
        ),
      ),
    },
    payloads: { [`grid-${ID}`]: () => cellWords(heatMap, view) },
  };
}

/** Names and values of the cells, for whoever points at one. */
function cellWords({ rows, replicates }: HeatMapView, { telling, word }: ReportView) {
  const format = columnFormat(rows.flatMap(({ cells }) => cells.filter((cell) => typeof cell === 'number')));
  const textOf = (cell: HeatCell): string => {
    if (cell === null) return 'not trained';
    return typeof cell === 'number' ? `${word} ${format(cell)}` : cell;
  };
  return {
    rows: rows.map(({ candidate, rank }) => `#${rank} ${telling.nameOf(candidate)}`),
    columns: replicates.map((replicate) => `replicate ${replicate + 1}`),
    cells: rows.map(({ cells }) => cells.map(textOf)),
  };
}

function heatMapConclusion(map: HeatMapView, { candidates, choice }: ReportView['result']): string {
  const counts = candidates.map(({ trials }) => trials).sort((a, b) => a - b);
  const middle = counts[Math.floor(counts.length / 2)] as number;
  const chosen = candidates.find(({ id }) => id === choice?.candidate)?.trials;
  const trained =
    chosen === undefined
      ? `The middle candidate was trained ${times(middle)}`
      : `The winner was trained ${times(chosen)}, the middle candidate ${times(middle)}`;
  const endings = [
    ...(map.diverged > 0 ? [`${formatCount(map.diverged)} diverged`] : []),
    ...(map.failed > 0 ? [`${formatCount(map.failed)} failed`] : []),
  ];
  const all = formatCount(map.trained);
  return endings.length === 0
    ? `${trained}; none of the ${all} trainings diverged or failed.`
    : `${trained}; of ${all} trainings ${endings.join(' and ')}.`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${formatCount(count)} times`;
}

/** More rows than this are too low for a name each. */
const NAMED_ROWS = 44;
/** Pixels of a letter of the scale's labels. */
const LETTER = 6.5;

function drawHeatMap(
  id: string,
  view: HeatMapView,
  word: string,
  nameOf: (candidate: string) => string,
  size: ChartSize,
): Markup {
  const isWide = size === 'wide';
  const { rows, replicates } = view;
  const isNamed = rows.length <= NAMED_ROWS;
  const rowHeight = rows.length <= 16 ? 18 : isNamed ? 14 : Math.max(4.5, 620 / rows.length);
  const left = isNamed ? (isWide ? 220 : 110) : 46;
  const top = 58;
  const cells = new Map<number | string, ChartCell[]>();
  rows.forEach((row, y) => {
    row.cells.forEach((cell, x) => {
      if (cell === null) return;
      const kind = typeof cell === 'number' ? heatClass(view, cell) : cell;
      const known = cells.get(kind) ?? [];
      known.push({ x1: x, x2: x + 1, y1: y, y2: y + 1 });
      cells.set(kind, known);
    });
  });
  const gap = rowHeight > 8 ? 1 : 0.3;
  return drawFigure(id, describe(view, word), {
    ...frame(CHART_WIDTHS[size], top + 40 + rowHeight * rows.length, [top, 14, 40, left]),
    x: { type: 'linear', domain: [0, replicates.length] },
    y: { type: 'linear', domain: [0, rows.length], reverse: true, axis: null },
    marks: [
      xAxis(
        roundTicks(replicates.length, isWide ? 20 : 8).map((column) => column - 0.5),
        view.allReplicates > replicates.length ? 'replicate (some are left out)' : 'replicate',
        (place) => formatCount((replicates[Math.floor(place)] as number) + 1),
      ),
      ...Array.from({ length: HEAT_CLASSES }, (_, level) =>
        cellMark(cells.get(level) ?? [], { fill: heatColor(level), gap }),
      ),
      glyphMark(cells.get('diverged') ?? [], 'cross', 'var(--worse)'),
      glyphMark(cells.get('failed') ?? [], 'ring', 'var(--worse)'),
      ...labelMarks(rows, isNamed, nameOf, left - 10),
      scaleLegend(legendOf(view, word, isWide)),
      gridArea(ID, rows.length, replicates.length),
    ],
  });
}

function heatColor(level: number): string {
  return `var(--heat-${level + 1})`;
}

function labelMarks(
  rows: readonly HeatRow[],
  isNamed: boolean,
  nameOf: (candidate: string) => string,
  room: number,
): Plot.Markish[] {
  const names = fitNames(
    rows.map(({ candidate }) => nameOf(candidate)),
    () => room,
  );
  const entries = rows
    .map((row, index) => ({ row, name: names[index] as string, at: index + 0.5 }))
    .filter(({ row }, index) => isNamed || row.role === 'choice' || index % 10 === 0);
  const colors = { choice: 'var(--choice)', stays: 'var(--racing)', other: MUTED };
  return (['choice', 'stays', 'other'] as const).map((role) =>
    Plot.text(
      entries.filter(({ row }) => row.role === role),
      {
        x: () => 0,
        y: 'at',
        text: ({ row, name }) => (isNamed ? name : `#${formatCount(row.rank)}`),
        textAnchor: 'end',
        dx: -6,
        fontSize: 11,
        fontWeight: role === 'choice' ? 600 : 400,
        fill: colors[role],
      },
    ),
  );
}

function legendOf({ bounds, diverged, failed }: HeatMapView, word: string, isWide: boolean) {
  const texts = bounds.map(columnFormat(bounds));
  const cellWidth = isWide ? 58 : 22;
  // The ends alone where there is little room.
  const fits = isWide && texts.every((text) => text.length * LETTER < cellWidth - 6);
  const labelled = texts.map((text, index) => (fits || index % HEAT_CLASSES === 0 ? text : ''));
  return {
    title: `${word}, best to worst; each colour has a seventh of all trainings`,
    colors: Array.from({ length: HEAT_CLASSES }, (_, level) => heatColor(level)),
    labels: labelled,
    cellWidth,
    glyphs: [
      ...(diverged > 0 ? [{ glyph: 'cross' as const, name: 'diverged' }] : []),
      ...(failed > 0 ? [{ glyph: 'ring' as const, name: 'failed' }] : []),
    ],
    stroke: 'var(--worse)',
    ink: MUTED,
  };
}

function describe(view: HeatMapView, word: string): { title: string; text: string } {
  const { rows, candidates, trained, diverged, failed } = view;
  return {
    title: `The ${word} of every training: candidates by replicates`,
    text: `${formatCount(rows.length)} of ${formatCount(candidates)} candidates by rank, ${formatCount(trained)} trainings in all, ${formatCount(diverged)} diverged, ${formatCount(failed)} failed.`,
  };
}

/** A shown loss, how a training ended without one, or null where there was none. */
type HeatCell = number | 'diverged' | 'failed' | null;

interface HeatRow {
  readonly candidate: string;
  /** From 1. */
  readonly rank: number;
  readonly role: 'choice' | 'stays' | 'other';
  /** By column. */
  readonly cells: readonly HeatCell[];
}

interface HeatMapView {
  readonly rows: readonly HeatRow[];
  /** Of which `rows` are some. */
  readonly candidates: number;
  /** Indices of the replicates drawn, and how many there are. */
  readonly replicates: readonly number[];
  readonly allReplicates: number;
  /** Shown values between the classes of the colour scale, both ends included, the best first. */
  readonly bounds: readonly number[];
  /** Of all trials of the race, drawn or not. */
  readonly trained: number;
  readonly diverged: number;
  readonly failed: number;
}

const MOST_ROWS = 120;
/** Of these, so many are the first by rank; the others lie at even distances. */
const FIRST_ROWS = 60;
const MOST_COLUMNS = 120;

/** Null where nothing was trained. */
export function viewHeatMap({
  input: { direction, replicateOrder },
  standings,
  result,
}: ReportView): HeatMapView | null {
  const trials = new Map<number, Outcome>();
  let [trained, diverged, failed] = [0, 0, 0];
  for (const { outcomes } of standings) {
    for (const outcome of outcomes) {
      const { init } = outcome.trial.streams;
      if (!trials.has(init)) trials.set(init, outcome);
      trained++;
      if (outcome.status === 'diverged') diverged++;
      else if (isFailure(outcome)) failed++;
    }
  }
  if (trained === 0) return null;
  const compare = trialComparison(replicateOrder);
  const ordered = [...trials.values()].sort((a, b) => compare(a.trial, b.trial)).map(({ trial }) => trial.streams.init);
  const replicates = thin(ordered, MOST_COLUMNS, MOST_COLUMNS / 2);
  const columnOf = new Map(replicates.map((replicate, column) => [replicate, column]));
  const survivors = new Set(result.survivors);
  const ranked = standings.map((standing, index) => ({ standing, rank: index + 1 }));
  const rows = thin(ranked, MOST_ROWS, FIRST_ROWS).map(({ standing, rank }): HeatRow => {
    const cells = new Array<HeatCell>(replicates.length).fill(null);
    for (const outcome of standing.outcomes) {
      const column = columnOf.get(outcome.trial.streams.init);
      if (column !== undefined) cells[column] = cellOf(outcome, direction);
    }
    const isChoice = standing.id === result.choice?.candidate;
    return {
      candidate: standing.id,
      rank,
      role: isChoice ? 'choice' : survivors.has(standing.id) ? 'stays' : 'other',
      cells,
    };
  });
  const losses = standings.flatMap((standing) => standing.outcomes.map(({ loss }) => loss).filter(Number.isFinite));
  return {
    rows,
    candidates: standings.length,
    replicates,
    allReplicates: ordered.length,
    bounds: boundsOf(losses).map((bound) => turned(bound, direction)),
    trained,
    diverged,
    failed,
  };
}

function cellOf(outcome: Outcome, direction: ReportInput['direction']): HeatCell {
  if (outcome.status === 'diverged') return 'diverged';
  return isFailure(outcome) ? 'failed' : turned(outcome.loss, direction);
}

/** All, or `most` of them: the first ones and the others at even distances. */
function thin<Item>(items: readonly Item[], most: number, first: number): Item[] {
  if (items.length <= most) return [...items];
  const step = (items.length - first) / (most - first);
  return Array.from({ length: most }, (_, place) => {
    return items[place < first ? place : first + Math.floor((place - first + 0.5) * step)] as Item;
  });
}

/** Classes of the colour scale. */
const HEAT_CLASSES = 7;

/** Ends and limits of classes that hold as many losses each, from the best to the worst; zeros where no loss is finite. */
function boundsOf(losses: readonly number[]): number[] {
  if (losses.length === 0) return new Array<number>(HEAT_CLASSES + 1).fill(0);
  const ordered = Float64Array.from(losses).sort();
  return Array.from({ length: HEAT_CLASSES + 1 }, (_, index) => quantileOfSorted(ordered, index / HEAT_CLASSES));
}

/** The class of a shown value, 0 = the best. */
export function heatClass({ bounds }: Pick<HeatMapView, 'bounds'>, value: number): number {
  const isLower = (bounds[0] as number) <= (bounds[HEAT_CLASSES] as number);
  const inner = bounds.slice(1, HEAT_CLASSES);
  return inner.filter((bound) => (isLower ? value > bound : value < bound)).length;
}
