/** @file Figure: the importance of each setting, for the criterion and for the spread, with intervals. */
import * as Plot from '@observablehq/plot';
import { seriesStyle } from '../../figures/series-style.js';
import { formatShare } from '../../number-text.js';
import type { FigureMatters, WhatMattersView } from '../../view/what-matters-view.js';
import { drawFigure } from '../figure.js';
import type { Markup } from '../markup.js';
import { CHART_WIDTHS, type ChartSize, frame, MUTED, xAxisWithGrid } from './frame.js';
import { fitLabel } from './panels.js';

const ROW_HEIGHT = 40;
const LABEL_WIDTH: Readonly<Record<ChartSize, number>> = { wide: 190, narrow: 110 };
/** Of a row, from its middle. */
const OFFSET = 0.16;

interface ImportanceRow {
  readonly setting: string;
  readonly figure: string;
  /** Of the series: criterion 0, spread 1. */
  readonly series: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Settings in the order of the criterion's analysis, or of the spread's where there is none. */
export function importanceRows({ criterion, spread }: WhatMattersView): ImportanceRow[] {
  return [criterion, spread].flatMap(({ analysis, figure }, series) =>
    settingsOf({ analysis }).flatMap(({ name, share }) =>
      share === null ? [] : [{ setting: name, figure, series, ...share }],
    ),
  );
}

export function drawImportance(id: string, view: WhatMattersView, size: ChartSize): Markup {
  const rows = importanceRows(view);
  const names = [...new Set(rows.map(({ setting }) => setting))];
  const at = ({ setting, series }: ImportanceRow): number => names.indexOf(setting) + (series === 0 ? -OFFSET : OFFSET);
  const width = LABEL_WIDTH[size];
  return drawFigure(id, describe(view, rows), {
    ...frame(CHART_WIDTHS[size], 52 + ROW_HEIGHT * Math.max(1, names.length), [8, 18, 42, width]),
    x: { type: 'linear', domain: [0, 1] },
    y: { type: 'linear', domain: [-0.5, Math.max(1, names.length) - 0.5], reverse: true, axis: null },
    marks: [
      ...xAxisWithGrid(
        size === 'wide' ? [0, 0.2, 0.4, 0.6, 0.8, 1] : [0, 0.5, 1],
        'share of the variance between candidates',
        formatShare,
      ),
      Plot.text(names, {
        x: () => 0,
        y: (_, index) => index,
        text: (name: string) => fitLabel(name, width - 16),
        textAnchor: 'end',
        dx: -10,
        fill: 'var(--ink)',
      }),
      Plot.ruleX([0], { stroke: MUTED }),
      ...[0, 1].flatMap((series) => {
        const { color, symbol, dash } = seriesStyle(series);
        const own = rows.filter((row) => row.series === series);
        return [
          Plot.link(own, {
            x1: 'low',
            x2: 'high',
            y1: at,
            y2: at,
            stroke: color,
            strokeWidth: 2,
            strokeDasharray: dash,
          }),
          Plot.dot(own, {
            x: 'value',
            y: at,
            r: 4.5,
            symbol,
            fill: color,
            title: ({ setting, figure, value, low, high }: ImportanceRow) =>
              `${setting}: ${formatShare(value)} (${formatShare(low)} to ${formatShare(high)}) of the variance of the ${figure}`,
          }),
        ];
      }),
    ],
  });
}

function settingsOf({ analysis }: Pick<FigureMatters, 'analysis'>) {
  return 'reason' in analysis ? [] : analysis.settings;
}

function describe({ criterion, spread }: WhatMattersView, rows: readonly ImportanceRow[]) {
  const parts = rows.map(
    ({ setting, figure, value, low, high }) =>
      `${setting}, ${figure}: ${formatShare(value)}, ${formatShare(low)} to ${formatShare(high)}.`,
  );
  return {
    title: `Importance of settings for the ${criterion.figure} and the ${spread.figure}`,
    text: parts.join(' '),
  };
}
