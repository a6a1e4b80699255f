/** @file Figures: location or spread against the sample size, a line a combination of levels; and which of the crossed streams the spread comes from, stacked, a panel each. */
import * as Plot from '@observablehq/plot';
import type { CoupleAnalysis } from '../../../questions/couple/plan/index.js';
import { CHART_WIDTH, frame, yAxis } from '../../chart/axes.js';
import { type Chart, seriesStyle } from '../../chart/index.js';
import { chartScale } from '../../chart/value-scale.js';
import { estimateText, formatCount, formatShare } from '../../number-text.js';
import { endsOf } from '../../view/interval-words.js';
import { fitAxis, type ValueAxis } from '../../view/value-axis.js';
import { cellTable, mostTrainings, shareTable } from '../couple-tables.js';
import {
  type CoupledQuantity,
  combinations,
  levelsName,
  partText,
  quantityText,
  sizeText,
  toldCell,
} from '../couple-words.js';
import { capital, directionWords, studyAxis } from '../study-words.js';
import { facetFrame, facetOf, sizeAxis } from './facets.js';

interface SizePoint {
  readonly size: number;
  readonly value: number;
  readonly interval: readonly [low: number, high: number] | null;
  /** What a pointer is told. */
  readonly title: string;
}

/** Of the range, in logarithms: how far lines stand apart at a size, so that their intervals do not hide each other. */
const APART = 0.0144;

export function coupledSizesFigure(analysis: CoupleAnalysis, which: CoupledQuantity, figure: string): Chart {
  const { table, effects } = analysis;
  const all = combinations(table);
  const lines = all.map((levels) =>
    effects.cells
      .filter((cell) => cell.levels.join() === levels.join())
      .flatMap((cell): SizePoint[] => {
        const told = toldCell(analysis, cell, which, figure);
        if (told === null) return [];
        const title = `${levelsName(table, levels)}, ${sizeText(cell.size)}: ${estimateText(told.value, told.interval)}`;
        return [{ size: cell.size, value: told.value, interval: endsOf(told.interval), title }];
      }),
  );
  const quantity = quantityText(analysis, which, figure);
  return {
    says: `${capital(quantity)} against the sample size, with ${formatShare(effects.level)} intervals over weights and samples.`,
    direction: which === 'location' ? directionWords(figure) : 'lower is better',
    n: mostTrainings(analysis),
    plot: () => drawLines(lines, table.sizes, cellAxis(lines.flat(), which, figure), quantity),
    keys: all.map((levels, place) => ({ name: levelsName(table, levels), style: seriesStyle(place) })),
    data: { ...cellTable(analysis, figure), id: `sizes-${which}`, caption: capital(quantity) },
  };
}

/** Every point belongs on it. */
function cellAxis(points: readonly SizePoint[], which: CoupledQuantity, figure: string): ValueAxis {
  const ends = points.flatMap(({ value, interval }) => [value, ...(interval ?? [])]);
  const fitted = which === 'spread' ? fitAxis(ends, 'minimize') : studyAxis(ends, figure);
  return { ...fitted, low: Math.min(fitted.low, ...ends), high: Math.max(fitted.high, ...ends) };
}

/** A size without a point is a gap in its line. */
function drawLines(
  lines: readonly (readonly SizePoint[])[],
  sizes: readonly number[],
  axis: ValueAxis,
  quantity: string,
): Plot.PlotOptions {
  const scale = chartScale(axis, false, 5);
  const across = sizeAxis(sizes);
  const step = APART * Math.log(Math.max(...sizes) / Math.min(...sizes) || Math.E);
  const placed = lines.map((points, place) => {
    const shift = Math.exp(step * (place - (lines.length - 1) / 2));
    return points.map((point) => ({ ...point, x: point.size * shift, ...seriesStyle(place) }));
  });
  return {
    ...frame(CHART_WIDTH, 300, [26, 18, 42, 54]),
    x: across.x,
    y: scale.options,
    marks: [
      ...yAxis(scale.ticks, scale.title(quantity), scale.tickLabel),
      across.axis,
      Plot.ruleX(
        placed.flat().filter(({ interval }) => interval !== null),
        {
          ...{ x: 'x', y1: ({ interval }) => interval?.[0], y2: ({ interval }) => interval?.[1] },
          ...{ stroke: 'color', strokeWidth: 1.6, strokeOpacity: 0.75 },
        },
      ),
      ...placed.map((points, place) => {
        const { color, dash } = seriesStyle(place);
        const at = (size: number) => points.find((point) => point.size === size);
        const ends = { x: (size: number) => at(size)?.x, y: (size: number) => at(size)?.value };
        return Plot.line(sizes, { ...ends, stroke: color, strokeDasharray: dash, strokeWidth: 1.8 });
      }),
      Plot.dot(placed.flat(), { x: 'x', y: 'value', symbol: 'symbol', r: 3.6, fill: 'color', title: 'title' }),
    ],
  };
}

