/** @file Figure: criterion and spread of all candidates against the sample size, measured as points and fitted as lines. */
import * as Plot from '@observablehq/plot';
import { isHigherBetter } from '../../../questions/common/plan/index.js';
import type { CurveAnalysis, CurveOfCandidate } from '../../../questions/curve/plan/index.js';
import { frame, xAxis, yAxis } from '../../chart/axes.js';
import { type Chart, seriesStyle } from '../../chart/index.js';
import { chartScale } from '../../chart/value-scale.js';
import { formatCount, formatQuantity } from '../../number-text.js';
import { fitAxis } from '../../view/value-axis.js';
import { countTicks, SIZE_AXIS, sizeScale } from '../charts/size-lines.js';
import { directionWords, toldCriterion } from '../study-direction.js';
import { criterionOf, type ShownStudy } from '../study-words.js';

/** Half a page wide each. */
export function curveFitFigures(study: ShownStudy<CurveAnalysis>): readonly Chart[] {
  return (['criterion', 'spread'] as const).map((which) => fitFigure(study, which));
}

function fitFigure(
  { plan, figure, nameOf, analysis: { candidates } }: ShownStudy<CurveAnalysis>,
  which: 'criterion' | 'spread',
): Chart {
  const name = toldCriterion(String(plan[which]), figure);
  return {
    id: `curve-${which}`,
    title: name,
    says: `${name} of the ${figure} against the sample size.`,
    reads: [
      `Points are measured; a line is the ${isHigherBetter(figure) ? 'monotone' : 'non-increasing'} curve nearest to them, and not drawn where a size from which it is stable cannot be said.`,
    ],
    direction: directionWords(figure),
    n: `n = ${formatQuantity(candidates.length, 'candidate')}`,
    plot: () => drawAgainstSize(candidates, name, (curve) => fittedOf(curve, which)),
    keys: candidates.map(({ candidate }, index) => ({ name: nameOf(candidate), style: seriesStyle(index) })),
    data: {
      columns: ['candidate', 'size', name, 'fitted'],
      rows: candidates.flatMap((curve) =>
        curve.sizes.map(({ size, distribution }, place) => [
          curve.candidate,
          size,
          criterionOf(distribution, name)?.value ?? null,
          fittedOf(curve, which)?.[place] ?? null,
        ]),
      ),
    },
  };
}

function fittedOf({ stability }: CurveOfCandidate, which: 'criterion' | 'spread'): readonly number[] | null {
  return 'reason' in stability ? null : stability[which];
}

/** `name` of the criterion; `fitted` gives its smoothed curve, null where there is none. */
function drawAgainstSize(
  candidates: readonly CurveOfCandidate[],
  name: string,
  fitted: (candidate: CurveOfCandidate) => readonly number[] | null,
): Plot.PlotOptions {
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

  return {
    ...frame(380, 260, [26, 14, 42, 58]),
    x: sizeScale(sizes),
    y: scale.options,
    marks: [
      ...yAxis(scale.ticks, scale.title(name), scale.tickLabel),
      xAxis(countTicks(sizes), SIZE_AXIS, formatCount),
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
  };
}
