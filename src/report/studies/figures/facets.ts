/** @file Small multiples by Plot's facets, two abreast: a panel a name; and the axis of sample sizes. */
import * as Plot from '@observablehq/plot';
import { CHART_WIDTH, HALO, MUTED } from '../../chart/axes.js';
import { fitNames } from '../../chart/name-room.js';
import { type ChartScale, chartScale } from '../../chart/value-scale.js';
import { formatCount } from '../../number-text.js';

const COLUMNS = 2;

/** Where the panel of that number stands. */
interface Facet {
  readonly fx: number;
  readonly fy: number;
}

export function facetOf(place: number): Facet {
  return { fx: place % COLUMNS, fy: Math.floor(place / COLUMNS) };
}

/** Options of a drawing of panels of so many pixels each, and their names above them. */
export function facetFrame(
  names: readonly string[],
  height: number,
): { options: Plot.PlotOptions; headings: Plot.Markish } {
  const columns = Math.min(COLUMNS, Math.max(1, names.length));
  const rows = Math.max(1, Math.ceil(names.length / COLUMNS));
  const room = (CHART_WIDTH - 80) / columns;
  const placed = fitNames(names, () => room).map((name, place) => ({ name, ...facetOf(place) }));
  return {
    options: {
      ...{
        width: CHART_WIDTH,
        height: rows * height + 42,
        marginTop: 40,
        marginRight: 10,
        marginBottom: 40,
        marginLeft: 54,
      },
      fx: { domain: Array.from({ length: columns }, (_, place) => place), padding: 0.08, axis: null },
      fy: { domain: Array.from({ length: rows }, (_, place) => place), padding: 0.26, axis: null },
    },
    headings: Plot.text(placed, {
      ...{ fx: 'fx', fy: 'fy', frameAnchor: 'top-left', dy: -14, textAnchor: 'start' },
      text: 'name',
      fill: 'var(--ink)',
      fontWeight: 600,
      ...HALO,
    }),
  };
}

/** Logarithmic, with its labels below. */
export function sizeAxis(sizes: readonly number[]): { readonly x: ChartScale['options']; readonly axis: Plot.Markish } {
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
  const { options, ticks } = chartScale({ scale: 'log', low, high, worse: 'high' }, false, 0);
  const label = 'training examples (logarithmic)';
  return {
    x: options,
    axis: Plot.axisX(ticks, {
      ...{
        text: formatCount,
        tickSize: 3,
        label,
        labelArrow: 'none',
        labelAnchor: 'center',
        fill: MUTED,
        color: MUTED,
      },
    }),
  };
}