/** Pixels of all bars of a panel. */
const BAND = 140;
/** Shares below that have no room for their figure. */
const LEAST_TOLD = 0.09;

export function coupledSharesFigure(analysis: CoupleAnalysis): Chart {
  const { table, shares } = analysis;
  const parts = [...table.streams, 'interaction'];
  return {
    says: `The variance over retrainings by what it comes from, with the ${formatShare(shares.level)} interval of ${partText(parts[0] ?? '')}.`,
    n: mostTrainings(analysis),
    plot: () => drawShares(analysis, parts),
    keys: parts.map((part, place) => ({ name: partText(part), style: seriesStyle(place), shows: 'mark' })),
    data: { ...shareTable(analysis), caption: 'Shares of the variance' },
  };
}

function drawShares({ table, shares }: CoupleAnalysis, parts: readonly string[]): Plot.PlotOptions {
  const all = combinations(table);
  const placed = shares.cells.map((cell) => ({
    ...cell,
    ...facetOf(all.findIndex((levels) => levels.join() === cell.levels.join())),
  }));
  const stacked = placed.flatMap(({ parts: own, ...cell }) =>
    own.map(({ part, share, interval }) => ({ ...cell, part, share, ends: endsOf(interval) })),
  );
  const { options, headings } = facetFrame(
    all.map((levels) => levelsName(table, levels)),
    180,
  );
  const facets = { fx: 'fx', fy: 'fy', x: 'size' } as const;
  // From below in the order of the parts.
  const stack = { ...facets, y: 'share', order: ({ part }: { part: string }) => parts.indexOf(part) } as const;
  return {
    ...options,
    x: { type: 'band', domain: table.sizes, padding: 0.2 },
    y: { type: 'linear', domain: [0, 1] },
    marks: [
      ...yAxis([0, 0.5, 1], '', formatShare),
      Plot.axisX(table.sizes, {
        text: (size: number) => shortCount(size),
        tickSize: 0,
        label: 'training examples',
        labelArrow: 'none',
        fill: 'var(--muted)',
      }),
      Plot.barY(stacked, {
        ...stack,
        fill: ({ part }) => seriesStyle(parts.indexOf(part)).color,
        fillOpacity: 0.42,
        title: ({ part, share, levels, size }) =>
          `${levelsName(table, levels)}, ${sizeText(size)}: ${partText(part)} ${formatShare(share)}`,
      }),
      Plot.text(stacked, {
        ...Plot.stackY(stack),
        text: ({ share }) => (share < LEAST_TOLD ? '' : String(Math.round(100 * share))),
        fill: 'var(--ink)',
      }),
      Plot.ruleX(
        stacked.filter(({ part, ends }) => part === parts[0] && ends !== null),
        {
          ...facets,
          y1: ({ ends }) => ends?.[0],
          y2: ({ ends }) => ends?.[1],
          stroke: 'var(--ink)',
          dx: 4 - BAND / table.sizes.length / 2,
          strokeWidth: 1.4,
        },
      ),
      headings,
    ],
  };
}

/** `32k`. */
function shortCount(count: number): string {
  return count >= 1000 && count % 100 === 0 ? `${count / 1000}k` : formatCount(count);
}
