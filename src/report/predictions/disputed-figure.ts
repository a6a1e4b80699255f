/** @file Figure: the examples that retrainings disagree on most, as small pictures where they are some (sixteen greys, as strokes of ink), with what each retraining says. */

import * as Plot from '@observablehq/plot';
import { CHART_WIDTH, frame, HALO, xAxisWithGrid } from '../chart/axes.js';
import type { Chart } from '../chart/index.js';
import { fitInto, pixelsOf } from '../chart/name-room.js';
import { type ChartScale, chartScale } from '../chart/value-scale.js';
import { formatCount, formatQuantity, formatValue } from '../number-text.js';
import type { DisputedExample, ExampleInput, PredictionRecord } from './prediction-record.js';
import { disputedTable } from './prediction-tables.js';
import { countingText, exampleText, sayText, setText, truthText, whoText } from './prediction-words.js';

/** Null where all retrainings agree on everything. */
export function disputedFigure(record: PredictionRecord, nameOf: (candidate: string) => string): Chart | null {
  const { disputed, candidates, kind, source } = record;
  const of = source === undefined ? '' : ` of ${source}`;
  const [first] = candidates;
  const [top] = disputed;
  if (first === undefined || top === undefined) return null;
  return {
    says: `Retrainings of ${whoText(first, nameOf)} differ most on ${exampleText(top)}${of}: ${sayText(top)}; the truth is ${truthText(top)}.`,
    reads: [
      kind === 'values'
        ? 'A dot is what one retraining says, the diamond is the truth.'
        : 'A bar is all retrainings, by the label that they give; blue is the true one.',
      `Examples are ${countingText(record)}.`,
    ],
    n: `n = ${formatQuantity(first.retrainings, 'retraining')}, ${formatQuantity(disputed.length, 'example')} of ${setText(record).replace(/^the /, '')}`,
    plot: () => drawDisputed(record),
    data: { ...disputedTable(record), caption: 'Disputed examples' },
  };
}

/** Pixels. */
const [PICTURE, SIDE, ROW, BAR] = [44, 12, 56, 22];
/** Of a bar or of dots from the middle of its row, in rows; names stand above. */
const BELOW = 0.2;

function drawDisputed({ disputed, kind, targets }: PredictionRecord): Plot.PlotOptions {
  const left = disputed.some(({ input }) => input?.kind === 'picture') ? PICTURE + SIDE : 2;
  const width = CHART_WIDTH - left - SIDE;
  // Of several targets each row has a scale of its own.
  const isAlike = kind === 'values' && targets.length < 2;
  const bottom = isAlike ? 42 : 8;
  const { scale, marks } = kind === 'values' ? numberMarks(disputed, isAlike) : labelMarks(disputed, width);
  return {
    ...frame(CHART_WIDTH, ROW * disputed.length + bottom, [0, SIDE, bottom, left]),
    x: scale?.options ?? { type: 'linear', domain: [0, 1], axis: null },
    y: { type: 'linear', domain: [-0.5, disputed.length - 0.5], reverse: true, axis: null },
    marks: [
      ...(scale === null ? [] : xAxisWithGrid(scale.ticks, scale.title(targets[0] ?? 'prediction'), scale.tickLabel)),
      pictureMark(
        disputed.flatMap(({ input }, row) =>
          input?.kind === 'picture' ? [{ picture: input, left: 2, top: row * ROW + 4 }] : [],
        ),
        PICTURE,
      ),
      ...marks,
      Plot.text(disputed, {
        ...{ frameAnchor: 'left', y: (_, row) => row, dy: -ROW / 4, textAnchor: 'start', fill: 'var(--ink)', ...HALO },
        text: (example) => fitInto(nameOf(example, targets), width),
      }),
    ],
  };
}

function nameOf(example: DisputedExample, targets: readonly string[]): string {
  const of = targets.length > 1 ? `${targets[example.target ?? 0]} ` : '';
  return `${formatCount(example.row ?? example.place + 1)}: ${of}truth ${truthText(example)}`;
}

interface Drawn {
  /** Null where rows have none in common. */
  readonly scale: ChartScale | null;
  readonly marks: readonly Plot.Markish[];
}

/** Bars of shares that fill a row together. */
function labelMarks(disputed: readonly DisputedExample[], width: number): Drawn {
  const parts = disputed.flatMap((example, row) => {
    const labels = example.labels ?? [];
    const all = labels.reduce((sum, { retrainings }) => sum + retrainings, 0);
    return labels.map(({ label, retrainings }) => {
      const isTrue = label === example.truth;
      const text = `${label} ×${formatCount(retrainings)}`;
      const share = retrainings / all;
      return {
        ...{ y: row + BELOW, share, text: pixelsOf(text) + 8 > share * width ? '' : text },
        fill: example.truth === null ? 'var(--late)' : isTrue ? 'var(--choice)' : 'var(--worse)',
        title: `${exampleText(example)}: ${formatQuantity(retrainings, 'retraining')} say ${label}`,
      };
    });
  });
  const half = BAR / 2 / ROW;
  return {
    scale: null,
    marks: [
      Plot.rect(
        parts,
        Plot.stackX({
          ...{ x: 'share', y: 'y', y1: ({ y }) => y - half, y2: ({ y }) => y + half, order: null, title: 'title' },
          ...{ fill: 'fill', fillOpacity: 0.28, stroke: 'var(--paper)', strokeWidth: 1.5 },
        }),
      ),
      Plot.text(parts, Plot.stackX({ x: 'share', y: 'y', text: 'text', fill: 'var(--ink)', order: null })),
    ],
  };
}

