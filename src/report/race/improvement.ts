/** @file Figure: how often a training of the winner is better than one of each rival. */
import * as Plot from '@observablehq/plot';
import type { Figure } from '../figures/index.js';
import { CHART_WIDTHS, type ChartSize, frame, HALO, MUTED, xAxisWithGrid } from '../html/charts/frame.js';
import { fitNames } from '../html/charts/name-room.js';
import { drawFigure } from '../html/figure.js';
import type { Markup } from '../html/markup.js';
import { formatCount, formatQuantity, formatShare } from '../number-text.js';
import type { ReportView } from '../view/report-view.js';
import { type Comparison, comparisonOf, PROFILE_SOURCE, sampleText } from './comparison.js';

export function improvementFigure(view: ReportView): Figure | null {
  const comparison = comparisonOf(view);
  const closest = comparison?.chances[0];
  if (comparison === null || closest === undefined) return null;
  const { nameOf } = view.telling;
  const choice = nameOf(comparison.profiles[0]?.candidate ?? '');
  const { value, low, high } = closest.chance;
  const rivals = comparison.chances.length;
  return {
    id: 'robustness-improvement',
    title: 'Chance of improvement',
    conclusion: `A training of ${choice} is better than one of ${nameOf(closest.candidate)} in ${formatShare(value)} of all pairs [${formatShare(low)}, ${formatShare(high)}]${rivals > 1 ? `, and at least as often against ${formatQuantity(rivals - 1, 'other rival')}` : ''}.`,
    reading: [
      `The chance that one training of the winner has the better figure than one of the rival, over all pairs of trainings, ties by half (${PROFILE_SOURCE}); at the dashed line either is as good. It says how often, not by how much.`,
      sampleText(comparison),
    ],
    n: `n = ${formatCount(comparison.n)} trainings of each`,
    interval: `Bars: ${formatShare(closest.chance.level)} intervals (Newcombe 2006, method 5), each by itself, which take trainings as independent`,
    draw: (id, size) => drawImprovementChart(id, comparison, nameOf, size),
    data: {
      columns: ['rival', 'chance that the winner is better', 'low', 'high'],
      rows: comparison.chances.map(({ candidate, chance }) => [candidate, chance.value, chance.low, chance.high]),
    },
  };
}

const ROW_HEIGHT = 40;
/** Places in a row, as shares of its height from its middle. */
const BAR_AT = 0.2;
const LABEL_AT = -0.22;

function drawImprovementChart(
  id: string,
  { chances }: Comparison,
  nameOf: (candidate: string) => string,
  size: ChartSize,
): Markup {
  const names = fitNames(
    chances.map(({ candidate }) => nameOf(candidate)),
    () => CHART_WIDTHS[size] - 90,
  );
  const rows = chances.map(({ candidate, chance }, place) => ({
    ...chance,
    place,
    name: nameOf(candidate),
    label: names[place] as string,
  }));
  const text = rows
    .map(({ name, value, low, high }) => `${name}: ${formatShare(value)}, ${formatShare(low)} to ${formatShare(high)}.`)
    .join(' ');
  return drawFigure(
    id,
    { title: 'Chance that a training of the winner is better', text },
    {
      ...frame(CHART_WIDTHS[size], 50 + ROW_HEIGHT * rows.length, [6, 20, 42, 14]),
      x: { type: 'linear', domain: [0, 1] },
      y: { type: 'linear', domain: [-0.5, rows.length - 0.5], reverse: true, axis: null },
      marks: [
        ...xAxisWithGrid(
          [0, 0.25, 0.5, 0.75, 1],
          size === 'wide'
            ? 'chance that a training of the winner is better than one of the rival'
            : 'chance that the winner is better',
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
          text: ({ label, value }) => `${label}   ${formatShare(value)}`,
          textAnchor: 'start',
          fill: 'var(--ink)',
          ...HALO,
        }),
      ],
    },
  );
}
