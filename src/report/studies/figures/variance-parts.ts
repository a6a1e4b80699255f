/** @file Figure: the share of the variance that each source of randomness brings, with intervals. */
import * as Plot from '@observablehq/plot';
import type { Component, DecompositionAnalysis } from '../../../questions/measure/plan/index.js';
import type { Figure } from '../../figures/index.js';
import { CHART_WIDTH, frame, xAxisWithGrid } from '../../html/charts/frame.js';
import { formatQuantity, formatShare } from '../../number-text.js';
import { limitWords } from '../../view/interval-words.js';
import { sourceText } from '../source-words.js';

type Decomposed = Exclude<DecompositionAnalysis, { readonly reason: string }>;

const ROW_HEIGHT = 46;
const BAR_HALF = 0.15;
const BAR_AT = 0.14;
const LABEL_AT = -0.24;

/** `Most by its estimate: initial weights, 78 % [60 %, 90 %].` */
function largestText(components: Decomposed['components']): string {
  const most = components.reduce((first, other) => (other.share > first.share ? other : first));
  if (most.share === 0) return 'Nothing varies.';
  return `Most by its estimate: ${sourceText(most.source)}, ${formatShare(most.share)} [${formatShare(most.shareLow)}, ${formatShare(most.shareHigh)}].`;
}

export function variancePartsFigure(decomposition: Decomposed, index: number): Figure {
  const { components, levels, leftOut, method, level, holdsUnder } = decomposition;
  const design = Object.entries(levels)
    .map(([source, count]) => `${count} levels of ${sourceText(source)}`)
    .join(' x ');
  const gone = Object.entries(leftOut).filter(([, count]) => count > 0);
  return {
    id: `parts-${index}`,
    title: 'Shares of the variance by source of randomness',
    conclusion: largestText(components),
    reading: [
      `Crossed design: ${design}${gone.length === 0 ? '' : `, after leaving out ${gone.map(([source, count]) => `${count} of ${sourceText(source)}`).join(', ')} whose cells failed, diverged or collapsed`}.`,
    ],
    n: `n = ${formatQuantity(trainingsOfDesign(decomposition), 'training')}`,
    interval: `Lines: ${formatShare(level)} intervals (${method}), ${limitWords([holdsUnder], false, true)}`,
    plot: () => drawComponents(components, sourceText),
    data: {
      columns: ['source', 'degrees', 'variance', 'varianceLow', 'varianceHigh', 'share', 'shareLow', 'shareHigh'],
      rows: components.map((one) => [
        one.source,
        one.degrees,
        one.variance,
        one.varianceLow,
        one.varianceHigh,
        one.share,
        one.shareLow,
        one.shareHigh,
      ]),
    },
  };
}

/** Trainings of a crossed design. */
export function trainingsOfDesign({ levels }: Decomposed): number {
  return Object.values(levels).reduce((product, count) => product * count, 1);
}

/** `nameOf` says what a source is, for people. */
function drawComponents(components: readonly Component[], nameOf: (source: string) => string): Plot.PlotOptions {
  const rows = components.map((component, index) => ({
    ...component,
    middle: index + BAR_AT,
    y1: index + BAR_AT - BAR_HALF,
    y2: index + BAR_AT + BAR_HALF,
    labelAt: index + LABEL_AT,
    text: `${nameOf(component.source)}  ${formatShare(component.share)}`,
  }));

  return {
    ...frame(CHART_WIDTH, 46 + ROW_HEIGHT * rows.length, [4, 18, 40, 14]),
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
  };
}
