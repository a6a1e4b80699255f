/** @file Figure: which of the crossed streams the spread comes from, as stacked bars against the sample size, a panel a level. */
import * as Plot from '@observablehq/plot';
import type { CellShares, CoupleAnalysis } from '../../../questions/couple/plan/index.js';
import { MUTED } from '../../chart/axes.js';
import { type Chart, seriesStyle } from '../../chart/index.js';
import { type Panel, panelGrid, panelHeading, panelTicks } from '../../chart/panels.js';
import { html, type Markup, tableStart } from '../../html/markup.js';
import { formatCount, formatShare } from '../../number-text.js';
import { endCells, endsOf, reasonOf } from '../../view/interval-words.js';
import { combinations, levelsName, partText } from '../couple-names.js';
import { crossingText, crossingTexts } from '../couple-share-words.js';
import { trainingsText } from '../source-words.js';
import { capital } from '../study-words.js';

interface StackedBar {
  readonly size: number;
  /** From below, adding up to 1; null where there are none. */
  readonly shares: readonly number[] | null;
  /** Of the lowest part, with its interval: its ends; null where it has none. */
  readonly interval: readonly [low: number, high: number] | null;
  /** What a pointer is told. */
  readonly title: string;
}

interface ShareStacks {
  readonly panels: readonly { readonly name: string; readonly bars: readonly StackedBar[] }[];
}

const COLUMNS = 2;
const TICKS = [0, 0.25, 0.5, 0.75, 1];
/** Of the place of a bar. */
const BAR = 0.76;
/** Shares below that have no room for their figure. */
const LEAST_TOLD = 0.09;
const FILL = 0.42;

export function coupledSharesFigure(analysis: CoupleAnalysis, figure: string): Chart {
  const { table, shares } = analysis;
  const parts = partsOf(analysis);
  const panels = combinations(table).map((levels) => ({
    name: levelsName(table, levels),
    bars: shares.cells.filter((cell) => isAt(cell, levels)).map((cell) => barOf(analysis, cell)),
  }));
  const counts = shares.cells.map(({ trainings }) => trainings);
  return {
    id: 'shares',
    title: 'Shares of the variance',
    says: `${capital(crossingTexts(analysis, figure).join('; '))}.`,
    reads: [
      `A bar is the variance over retrainings at one size, in per cent; from below ${parts.map(partText).join(', ')}.`,
      `The upright line is the interval of ${partText(parts[0] ?? '')}.`,
      ...(table.logarithmic ? [`Variances are of the logarithm of the ${figure}.`] : []),
      ...(shares.cells.some(({ reason }) => reason !== undefined) ? ['–: no shares; the table says why.'] : []),
      `${formatShare(shares.level)} intervals: ${shares.method}`,
    ],
    n: `n = ${trainingsText(counts)} in a bar`,
    plot: () => drawShareStacks({ panels }),
    keys: parts.map((part, place) => ({ name: partText(part), style: seriesStyle(place), shows: 'mark' as const })),
    data: {
      columns: ['level', 'size', 'part', 'variance', 'share', 'low', 'high', 'reason'],
      rows: shares.cells.flatMap(({ levels, size, parts: own, reason }) => {
        const place = [levelsName(table, levels), size] as const;
        if (reason !== undefined) return [[...place, null, null, null, null, null, reason]];
        return own.map(({ part, variance, share, interval }) => {
          return [...place, part, variance, share, ...endCells(interval), reasonOf(interval)];
        });
      }),
    },
  };
}

function partsOf({ table }: CoupleAnalysis): readonly string[] {
  return [...table.streams, 'interaction'];
}

function isAt({ levels }: CellShares, wanted: readonly number[]): boolean {
  return levels.every((level, factor) => level === wanted[factor]);
}

function barOf({ table }: CoupleAnalysis, { levels, size, parts, reason }: CellShares): StackedBar {
  const name = `${levelsName(table, levels)}, ${formatCount(size)} examples`;
  if (reason !== undefined) return { size, shares: null, interval: null, title: `${name}: ${reason}.` };
  const told = parts.map(({ part, share, interval }) => {
    const ends = endsOf(interval);
    const between = ends === null ? '' : ` (${formatShare(ends[0])} to ${formatShare(ends[1])})`;
    return `${partText(part)} ${formatShare(share)}${between}`;
  });
  return {
    size,
    shares: parts.map(({ share }) => share),
    interval: parts[0] === undefined ? null : endsOf(parts[0].interval),
    title: `${name}: ${told.join(', ')}.`,
  };
}

