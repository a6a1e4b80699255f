/** @file Figure: the deciles of the first target of the pool. */
import * as Plot from '@observablehq/plot';
import { CHART_WIDTH, frame, xAxis, yAxis } from '../chart/axes.js';
import type { Chart } from '../chart/index.js';
import { formatValue } from '../number-text.js';
import type { Table } from '../table/table.js';
import type { ReportView } from '../view/report-view.js';

interface Decile {
  readonly share: number;
  readonly target: number;
}

/** Null of classes, and before the race has ended. */
export function targetsFigure({ input: { targetDeciles = [] } }: ReportView): Chart | null {
  const [low, high] = [targetDeciles[0], targetDeciles.at(-1)];
  if (low === undefined || high === undefined || low === high) return null;
  const deciles = targetDeciles.map((target, place): Decile => ({ share: place / 10, target }));
  return {
    says: `Targets of the pool lie from ${formatValue(low, 3)} to ${formatValue(high, 3)}.`,
    reads: ['A dot is a decile.'],
    n: 'n = 11 deciles',
    plot: () => ({
      ...frame(CHART_WIDTH, 220, [26, 20, 40, 62]),
      x: { type: 'linear', domain: [0, 1] },
      y: { type: 'linear', domain: [low, high] },
      marks: [
        ...yAxis(5, 'target', String),
        xAxis([0, 0.5, 1], 'share below', String),
        Plot.dot(deciles, { x: 'share', y: 'target', r: 3, fill: 'var(--choice)' }),
      ],
    }),
    data: {
      ...{ id: 'targets', caption: 'Targets of the pool', rows: deciles },
      columns: [
        { key: 'share', unit: 'share', of: ({ share }) => share },
        { key: 'target', unit: 'value', of: ({ target }) => target },
      ],
    } satisfies Table<Decile>,
  };
}
