/** @file Figure: how long a training of each candidate takes, in the middle. */
import * as Plot from '@observablehq/plot';
import { median } from '../../stats/index.js';
import { CHART_WIDTH, frame, xAxis, yAxis } from '../chart/axes.js';
import type { Chart } from '../chart/index.js';
import { formatDuration, formatQuantity } from '../number-text.js';
import type { Table } from '../table/table.js';
import type { ReportView } from '../view/report-view.js';

interface Pace {
  readonly candidate: string;
  readonly rank: number;
  readonly seconds: number;
}

/** Null where nobody took the time. */
export function trainingTimeFigure({ standings, telling }: ReportView): Chart | null {
  const paces = standings.flatMap(({ id, outcomes }, index): Pace[] =>
    outcomes.length === 0
      ? []
      : [{ candidate: id, rank: index + 1, seconds: median(outcomes.map(({ seconds }) => seconds)) }],
  );
  const slowest = paces.reduce<Pace | null>((most, one) => (one.seconds > (most?.seconds ?? 0) ? one : most), null);
  if (slowest === null) return null;
  return {
    says: `A training of ${telling.nameOf(slowest.candidate)} takes longest: ${formatDuration(slowest.seconds)} in the middle.`,
    reads: ['A dot is the median of the trainings of a candidate in the race.'],
    direction: 'lower is better',
    n: `n = ${formatQuantity(paces.length, 'candidate')}`,
    plot: () => drawPaces(paces, slowest.seconds),
    data: {
      ...{ id: 'training-time', caption: 'Time of a training', rows: paces },
      columns: [
        { key: 'rank', unit: 'count', of: ({ rank }) => rank },
        { key: 'candidate', of: ({ candidate }) => candidate },
        { key: 'seconds', unit: 'value', of: ({ seconds }) => seconds },
      ],
    } satisfies Table<Pace>,
  };
}

function drawPaces(paces: readonly Pace[], most: number): Plot.PlotOptions {
  return {
    ...frame(CHART_WIDTH, 220, [26, 20, 40, 62]),
    x: { type: 'linear', domain: [0.5, paces.length + 0.5] },
    y: { type: 'linear', domain: [0, most] },
    marks: [
      ...yAxis(5, 'seconds', String),
      xAxis([1, paces.length], 'rank', String),
      Plot.dot(paces, { x: 'rank', y: 'seconds', r: 3, fill: 'var(--choice)' }),
    ],
  };
}
