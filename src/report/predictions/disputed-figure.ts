/** @file Figure: the examples that retrainings disagree on most, as pictures where they are some, with what each retraining says. */
import * as Plot from '@observablehq/plot';
import { CHART_WIDTH, HALO, MUTED, pixelFrame } from '../chart/axes.js';
import type { Chart } from '../chart/index.js';
import { fitInto, pixelsOf } from '../chart/name-room.js';
import { chartScale } from '../chart/value-scale.js';
import { formatCount, formatQuantity, formatValue } from '../number-text.js';
import { pictureMark } from './example-picture.js';
import type { DisputedExample, PredictionRecord } from './prediction-record.js';
import { countingText, exampleText, sayText, setText, truthText, whoText } from './prediction-words.js';

/** Null where all retrainings agree on everything. */
export function disputedFigure(record: PredictionRecord, nameOf: (candidate: string) => string): Chart | null {
  const { disputed, candidates, kind, source } = record;
  const of = source === undefined ? '' : ` of ${source}`;
  const [first] = candidates;
  if (first === undefined || disputed.length === 0) return null;
  const isNumbers = kind === 'values';
  const [top] = disputed as readonly [DisputedExample];
  return {
    id: 'predictions-disputed',
    title: 'Disputed examples',
    says: `Retrainings of ${whoText(first, nameOf)} differ most on ${exampleText(top)}${of}: ${sayText(top)}; the truth is ${truthText(top)}.`,
    reads: [
      isNumbers
        ? 'A dot is what one retraining says, the diamond is the truth.'
        : 'A bar is all retrainings, by the label that they give; blue is the true one.',
      `Examples are ${countingText(record)}.`,
    ],
    n: `n = ${formatQuantity(first.retrainings, 'retraining')}, ${formatQuantity(disputed.length, 'example')} of ${setText(record).replace(/^the /, '')}`,
    plot: () => drawDisputed(record),
    data: {
      columns: ['example', 'row', 'truth', 'target', 'figure', 'retrainings say', 'cells'],
      rows: disputed.map((one) => [
        one.place + 1,
        one.row ?? null,
        one.truth,
        one.target === null ? null : (record.targets[one.target] ?? one.target),
        one.figure,
        one.labels === null ? (one.values ?? []).join(' ') : sayText(one),
        one.input?.kind === 'row' ? one.input.cells.map(([column, value]) => `${column}=${value}`).join(' ') : null,
      ]),
    },
  };
}

/** Pixels. */
const PICTURE = 44;
const SIDE = 12;
const BAR = 22;
const AXIS = 42;

interface Row {
  readonly example: DisputedExample;
  readonly left: number;
  readonly right: number;
  /** Of the bar, or of the dots. */
  readonly middle: number;
  readonly labelLeft: number;
  readonly labelAt: number;
  readonly labelRoom: number;
}

function drawDisputed(record: PredictionRecord): Plot.PlotOptions {
  const { disputed, kind, targets } = record;

  const width = CHART_WIDTH;
  const hasPictures = disputed.some(({ input }) => input?.kind === 'picture');
  const beside = hasPictures ? PICTURE + SIDE : 0;
  const height = Math.max(48, hasPictures ? PICTURE + 12 : 0);
  const rows = disputed.map((example, place): Row => {
    const top = place * height;
    return {
      example,
      left: beside + 2,
      right: width - SIDE,
      middle: top + (height - BAR / 2 - 8),
      labelLeft: beside + 2,
      labelAt: top + (height - BAR - 18),
      labelRoom: width - beside - SIDE,
    };
  });
  const axis = kind === 'values' && targets.length < 2 ? AXIS : 8;
  const total = rows.length * height + axis;

  return {
    ...pixelFrame(width, total),
    marks: [
      pictureMark(
        disputed.flatMap(({ input }, place) =>
          input?.kind === 'picture' ? [{ picture: input, left: 2, top: place * height + 4 }] : [],
        ),
        PICTURE,
      ),
      ...(kind === 'values' ? numberMarks(rows, record, rows.length * height) : labelMarks(rows)),
      Plot.text(rows, {
        x: 'labelLeft',
        y: 'labelAt',
        text: ({ example, labelRoom }: Row) => fitInto(labelOf(example, targets), labelRoom),
        textAnchor: 'start',
        fill: 'var(--ink)',
        ...HALO,
      }),
    ],
  };
}

