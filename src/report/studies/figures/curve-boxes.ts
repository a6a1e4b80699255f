/** @file Figure: every training of a candidate at every sample size as box plots, with the size from which it is stable. */
import * as Plot from '@observablehq/plot';
import type { CurveAnalysis, CurveOfCandidate } from '../../../questions/curve/plan/index.js';
import { CHART_WIDTH, frame, stripMark, xAxis, yAxis } from '../../chart/axes.js';
import type { Chart } from '../../chart/index.js';
import { chartScale } from '../../chart/value-scale.js';
import { formatCount, formatQuantity, formatShare } from '../../number-text.js';
import { limitWords } from '../../view/interval-words.js';
import { isBeyond, type ValueAxis } from '../../view/value-axis.js';
import { countTicks, SIZE_AXIS, sizeScale } from '../charts/size-lines.js';
import { directionWords, studyAxis, studyBox } from '../study-direction.js';
import type { ShownStudy } from '../study-section.js';

/** Half a box is this share of the way to the nearest other size, and at most that of the whole range, in logarithms. */
const HALF_BOX = 0.3;
const WIDEST_HALF = 0.025;

/** One a candidate. */
export function curveBoxFigures(study: ShownStudy<CurveAnalysis>): readonly Chart[] {
  const { candidates } = study.analysis;
  const axis = curveAxis(candidates, study.figure);
  return candidates.map((curve, index) => boxFigure(study, curve, index, axis));
}

function boxFigure(
  { figure, nameOf }: ShownStudy<CurveAnalysis>,
  curve: CurveOfCandidate,
  index: number,
  axis: ValueAxis,
): Chart {
  return {
    id: `curve-${index}`,
    title: nameOf(curve.candidate),
    says: `${nameOf(curve.candidate)}: ${stabilityText(curve)}.`,
    reads: [
      `Boxes are quartiles of the ${figure}, the thick line the median, whiskers reach the furthest training within 1.5 interquartile ranges; other trainings are points, and so are all where there are fewer than five.`,
      'reason' in curve.stability || !curve.stability.reached
        ? null
        : `Shaded: the ${formatShare(curve.stability.level)} interval of the size from which it is stable (${['resampling', ...limitWords(curve.stability.holdsUnder === undefined ? [] : [curve.stability.holdsUnder])].join(', ')})`,
    ],
    direction: directionWords(figure),
    n: `n = ${formatQuantity(
      curve.sizes.reduce((sum, { distribution }) => sum + distribution.losses.length, 0),
      'training',
    )}`,
    plot: () => drawCurve(curve, axis, figure),
    data: {
      columns: ['size', 'training', figure],
      rows: curve.sizes.flatMap(({ size, distribution }) =>
        distribution.losses.map((loss, place) => [size, place + 1, loss]),
      ),
    },
  };
}

function stabilityText({ stability }: CurveOfCandidate): string {
  if ('reason' in stability) return stability.reason;
  const { reached, size, sizeLow, sizeHigh } = stability;
  if (!reached) return `not yet stable at ${formatCount(size)} examples, the largest size; try more`;
  return `stable from ${formatCount(size)} examples on (${formatCount(sizeLow)} to ${formatCount(sizeHigh)})`;
}

/** One axis for all candidates of a study, so that their figures can be compared. */
export function curveAxis(candidates: readonly CurveOfCandidate[], figure: string): ValueAxis {
  return studyAxis(
    candidates.flatMap(({ sizes }) => sizes.flatMap(({ distribution }) => distribution.losses)),
    figure,
  );
}

function drawCurve(curve: CurveOfCandidate, axis: ValueAxis, word: string): Plot.PlotOptions {
  const { sizes, stability } = curve;
  const scale = chartScale(
    axis,
    sizes.some(({ distribution }) => distribution.losses.some((loss) => isBeyond(axis, loss))),
    5,
  );
  const { place } = scale;
  const examples = sizes.map((entry) => entry.size);
  const [least, most] = [examples[0] ?? 1, examples.at(-1) ?? 1];
  const half = Math.min(HALF_BOX * nearestGap(examples), WIDEST_HALF * Math.log(most / least));
  const boxes = sizes.flatMap((entry) => {
    const box = studyBox(entry.distribution.losses, word);
    if (box === null) return [];
    const [x1, x2] = [entry.size * Math.exp(-half), entry.size * Math.exp(half)];
    return [{ ...entry, ...box, x1, x2 }];
  });
  const points = sizes.flatMap((entry) => {
    const box = studyBox(entry.distribution.losses, word);
    return entry.distribution.losses
      .filter((loss) => box === null || loss < box.whiskerLow || loss > box.whiskerHigh)
      .map((loss) => ({ size: entry.size, loss: place(loss), isBeyond: isBeyond(axis, loss) }));
  });
  const [bottom, top] = scale.options.domain as [number, number];
  const stable = 'reason' in stability || !stability.reached ? [] : [stability];
  return {
    ...frame(CHART_WIDTH, 320, [26, 16, 42, 50]),
    x: sizeScale(examples, half),
    y: scale.options,
    marks: [
      Plot.rect(stable, {
        x1: ({ sizeLow }) => sizeLow * Math.exp(-half),
        x2: ({ sizeHigh }) => sizeHigh * Math.exp(half),
        y1: () => bottom,
        y2: () => top,
        fill: 'var(--choice-soft)',
        fillOpacity: 0.6,
      }),
      ...yAxis(scale.ticks, scale.title(word), scale.tickLabel),
      xAxis(countTicks(examples), SIZE_AXIS, formatCount),
      Plot.ruleX(stable, { x: 'size', stroke: 'var(--choice)', strokeWidth: 1.6, strokeDasharray: '5,3' }),
      Plot.text(stable, {
        x: 'size',
        frameAnchor: 'top',
        text: ({ size: from }) => `stable from ${formatCount(from)}`,
        textAnchor: 'middle',
        dy: -15,
        fill: 'var(--choice)',
        fontWeight: 600,
      }),
      ...stripMark('y', scale, [least * Math.exp(-half), most * Math.exp(half)]),
      Plot.link(boxes, {
        x1: ({ size: at }) => at,
        x2: ({ size: at }) => at,
        y1: ({ whiskerLow }) => place(whiskerLow),
        y2: ({ whiskerHigh }) => place(whiskerHigh),
        stroke: 'var(--late)',
      }),
      Plot.rect(boxes, {
        x1: 'x1',
        x2: 'x2',
        y1: ({ q1 }) => place(q1),
        y2: ({ q3 }) => place(q3),
        fill: 'var(--late-soft)',
        stroke: 'var(--late)',
      }),
      Plot.link(boxes, {
        x1: 'x1',
        x2: 'x2',
        y1: ({ median }) => place(median),
        y2: ({ median }) => place(median),
        stroke: 'var(--choice)',
        strokeWidth: 2.4,
      }),
      Plot.dot(points, {
        x: 'size',
        y: 'loss',
        r: 2,
        fill: ({ isBeyond: off }) => (off ? 'var(--worse)' : 'var(--late)'),
        fillOpacity: 0.7,
      }),
    ],
  };
}

/** Smallest distance of two sizes in logarithms. */
function nearestGap(sizes: readonly number[]): number {
  return sizes.slice(1).reduce((least, size, index) => Math.min(least, Math.log(size / (sizes[index] as number))), 1);
}
