/** @file Figure: loss, spread and systematic difference on slices of the examples, a panel each, with intervals. */
import * as Plot from '@observablehq/plot';
import type { BoundedFigure } from '../../stats/index.js';
import { CHART_WIDTH, HALO, MUTED, pixelFrame } from '../chart/axes.js';
import { type Chart, seriesStyle } from '../chart/index.js';
import { fitInto } from '../chart/name-room.js';
import { chartScale } from '../chart/value-scale.js';
import { formatCount } from '../number-text.js';
import { capitalised } from '../view/phrases.js';
import type { CandidatePredictions, PredictionRecord, SliceFigures, Slicing } from './prediction-record.js';
import {
  figureWithin,
  setText,
  shareWithin,
  sliceHeads,
  sliceReading,
  sliceReasons,
  whoText,
} from './prediction-words.js';

type NameOf = (candidate: string) => string;

/** More candidates than these cannot be told apart in it; the data have all. */
const MOST_DRAWN = 3;

export function slicesFigures(record: PredictionRecord, nameOf: NameOf): Chart[] {
  return record.slicings.map((slicing, index) => slicesFigure(record, slicing, index, nameOf));
}

function slicesFigure(record: PredictionRecord, slicing: Slicing, index: number, nameOf: NameOf): Chart {
  const { column, target, slices, outside, candidates: figures } = slicing;
  const { candidates, set } = record;
  const drawn = candidates.slice(0, MOST_DRAWN);
  const panels = panelsOf(record, slicing);
  return {
    id: `predictions-slices-${index}`,
    title: `By ${column}${target === null ? '' : `, ${target}`}`,
    says: conclusionOf(record, slicing, nameOf),
    reads: [
      capitalised(sliceReading(record)),
      ...sliceReasons(record, [slicing]),
      ...(outside === 0 ? [] : [`${formatCount(outside)} of ${setText(record)} are in no slice.`]),
      ...(candidates.length > drawn.length ? ['The data have all candidates.'] : []),
      'Lines: 95 % intervals; of losses and differences over retrainings and examples, of spreads over retrainings',
    ],
    n: `n = ${slices.map(({ examples }) => formatCount(examples)).join(', ')} ${set} examples`,
    keys:
      drawn.length < 2
        ? []
        : drawn.map(({ candidate }, place) => ({
            name: nameOf(candidate),
            style: seriesStyle(place),
            shows: 'mark',
          })),
    plot: () => drawSlices({ slicing, panels, drawn: drawn.length, record }),
    data: {
      columns: [
        'candidate',
        'slice',
        'examples',
        ...['loss', 'spread', 'systematic'].flatMap((name) => [name, `${name}Low`, `${name}High`]),
      ],
      rows: candidates.flatMap(({ candidate }, place) =>
        slices.map(({ name, examples }, slice) => {
          const own = figures[place]?.[slice] ?? null;
          return [candidate, name, examples, ...[own?.loss, own?.spread, own?.systematic].flatMap(cellsOf)];
        }),
      ),
    },
  };
}

function cellsOf(figure: BoundedFigure | null | undefined): (number | null)[] {
  return figure === null || figure === undefined ? [null, null, null] : [figure.value, figure.low, figure.high];
}

/** Where the first candidate is off most, as far as its interval leaves 0 out. */
function conclusionOf(
  { kind, candidates }: PredictionRecord,
  { slices, column, candidates: figures }: Slicing,
  nameOf: NameOf,
): string {
  const [first] = candidates as readonly [CandidatePredictions];
  const who = whoText(first, nameOf);
  const off = (figures[0] ?? []).flatMap((own, slice) => {
    const systematic = own?.systematic ?? null;
    const isClear = systematic !== null && ((systematic.low ?? 0) > 0 || (systematic.high ?? 0) < 0);
    return isClear ? [{ name: slices[slice]?.name ?? '', systematic }] : [];
  });
  const [most] = off.sort((a, b) => Math.abs(b.systematic.value) - Math.abs(a.systematic.value));
  const show = kind === 'values' ? figureWithin : shareWithin;
  if (most === undefined) return `By ${column}, no slice shows retrainings of ${who} to be off in the same direction.`;
  return `Retrainings of ${who} are ${most.systematic.value > 0 ? OFF[kind][0] : OFF[kind][1]} most where ${column} is ${most.name}: by ${show(most.systematic)}.`;
}

const OFF = {
  values: ['too high', 'too low'],
  probabilities: ['too sure', 'too unsure'],
  labels: ['too high', 'too low'],
} as const;

interface PanelOf {
  readonly title: string;
  readonly pick: (figures: SliceFigures) => BoundedFigure | null;
  readonly hasZero: boolean;
}

