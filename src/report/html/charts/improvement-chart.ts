/** @file Figure: the chance that a training of the choice is better than one of a rival, with its interval, rival by rival. */
import * as Plot from '@observablehq/plot';
import { formatShare } from '../../number-text.js';
import type { Comparison } from '../../view/robustness-view.js';
import { drawFigure } from '../figure.js';
import type { Markup } from '../markup.js';
import { CHART_WIDTHS, type ChartSize, frame, HALO, MUTED, xAxisWithGrid } from './frame.js';

const ROW_HEIGHT = 40;
/** Places in a row, as shares of its height from its middle. */
const BAR_AT = 0.2;
const LABEL_AT = -0.22;

export function drawImprovementChart(
  id: string,
  { chances }: Comparison,
  nameOf: (candidate: string) => string,
  size: ChartSize,
): Markup {
  const rows = chances.map(({ candidate, chance }, place) => ({ ...chance, place, name: nameOf(candidate) }));
  const text = rows
    .map(({ name, value, low, high }) => `${name}: ${formatShare(value)}, ${formatShare(low)} to ${formatShare(high)}.`)
    .join(' ');
  return drawFigure(
    id,
    { title: 'Chance that a training of the choice is better', text },
    {
      ...frame(CHART_WIDTHS[size], 50 + ROW_HEIGHT * rows.length, [6, 20, 42, 14]),
      x: { type: 'linear', domain: [0, 1] },
      y: { type: 'linear', domain: [-0.5, rows.length - 0.5], reverse: true, axis: null },
      marks: [
        ...xAxisWithGrid(
          [0, 0.25, 0.5, 0.75, 1],
          size === 'wide'
            ? 'chance that a training of the choice is better than one of the rival'
            : 'chance that the choice is better',
          formatShare,
        ),
        Plot.ruleX([0.5], { stroke: MUTED, strokeWidth: 1.4, strokeDasharray: '4,3' }),
        Plot.link(rows, {
          x1: 'low',
          x2: 'high',
          y1: ({ place }) => place + BAR_AT,
          y2: ({ place }) => place + BAR_AT,
          stroke: 'var(--choice)',
          strokeWidth: 5,
          strokeOpacity: 0.35,
        }),
        Plot.dot(rows, {
          x: 'value',
          y: ({ place }) => place + BAR_AT,
          r: 4.4,
          fill: 'var(--choice)',
          title: ({ name, value, low, high }) =>
            `Against ${name}: ${formatShare(value)} [${formatShare(low)}, ${formatShare(high)}]`,
        }),
        Plot.text(rows, {
          x: () => 0,
          y: ({ place }) => place + LABEL_AT,
          text: ({ name, value }) => `${name}   ${formatShare(value)}`,
          textAnchor: 'start',
          fill: 'var(--ink)',
          ...HALO,
        }),
      ],
    },
  );
}