function labelOf(example: DisputedExample, targets: readonly string[]): string {
  const of = targets.length > 1 ? `${targets[example.target ?? 0]} ` : '';
  return `${formatCount(example.row ?? example.place + 1)}: ${of}truth ${truthText(example)}`;
}

function labelMarks(rows: readonly Row[]): Plot.Markish[] {
  const parts = rows.flatMap(({ example, left, right, middle }) => {
    const all = (example.labels ?? []).reduce((sum, { retrainings }) => sum + retrainings, 0);
    let from = 0;
    return (example.labels ?? []).map(({ label, retrainings }) => {
      const [x1, x2] = [from, from + retrainings].map((count) => left + ((right - left) * count) / all) as [
        number,
        number,
      ];
      from += retrainings;
      const text = `${label} ×${formatCount(retrainings)}`;
      return {
        x1,
        x2,
        middle,
        y1: middle - BAR / 2,
        y2: middle + BAR / 2,
        fill: example.truth === null ? 'var(--late)' : label === example.truth ? 'var(--choice)' : 'var(--worse)',
        text: pixelsOf(text) + 8 > x2 - x1 ? '' : text,
        title: `${exampleText(example)}: ${formatQuantity(retrainings, 'retraining')} say ${label}`,
      };
    });
  });
  return [
    Plot.rect(parts, {
      x1: 'x1',
      x2: 'x2',
      y1: 'y1',
      y2: 'y2',
      fill: 'fill',
      fillOpacity: 0.28,
      stroke: 'var(--paper)',
      strokeWidth: 1.5,
      title: 'title',
    }),
    Plot.text(parts, { x: ({ x1, x2 }) => (x1 + x2) / 2, y: 'middle', text: 'text', fill: 'var(--ink)' }),
  ];
}

/** Of several targets each row has a scale of its own. */
function numberMarks(rows: readonly Row[], { targets }: PredictionRecord, bottom: number): Plot.Markish[] {
  const numbersOf = ({ truth, values }: DisputedExample): number[] => [
    ...(values ?? []),
    ...(typeof truth === 'number' ? [truth] : []),
  ];
  const scaleOver = (examples: readonly DisputedExample[]) => {
    const numbers = examples.flatMap(numbersOf);
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    return chartScale({ scale: 'linear', low, high: high > low ? high : low + 1, worse: 'high' }, false, 3);
  };
  const several = targets.length > 1;
  const common = scaleOver(rows.map(({ example }) => example));
  const placeIn = ({ example, left, right }: Row) => {
    const [low, high] = (several ? scaleOver([example]) : common).options.domain;
    return (value: number): number => left + ((value - low) / (high - low)) * (right - left);
  };
  const dots = rows.flatMap((row) =>
    (row.example.values ?? []).map((value) => ({ x: placeIn(row)(value), y: row.middle, value })),
  );
  const truths = rows.flatMap((row) =>
    typeof row.example.truth === 'number' ? [{ x: placeIn(row)(row.example.truth), y: row.middle }] : [],
  );
  const [first] = rows;
  const ticks =
    several || first === undefined
      ? []
      : common.ticks.map((tick) => ({ x: placeIn(first)(tick), text: common.tickLabel(tick) }));
  return [
    Plot.link(ticks, { x1: 'x', x2: 'x', y1: () => 0, y2: () => bottom, stroke: 'var(--grid)' }),
    Plot.text(ticks, { x: 'x', y: () => bottom + 12, text: 'text', fill: MUTED }),
    Plot.text(several || first === undefined ? [] : [common.title(targets[0] ?? 'prediction')], {
      x: () => ((first?.left ?? 0) + (first?.right ?? 0)) / 2,
      y: () => bottom + 30,
      text: String,
      fill: MUTED,
    }),
    Plot.link(rows, { x1: 'left', x2: 'right', y1: 'middle', y2: 'middle', stroke: 'var(--line)' }),
    Plot.dot(dots, {
      x: 'x',
      y: 'y',
      r: 4,
      fill: 'var(--choice)',
      fillOpacity: 0.45,
      title: ({ value }: { value: number }) => formatValue(value),
    }),
    Plot.dot(truths, { x: 'x', y: 'y', symbol: 'diamond', r: 5, fill: 'var(--worse)' }),
  ];
}