/** Those that anybody has. */
function panelsOf(record: PredictionRecord, { candidates }: Slicing): readonly PanelOf[] {
  const [loss, spread, systematic] = sliceHeads(record);
  const all: readonly PanelOf[] = [
    { title: loss, pick: (own) => own.loss, hasZero: false },
    { title: spread, pick: (own) => own.spread, hasZero: false },
    { title: systematic, pick: (own) => own.systematic, hasZero: true },
  ];
  return all.filter(({ pick }) =>
    candidates.some((own) => own.some((figures) => figures !== null && pick(figures) !== null)),
  );
}

/** Pixels. */
const ROW = 30;
const [HEAD, FOOT, NAMES, SIDE] = [24, 26, 90, 14];

interface Drawn {
  readonly slicing: Slicing;
  readonly panels: readonly PanelOf[];
  /** The first so many candidates. */
  readonly drawn: number;
  readonly record: PredictionRecord;
}

function drawSlices({ slicing, panels, drawn, record }: Drawn): Plot.PlotOptions {
  const { slices, candidates } = slicing;
  const tall = HEAD + ROW * slices.length + FOOT;
  const own = CHART_WIDTH - NAMES - SIDE;
  const total = tall * panels.length;
  const show = record.kind === 'values' ? figureWithin : shareWithin;
  const unit = record.kind === 'values' ? 1 : 100;
  const placed = panels.map((panel, place) => {
    const [left, top] = [NAMES, place * tall];
    const points = candidates.slice(0, drawn).flatMap((figures, series) =>
      figures.flatMap((figuresHere, slice) => {
        const figure = figuresHere && panel.pick(figuresHere);
        if (figure === null) return [];
        const y = top + HEAD + ROW * (slice + 0.5) + (series - (drawn - 1) / 2) * 7;
        return [{ ...figure, series, y, title: `${slices[slice]?.name}, ${panel.title}: ${show(figure)}` }];
      }),
    );
    const ends = [
      ...points.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]),
      ...(panel.hasZero ? [0] : []),
    ].map((end) => end * unit);
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    const scale = chartScale({ scale: 'linear', low, high: high > low ? high : low + 1, worse: 'high' }, false, 3);
    const [from, to] = scale.options.domain;
    const at = (value: number): number => left + ((value - from) / (to - from)) * own;
    return { panel, left, top, points, scale, at };
  });

  const nameRows = placed
    .map(({ top }) => top)
    .flatMap((top) => slices.map(({ name }, slice) => ({ name, y: top + HEAD + ROW * (slice + 0.5) })));
  return {
    ...pixelFrame(CHART_WIDTH, total),
    marks: [
      ...placed.flatMap(({ panel, left, top, points, scale, at }) => {
        const ticks = scale.ticks.map((tick) => ({ x: at(tick), text: scale.tickLabel(tick) }));
        const [y1, y2] = [top + HEAD, top + tall - FOOT];
        const barred = points.filter(({ low, high }) => low !== null && high !== null);
        return [
          Plot.link(ticks, { x1: 'x', x2: 'x', y1: () => y1, y2: () => y2, stroke: 'var(--grid)' }),
          Plot.text(ticks, { x: 'x', y: () => y2 + 12, text: 'text', fill: MUTED }),
          ...(panel.hasZero
            ? [
                Plot.link([0], {
                  x1: at,
                  x2: at,
                  y1: () => y1,
                  y2: () => y2,
                  stroke: 'var(--ink)',
                  strokeDasharray: '5 4',
                }),
              ]
            : []),
          Plot.text([scale.title(`${panel.title}${unit === 100 ? ', %' : ''}`)], {
            x: () => left,
            y: () => top + 10,
            text: String,
            textAnchor: 'start',
            fontWeight: 600,
            fill: 'var(--ink)',
            ...HALO,
          }),
          Plot.link(barred, {
            x1: ({ low }) => at(unit * (low ?? 0)),
            x2: ({ high }) => at(unit * (high ?? 0)),
            y1: 'y',
            y2: 'y',
            stroke: ({ series }) => seriesStyle(series).color,
            strokeWidth: 1.8,
          }),
          Plot.dot(points, {
            x: ({ value }) => at(unit * value),
            y: 'y',
            r: 4,
            symbol: ({ series }: { series: number }) => seriesStyle(series).symbol,
            fill: ({ series }) => seriesStyle(series).color,
            title: 'title',
          }),
        ];
      }),
      Plot.text(nameRows, {
        x: () => 2,
        y: 'y',
        text: ({ name }) => fitInto(name, NAMES - 12),
        textAnchor: 'start',
        fill: 'var(--ink)',
      }),
    ],
  };
}
