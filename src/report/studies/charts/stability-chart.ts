/** @file Figure: one criterion of all candidates against the sample size, measured as points and fitted as lines. */
import * as Plot from '@observablehq/plot';
import type { CurveOfCandidate } from '../../../studies/index.js';
import { chartScale } from '../../html/charts/value-scale.js';
import { drawFigure } from '../../html/figure.js';
import type { Markup } from '../../html/markup.js';
import { formatCount } from '../../number-text.js';
import { fitAxis } from '../../view/value-axis.js';
import { seriesStyle } from './series-style.js';
import { countTicks, sizeScale } from './size-scale.js';

/** `name` of the criterion; `fitted` gives its smoothed curve, null where there is none. Half a page wide. */
export function drawAgainstSize(
  id: string,
  candidates: readonly CurveOfCandidate[],
  name: string,
  fitted: (candidate: CurveOfCandidate) => readonly number[] | null,
): Markup {
  const points = candidates.map(({ sizes }) =>
    sizes.flatMap(({ size, distribution }) => {
      const found = distribution.criteria.find((criterion) => criterion.name === name);
      return found === undefined || !Number.isFinite(found.value) || found.value <= 0
        ? []
        : [{ size, value: found.value }];
    }),
  );
  const axis = fitAxis(
    points.flat().map(({ value }) => value),
    'minimize',
  );
  const scale = chartScale(axis, false, 6);
  const sizes = candidates[0]?.sizes.map(({ size }) => size) ?? [];
  const text = candidates.map(({ candidate }) => `${candidate}: ${points.flat().length} points.`).join(' ');
  return drawFigure(
    id,
    { title: `${name} against the sample size`, text },
    {
      width: 380,
      height: 260,
      marginLeft: 58,
      marginRight: 14,
      marginTop: 26,
      marginBottom: 42,
      style: { fontSize: '12px' },
      x: sizeScale(sizes),
      y: scale.options,
      marks: [
        Plot.gridY(scale.ticks, { stroke: 'var(--grid)', strokeOpacity: 1 }),
        Plot.axisY(scale.ticks, {
          text: scale.tickLabel,
          tickSize: 0,
          label: name,
          labelArrow: 'none',
          fill: 'var(--muted)',
        }),
        Plot.axisX(countTicks(sizes, false), {
          text: formatCount,
          tickSize: 3,
          label: 'training examples',
          labelArrow: 'none',
          labelAnchor: 'center',
          fill: 'var(--muted)',
          color: 'var(--muted)',
        }),
        ...candidates.flatMap((candidate, index) => {
          const { color, dash } = seriesStyle(index);
          const curve = (fitted(candidate) ?? []).flatMap((value, at) =>
            Number.isFinite(value) && value > 0 ? [{ size: sizes[at] as number, value }] : [],
          );
          return [
            Plot.dot(points[index] ?? [], { x: 'size', y: 'value', r: 2.4, fill: color, fillOpacity: 0.65 }),
            Plot.line(curve, { x: 'size', y: 'value', stroke: color, strokeDasharray: dash, strokeWidth: 1.8 }),
          ];
        }),
      ],
    },
  );
}