function numberMarks(disputed: readonly DisputedExample[], isAlike: boolean): Drawn {
  const numbersOf = ({ truth, values }: DisputedExample): number[] => [
    ...(values ?? []),
    ...(typeof truth === 'number' ? [truth] : []),
  ];
  const scaleOver = (examples: readonly DisputedExample[]): ChartScale => {
    const numbers = examples.flatMap(numbersOf);
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    return chartScale({ scale: 'linear', low, high: high > low ? high : low + 1, worse: 'high' }, false, 3);
  };
  const placeIn = (example: DisputedExample): ((value: number) => number) => {
    const [low, high] = scaleOver([example]).options.domain;
    return isAlike ? (value) => value : (value) => (value - low) / (high - low);
  };
  const dots = disputed.flatMap((example, row) => {
    return (example.values ?? []).map((value) => ({ x: placeIn(example)(value), y: row + BELOW, value }));
  });
  const truths = disputed.flatMap((example, row) =>
    typeof example.truth === 'number' ? [{ x: placeIn(example)(example.truth), y: row + BELOW }] : [],
  );
  return {
    scale: isAlike ? scaleOver(disputed) : null,
    marks: [
      Plot.ruleY(disputed, { y: (_, row) => row + BELOW, stroke: 'var(--line)' }),
      Plot.dot(dots, {
        ...{ x: 'x', y: 'y', r: 4, fill: 'var(--choice)', fillOpacity: 0.45 },
        title: ({ value }) => formatValue(value),
      }),
      Plot.dot(truths, { x: 'x', y: 'y', symbol: 'diamond', r: 5, fill: 'var(--worse)' }),
    ],
  };
}

type Picture = Extract<ExampleInput, { readonly kind: 'picture' }>;

interface PlacedPicture {
  readonly picture: Picture;
  /** Pixels from the top left of the drawing. */
  readonly left: number;
  readonly top: number;
}

/** The part of an element of the drawing that is used here. */
interface DrawnElement {
  setAttribute(name: string, value: string): void;
  append(child: DrawnElement): void;
}

/** What a mark's function draws with; the chart library gives it to each. */
interface DrawingContext {
  readonly document: { createElementNS(namespace: string, name: string): DrawnElement };
}

/** Pictures of at most `side` pixels in both directions. */
export function pictureMark(pictures: readonly PlacedPicture[], side: number): Plot.Markish {
  return ((_index: unknown, _scales: unknown, _values: unknown, _dimensions: unknown, { document }: DrawingContext) => {
    const element = (name: string, attributes: Readonly<Record<string, string | number>>): DrawnElement => {
      const made = document.createElementNS('http://www.w3.org/2000/svg', name);
      for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, String(value));
      return made;
    };
    const group = element('g', {});
    for (const { picture, left, top } of pictures) {
      const { width, height } = picture;
      // Places are rounded to a tenth of a pixel, and so is the size of a cell.
      const cell = Math.max(0.1, Math.floor((10 * side) / Math.max(width, height)) / 10);
      const placed = element('g', { transform: `translate(${left},${top}) scale(${cell})` });
      placed.append(
        element('path', {
          d: `M0 0h${width}v${height}h${-width}z`,
          fill: 'none',
          stroke: 'var(--line)',
          'stroke-width': 1 / cell,
        }),
      );
      for (const [grey, d] of pathsOf(picture)) {
        placed.append(element('path', { d, fill: 'var(--ink)', 'fill-opacity': (grey / 15).toFixed(2) }));
      }
      group.append(placed);
    }
    return group;
  }) as unknown as Plot.Markish;
}

/** By grey, but for the lightest: neighbours in a row are one rectangle. */
function pathsOf({ width, height, greys }: Picture): ReadonlyMap<number, string> {
  const paths = new Map<number, string>();
  for (let row = 0; row < height; row++) {
    let start = 0;
    for (let column = 1; column <= width; column++) {
      const grey = greys[row * width + start];
      if (column < width && greys[row * width + column] === grey) continue;
      const level = Number.parseInt(grey ?? '0', 16);
      if (level > 0)
        paths.set(level, `${paths.get(level) ?? ''}M${start} ${row}h${column - start}v1h${start - column}z`);
      start = column;
    }
  }
  return paths;
}
