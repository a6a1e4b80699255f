/** @file Figure: rules on recorded losses, what each costs against how far its pick is from the best. */
import * as Plot from '@observablehq/plot';
import { seriesStyle } from '../../figures/series-style.js';
import { formatShare, formatValue } from '../../number-text.js';
import { figureText, type JudgedRow } from '../../view/replay-view.js';
import { fitAxis } from '../../view/value-axis.js';
import { drawFigure } from '../figure.js';
import type { Markup } from '../markup.js';
import { CHART_WIDTHS, type ChartSize, frame, xAxisWithGrid, yAxis } from './frame.js';
import { chartScale } from './value-scale.js';

/** Costs on a logarithmic axis from where one rule costs so many times as much as another. */
const LOG_RATIO = 20;
const SHARES = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];

export function drawRegret(id: string, rows: readonly JudgedRow[], criterion: string, size: ChartSize): Markup {
  const isWide = size === 'wide';
  const regrets = rows.flatMap(({ regret }) => [regret.value, regret.low, regret.high]).filter(Number.isFinite);
  const axis = fitAxis([0, ...regrets], 'minimize');
  const most = Math.max(0, ...regrets);
  const shown = { ...axis, scale: 'linear' as const, low: 0, high: most > 0 ? most : 1 };
  const scale = chartScale(
    shown,
    rows.some(({ regret }) => regret.value === Number.POSITIVE_INFINITY),
    isWide ? 6 : 5,
  );
  const costs = rows.flatMap(({ cost }) => [cost.low, cost.value, cost.high]).filter((cost) => cost > 0);
  const least = Math.min(1, ...costs);
  const isLog = 1 / least > LOG_RATIO;
  const domain = isLog ? [least / 1.3, 1.15] : [0, 1.05];
  const ticks = isLog
    ? SHARES.filter((share) => share >= least / 1.3 && (isWide || (share * 10 ** 6) % 9 === 1 || share === 1))
    : [0, 0.25, 0.5, 0.75, 1];
  const place = ({ regret }: JudgedRow): number => scale.place(regret.value);
  const finite = rows.filter(({ regret }) => Number.isFinite(regret.value));
  return drawFigure(id, describe(rows), {
    ...frame(CHART_WIDTHS[size], isWide ? 320 : 300, [26, 22, 42, isWide ? 70 : 58]),
    x: { type: isLog ? 'log' : 'linear', domain },
    y: scale.options,
    symbol: { type: 'identity' },
    marks: [
      ...xAxisWithGrid(ticks, 'share of all trials (cost)', formatShare),
      ...yAxis(most > 0 ? scale.ticks : [0], scale.title(`regret in ${criterion}`), scale.tickLabel),
      Plot.ruleY([0], { stroke: 'var(--muted)' }),
      ...rows.flatMap((row, index) => {
        const { color } = seriesStyle(index);
        const line = { stroke: color, strokeWidth: 1.8 };
        const { cost, regret } = row;
        return [
          Plot.link([row], { x1: () => cost.low, x2: () => cost.high, y1: place, y2: place, ...line }),
          ...(finite.includes(row)
            ? [
                Plot.link([row], {
                  x1: () => cost.value,
                  x2: () => cost.value,
                  y1: () => Math.max(0, regret.low),
                  y2: () => regret.high,
                  ...line,
                }),
              ]
            : []),
          Plot.dot([row], {
            x: () => cost.value,
            y: place,
            r: row.isOwn ? 6.5 : 5,
            symbol: seriesStyle(index).symbol,
            fill: color,
            stroke: 'var(--paper)',
            title: () =>
              `${row.name}: ${figureText(cost, formatShare)} of all trials, regret ${figureText(regret, (value) => formatValue(value, 2))}`,
          }),
        ];
      }),
    ],
  });
}

function describe(rows: readonly JudgedRow[]): { title: string; text: string } {
  const parts = rows.map(
    ({ name, cost, regret }) =>
      `${name}: ${figureText(cost, formatShare)} of all trials, regret ${figureText(regret, (value) => formatValue(value, 2))}.`,
  );
  return { title: 'Cost against regret of rules on recorded losses', text: parts.join(' ') };
}
