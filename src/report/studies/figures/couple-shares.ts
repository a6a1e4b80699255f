/** @file Figure: which of the crossed streams the spread comes from, stacked against the sample size, a panel a combination of levels. */
import * as Plot from '@observablehq/plot';
import type { CoupleAnalysis } from '../../../questions/couple/plan/index.js';
import { yAxis } from '../../chart/axes.js';
import { type Chart, seriesStyle } from '../../chart/index.js';
import { formatCount, formatShare } from '../../number-text.js';
import { endsOf } from '../../view/interval-words.js';
import { facetFrame, facetOf } from '../charts/facets.js';
import { combinations, levelsName, partText, sizeText } from '../couple-names.js';
import { mostTrainings, shareTable } from '../couple-tables.js';

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
