/** @file Figure: how often predictions are right, against how sure they are: single retrainings and their mean. */
import * as Plot from '@observablehq/plot';
import type { ReliabilityBin } from '../../stats/index.js';
import { CHART_WIDTH, frame, MUTED, xAxisWithGrid, yAxis } from '../chart/axes.js';
import type { Chart } from '../chart/index.js';
import { formatCount, formatShare } from '../number-text.js';
import type { Table } from '../table/table.js';
import type { CalibrationFigures, PredictionRecord } from './prediction-record.js';
import { setText, shareWithin, whoText } from './prediction-words.js';

/** Null for numbers, for labels alone, and without truth. */
export function reliabilityFigure(record: PredictionRecord, nameOf: (candidate: string) => string): Chart | null {
  const [first] = record.candidates;
  const calibration = first?.calibration ?? null;
  if (first === undefined || calibration === null) return null;
  const { one, mean, curves, meanCurve } = calibration;
  const rows = [meanCurve, ...curves].flatMap((curve, place) =>
    curve.map((bin) => ({ ...bin, whose: place === 0 ? 'mean' : String(place) })),
  );
  return {
    says: `Confidence and share right of one retraining of ${whoText(first, nameOf)} differ by ${shareWithin(one)} on average; of the mean prediction by ${shareWithin(mean)}.`,
    reads: ['On the dashed line predictions are right as often as they say; below it they are too sure.'],
    n: `n = ${setText(record).replace(/^the /, '')}, ${formatCount(curves.length)} of ${formatCount(first.retrainings)} retrainings drawn`,
    keys: [
      { name: 'mean of all retrainings', style: { color: 'var(--choice)', dash: '', symbol: 'circle' } },
      { name: 'one retraining', style: { color: MUTED, dash: '', symbol: 'circle' }, shows: 'line' },
    ],
    plot: () => drawReliability(calibration),
    data: {
      ...{ id: 'predictions-reliability', caption: 'Reliability', rows },
      columns: [
        { key: 'retraining', of: ({ whose }) => whose },
        { key: 'low', unit: 'share', of: ({ low }) => low },
        { key: 'high', unit: 'share', of: ({ high }) => high },
        { key: 'examples', unit: 'count', of: ({ count }) => count },
        { key: 'confidence', unit: 'share', of: ({ confidence }) => confidence },
        { key: 'share right', unit: 'share', of: ({ accuracy }) => accuracy },
      ],
    } satisfies Table<(typeof rows)[number]>,
  };
}

const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

function drawReliability({ curves, meanCurve }: CalibrationFigures): Plot.PlotOptions {
  const known = meanCurve.filter(isThere);
  const most = Math.max(...known.map(({ count }) => count));

  return {
    ...frame(CHART_WIDTH, 320, [26, 20, 42, 52]),
    x: { type: 'linear', domain: [0, 1] },
    y: { type: 'linear', domain: [0, 1] },
    marks: [
      ...yAxis(TICKS, 'share right', formatShare),
      ...xAxisWithGrid(TICKS, 'confidence', formatShare),
      Plot.line(
        [
          [0, 0],
          [1, 1],
        ],
        { stroke: 'var(--ink)', strokeDasharray: '5 4', strokeWidth: 1.2 },
      ),
      ...curves.map((curve) =>
        Plot.line(curve.filter(isThere), {
          x: 'confidence',
          y: 'accuracy',
          stroke: MUTED,
          strokeWidth: 1,
          strokeOpacity: 0.45,
        }),
      ),
      Plot.line(known, { x: 'confidence', y: 'accuracy', stroke: 'var(--choice)', strokeWidth: 2.2 }),
      Plot.dot(known, {
        x: 'confidence',
        y: 'accuracy',
        r: ({ count }: ReliabilityBin) => 2.5 + 4 * Math.sqrt(count / most),
        fill: 'var(--choice)',
        stroke: 'var(--paper)',
        title: ({ confidence, accuracy, count }: ReliabilityBin) =>
          `confidence ${formatShare(confidence ?? 0)}: ${formatShare(accuracy ?? 0)} right of ${formatCount(count)}`,
      }),
    ],
    r: { type: 'identity' },
  };
}

function isThere({ confidence }: ReliabilityBin): boolean {
  return confidence !== null;
}
