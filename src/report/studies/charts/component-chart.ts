/** @file Figure: the share of the variance that each source of randomness brings, with intervals. */
import * as Plot from '@observablehq/plot';
import type { Component } from '../../../questions/measure/plan/index.js';
import { CHART_WIDTHS, type ChartSize, frame, xAxisWithGrid } from '../../html/charts/frame.js';
import { drawFigure } from '../../html/figure.js';
import type { Markup } from '../../html/markup.js';
import { formatShare } from '../../number-text.js';

const ROW_HEIGHT = 46;
const BAR_HALF = 0.15;
const BAR_AT = 0.14;
const LABEL_AT = -0.24;

/** `nameOf` says what a source is, for people. */
export function drawComponents(
  id: string,
  components: readonly Component[],
  nameOf: (source: string) => string,
  size: ChartSize,
): Markup {
  const rows = components.map((component, index) => ({
    ...component,
    middle: index + BAR_AT,
    y1: index + BAR_AT - BAR_HALF,
    y2: index + BAR_AT + BAR_HALF,
    labelAt: index + LABEL_AT,
    text: `${nameOf(component.source)}  ${formatShare(component.share)}`,
  }));
  const texts = components.map(
    ({ source, share, shareLow, shareHigh }) =>
      `${nameOf(source)} ${formatShare(share)}, between ${formatShare(shareLow)} and ${formatShare(shareHigh)}.`,
  );
  return drawFigure(
    id,
    { title: 'Shares of the variance by source of randomness', text: texts.join(' ') },
    {
      ...frame(CHART_WIDTHS[size], 46 + ROW_HEIGHT * rows.length, [4, 18, 40, 14]),
      x: { type: 'linear', domain: [0, 1] },
      y: { type: 'linear', domain: [-0.5, rows.length - 0.5], reverse: true, axis: null },
      marks: [
        ...xAxisWithGrid([0, 0.25, 0.5, 0.75, 1], 'of the variance', formatShare),
        Plot.rect(rows, { x1: 0, x2: 'share', y1: 'y1', y2: 'y2', fill: 'var(--choice)', fillOpacity: 0.35 }),
        Plot.link(rows, {
          x1: 'shareLow',
          x2: 'shareHigh',
          y1: 'middle',
          y2: 'middle',
          stroke: 'var(--ink)',
          strokeWidth: 1.4,
        }),
        Plot.dot(rows, { x: 'share', y: 'middle', r: 3, fill: 'var(--choice)', stroke: 'var(--paper)' }),
        Plot.text(rows, { x: 0, y: 'labelAt', text: 'text', textAnchor: 'start', fill: 'var(--ink)' }),
      ],
    },
  );
}
