/** @file Figure: one criterion of all candidates against the sample size, measured as points and fitted as lines. */
import * as Plot from '@observablehq/plot';
import type { CurveOfCandidate } from '../../../questions/curve/plan/index.js';
import { seriesStyle } from '../../figures/index.js';
import { frame, xAxis, yAxis } from '../../html/charts/frame.js';
import { chartScale } from '../../html/charts/value-scale.js';
import { drawFigure } from '../../html/figure.js';
import type { Markup } from '../../html/markup.js';
import { formatCount } from '../../number-text.js';
import { fitAxis } from '../../view/value-axis.js';
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
      ...frame(380, 260, [26, 14, 42, 58]),
      x: sizeScale(sizes),
      y: scale.options,
      marks: [
        ...yAxis(scale.ticks, scale.title(name), scale.tickLabel),
        xAxis(countTicks(sizes, false), 'training examples', formatCount),
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
