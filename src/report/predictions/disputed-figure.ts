/** @file Figure: the examples that retrainings disagree on most, as pictures where they are some, with what each retraining says. */
import * as Plot from '@observablehq/plot';
import { CHART_WIDTH, frame, HALO, xAxisWithGrid } from '../chart/axes.js';
import type { Chart } from '../chart/index.js';
import { fitInto, pixelsOf } from '../chart/name-room.js';
import { type ChartScale, chartScale } from '../chart/value-scale.js';
import { formatCount, formatQuantity, formatValue } from '../number-text.js';
import { pictureMark } from './example-picture.js';
import type { DisputedExample, PredictionRecord } from './prediction-record.js';
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