export function crossingTable(analysis: CoupleAnalysis, figure: string): Markup | null {
  const { table, shares } = analysis;
  const texts = new Set(shares.crossings.map((crossing) => crossingText(table, crossing, figure)));
  // One sentence for all stands with the figure.
  if (texts.size < 2) return null;
  return html`${tableStart('Where one gives way to the other')}
<thead><tr><th>level</th><th>what spreads the ${figure} more</th></tr></thead>
<tbody>${shares.crossings.map(
    (crossing) =>
      html`<tr><td class="name">${levelsName(table, crossing.levels)}</td><td>${capital(crossingText(table, crossing, figure))}</td></tr>
`,
  )}</tbody></table></div>`;
}

export function shareTable(analysis: CoupleAnalysis): Markup {
  const { table, shares } = analysis;
  const parts = partsOf(analysis);
  return html`${tableStart('Shares of the variance')}
<thead><tr><th>level</th><th class="number">size</th>${parts.map((part) => html`<th class="number">${partText(part)}</th>`)}<th class="number">trainings</th></tr></thead>
<tbody>${shares.cells.map(
    (cell) =>
      html`<tr><td class="name">${levelsName(table, cell.levels)}</td><td class="number">${formatCount(cell.size)}</td>${shareCells(cell, parts.length)}<td class="number">${formatCount(cell.trainings)}</td></tr>
`,
  )}</tbody></table></div>`;
}

function shareCells({ parts, reason }: CellShares, columns: number): Markup[] {
  if (reason !== undefined) return [html`<td colspan="${columns}">${reason}</td>`];
  return parts.map(({ share, interval }) => {
    const detail =
      'reason' in interval ? interval.reason : `${formatShare(interval.low)}, ${formatShare(interval.high)}`;
    return html`<td class="number">${formatShare(share)}<small class="detail">${detail}</small></td>`;
  });
}

function drawShareStacks({ panels: shown }: ShareStacks): Plot.PlotOptions {
  const grid = panelGrid(shown.length, {
    columns: Math.min(COLUMNS, Math.max(1, shown.length)),
    height: 170,
    above: 34,
    below: 36,
    left: 52,
    between: 24,
  });

  return {
    ...grid.options,
    marks: shown.flatMap(({ name, bars }, index) => {
      const panel = grid.panels[index] as Panel;
      return [
        ...panelTicks(panel, TICKS, panel.y, formatShare),
        panelHeading(panel, name, 12),
        ...barMarks(panel, bars),
      ];
    }),
  };
}

function barMarks(panel: Panel, bars: readonly StackedBar[]): Plot.Markish[] {
  const own = 1 / Math.max(1, bars.length);
  const placed = bars.map((bar, index) => ({ ...bar, x: panel.x((index + 0.5) * own) }));
  const half = (BAR * own * (panel.right - panel.left)) / 2;
  const parts = placed.flatMap(({ shares, x, title }) =>
    (shares ?? []).map((share, part) => {
      const from = (shares ?? []).slice(0, part).reduce((sum, one) => sum + one, 0);
      return { x, part, share, title, y1: panel.y(from), y2: panel.y(from + share), middle: panel.y(from + share / 2) };
    }),
  );
  const barred = placed.flatMap(({ x, interval }) =>
    interval === null ? [] : [{ x: x - half + 4, low: panel.y(interval[0]), high: panel.y(interval[1]) }],
  );
  return [
    ...[...new Set(parts.map(({ part }) => part))].map((part) =>
      Plot.rect(
        parts.filter((one) => one.part === part),
        {
          x1: ({ x }) => x - half,
          x2: ({ x }) => x + half,
          y1: 'y1',
          y2: 'y2',
          fill: seriesStyle(part).color,
          fillOpacity: FILL,
          stroke: 'var(--paper)',
          strokeWidth: 1,
          title: 'title',
        },
      ),
    ),
    Plot.text(
      parts.filter(({ share }) => share >= LEAST_TOLD),
      { x: 'x', y: 'middle', text: ({ share }) => String(Math.round(100 * share)), fill: 'var(--ink)' },
    ),
    Plot.link(barred, { x1: 'x', x2: 'x', y1: 'low', y2: 'high', stroke: 'var(--ink)', strokeWidth: 1.4 }),
    Plot.text(
      placed.filter(({ shares }) => shares === null),
      { x: 'x', y: () => panel.y(0.06), text: () => '–', fill: MUTED, title: 'title' },
    ),
    Plot.text(placed, {
      x: 'x',
      y: () => panel.bottom + 12,
      text: (bar) => shortCount(bar.size, 2 * half),
      fill: MUTED,
    }),
  ];
}

/** `32,000`, or `32k` where there is no room. */
function shortCount(count: number, pixels: number): string {
  const whole = formatCount(count);
  return whole.length * 6.6 <= pixels || count % 100 !== 0 || count < 1000 ? whole : `${count / 1000}k`;
}
