/** @file Figure: by how much the choice gets worse when a column is shuffled, over retrainings; groups of columns below. */
import * as Plot from '@observablehq/plot';
import type { RelianceRow } from '../../explain/reliance-rows.js';
import { drawFigure } from '../figure.js';
import type { Markup } from '../markup.js';
import { CHART_WIDTHS, type ChartSize, frame, MUTED, xAxisWithGrid } from './frame.js';
import { fitLabel } from './panels.js';
import { chartScale } from './value-scale.js';

const ROW_HEIGHT = 26;
const LABEL_WIDTH: Readonly<Record<ChartSize, number>> = { wide: 220, narrow: 120 };

/** `quantity` stands at the axis; `show` writes an importance. */
export function drawReliance(
  id: string,
  rows: readonly RelianceRow[],
  quantity: string,
  show: (value: number) => string,
  size: ChartSize,
): Markup {
  const ends = rows.flatMap(({ least, most, exported }) => [least, most, ...(exported === null ? [] : [exported])]);
  const low = Math.min(0, ...ends);
  const high = Math.max(...ends);
  const axis = { scale: 'linear', low, high: high > low ? high : low + 1, worse: 'high' } as const;
  const scale = chartScale(axis, false, size === 'wide' ? 7 : 3);
  const at = (row: RelianceRow): number => rows.indexOf(row);
  const color = ({ isClear }: RelianceRow): string => (isClear ? 'var(--choice)' : MUTED);
  const width = LABEL_WIDTH[size];
  const text = rows.map((row) => words(row, show)).join(' ');
  return drawFigure(
    id,
    { title: `How much the choice relies on ${rows.length} columns and groups`, text },
    {
      ...frame(CHART_WIDTHS[size], 52 + ROW_HEIGHT * rows.length, [8, 18, 42, width]),
      x: scale.options,
      y: { type: 'linear', domain: [-0.5, rows.length - 0.5], reverse: true, axis: null },
      marks: [
        ...xAxisWithGrid(scale.ticks, scale.title(quantity), scale.tickLabel),
        Plot.text(rows, {
          x: () => scale.options.domain[0],
          y: at,
          text: ({ name }: RelianceRow) => fitLabel(name, width - 16),
          textAnchor: 'end',
          dx: -10,
          fill: 'var(--ink)',
        }),
        Plot.ruleX([0], { stroke: MUTED }),
        Plot.link(rows, { x1: 'least', x2: 'most', y1: at, y2: at, stroke: color, strokeWidth: 2 }),
        Plot.dot(rows, {
          x: 'importance',
          y: at,
          r: 4.5,
          fill: color,
          title: (row: RelianceRow) => words(row, show),
        }),
        Plot.dot(
          rows.filter(({ exported }) => exported !== null),
          { x: 'exported', y: at, r: 4, symbol: 'diamond', stroke: 'var(--worse)', strokeWidth: 1.5 },
        ),
      ],
    },
  );
}

function words({ name, importance, least, most, isClear }: RelianceRow, show: (value: number) => string): string {
  return `${name}: ${show(importance)} (${show(least)} to ${show(most)})${isClear ? '' : ', cannot be told from 0'}.`;
}
