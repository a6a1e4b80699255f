/** @file Figure: the studied figure of every candidate against the sample size, a panel each, with chance level. */
import * as Plot from '@observablehq/plot';
import type { CurveAnalysis } from '../../../questions/curve/plan/index.js';
import { quantile } from '../../../stats/index.js';
import { yAxis } from '../../chart/axes.js';
import type { Chart } from '../../chart/index.js';
import { chartScale } from '../../chart/value-scale.js';
import type { Table } from '../../table/table.js';
import { isBeyond } from '../../view/value-axis.js';
import {
  candidateColumns,
  criterionOf,
  directionWords,
  type ShownStudy,
  studyAxis,
  trainingsText,
} from '../study-words.js';
import { facetFrame, facetOf, sizeAxis } from './facets.js';

/** More candidates are in the table below alone. */
const MOST_CURVES = 24;

export function curvePanelsFigure(study: ShownStudy<CurveAnalysis>): Chart {
  const { figure, baselines = [], analysis, nameOf } = study;
  const { candidates } = analysis;
  const rows = candidates.flatMap(({ candidate, sizes }) =>
    sizes.map((one) => ({ candidate, ...one, middle: criterionOf(one.distribution, 'median') })),
  );
  const trivial = baselines.filter(({ kind }) => kind === 'trivial');
  const counts = candidates.flatMap(({ sizes }) => sizes.map(({ distribution }) => distribution.losses.length));
  const chance = trivial.length === 0 ? '' : '; dashed: chance level';
  return {
    says: `The median ${figure} with its middle half${chance}; dotted: the size from which it is stable.`,
    reads: [
      candidates.length > MOST_CURVES
        ? `The first ${MOST_CURVES} of ${candidates.length} are drawn; the data have all.`
        : null,
    ],
    direction: directionWords(figure),
    n: `n = ${trainingsText(counts)} at each size`,
    plot: () => drawPanels(study),
    data: {
      ...{ id: 'curve-panels', caption: 'Against the sample size', rows },
      columns: [
        ...candidateColumns(nameOf),
        { key: 'size', unit: 'count', of: ({ size }) => size },
        { key: 'trainings', unit: 'count', of: ({ distribution }) => distribution.losses.length },
        {
          ...{ key: 'median', unit: 'value' },
          of: ({ middle }) => middle?.value ?? null,
          interval: ({ middle }) => middle?.interval ?? null,
        },
        {
          ...{ key: 'chance level', unit: 'value' },
          of: ({ candidate, size }) =>
            trivial.find((one) => one.sampleSize === size && one.candidates.includes(candidate))?.value ?? null,
        },
      ],
    } satisfies Table<(typeof rows)[number]>,
  };
}

function drawPanels({
  figure,
  baselines = [],
  nameOf,
  analysis: { candidates },
}: ShownStudy<CurveAnalysis>): Plot.PlotOptions {
  const shown = candidates.slice(0, MOST_CURVES).map((curve, place) => ({ ...curve, ...facetOf(place) }));
  const fitted = studyAxis(
    candidates.flatMap(({ sizes }) => sizes.flatMap(({ distribution }) => distribution.losses)),
    figure,
  );
  const chance = shown.flatMap(({ candidate, fx, fy }) =>
    baselines.flatMap(({ kind, candidates: whose, sampleSize: size, value }) =>
      kind === 'trivial' &&
      whose.includes(candidate) &&
      Number.isFinite(value) &&
      (fitted.scale === 'linear' || value > 0)
        ? [{ fx, fy, size, value }]
        : [],
    ),
  );
  // Chance level belongs on the axis.
  const levels = chance.map(({ value }) => value);
  const axis = { ...fitted, low: Math.min(fitted.low, ...levels), high: Math.max(fitted.high, ...levels) };
  const scale = chartScale(axis, false, 4);
  const [low, high] = scale.options.domain;
  const within = (value: number): number => Math.min(high, Math.max(low, value));
  const points = shown.flatMap(({ sizes, fx, fy }) =>
    sizes.flatMap(({ size, distribution: { losses } }) => {
      if (losses.length === 0) return [];
      const [q1, middle, q3] = [0.25, 0.5, 0.75].map((part) => quantile(losses, part)) as [number, number, number];
      const color = isBeyond(axis, middle) ? 'var(--worse)' : 'var(--choice)';
      return [{ fx, fy, size, color, q1: within(q1), middle: within(middle), q3: within(q3) }];
    }),
  );
  const stable = shown.flatMap(({ stability, fx, fy }) =>
    'reason' in stability || !stability.reached ? [] : [{ fx, fy, size: stability.size }],
  );
  const { options, headings } = facetFrame(
    shown.map(({ candidate }) => nameOf(candidate)),
    190,
  );
  const across = sizeAxis(shown[0]?.sizes.map(({ size }) => size) ?? []);
  const facets = { fx: 'fx', fy: 'fy' } as const;
  return {
    ...options,
    x: across.x,
    y: scale.options,
    marks: [
      ...yAxis(scale.ticks, scale.title(figure), scale.tickLabel),
      across.axis,
      Plot.areaY(points, { ...facets, x: 'size', y1: 'q1', y2: 'q3', fill: 'var(--choice)', fillOpacity: 0.16 }),
      Plot.line(chance, {
        ...facets,
        x: 'size',
        y: 'value',
        stroke: 'var(--worse)',
        strokeDasharray: '5,4',
        strokeWidth: 1.6,
      }),
      Plot.line(points, { ...facets, x: 'size', y: 'middle', stroke: 'var(--choice)', strokeWidth: 2 }),
      Plot.dot(points, { ...facets, x: 'size', y: 'middle', r: 2.8, fill: 'color' }),
      Plot.ruleX(stable, { ...facets, x: 'size', stroke: 'var(--choice)', strokeDasharray: '2,3', strokeWidth: 1.4 }),
      headings,
    ],
  };
}
