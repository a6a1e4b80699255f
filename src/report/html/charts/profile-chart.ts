/** @file Figure: the share of trainings that reach a loss, candidate by candidate, as steps with a pointwise band. */
import * as Plot from '@observablehq/plot';
import { seriesStyle } from '../../figures/series-style.js';
import { formatCount, formatShare } from '../../number-text.js';
import type { ComparedProfile, Comparison } from '../../view/robustness-view.js';
import { isBeyond } from '../../view/value-axis.js';
import { drawFigure } from '../figure.js';
import type { Markup } from '../markup.js';
import { CHART_WIDTHS, type ChartSize, frame, xAxisWithGrid, yAxis } from './frame.js';
import { chartScale } from './value-scale.js';

interface Vertex {
  readonly at: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

export function drawProfileChart(
  id: string,
  { profiles, axis, n }: Comparison,
  word: string,
  nameOf: (candidate: string) => string,
  size: ChartSize,
): Markup {
  const isWide = size === 'wide';
  const scale = chartScale(axis, false, isWide ? 8 : 4);
  const ends = scale.options.domain;
  const [best, worst] = axis.worse === 'high' ? ends : ([ends[1], ends[0]] as const);
  const drawn = profiles.map((profile) => verticesOf(profile, axis, best, worst));
  const relation = axis.worse === 'high' ? 'at or below' : 'at or above';
  return drawFigure(id, describe(profiles, nameOf, word, relation, n), {
    ...frame(CHART_WIDTHS[size], isWide ? 360 : 300, [26, 16, 42, 52]),
    x: scale.options,
    y: { type: 'linear', domain: [0, 1.02] },
    marks: [
      ...yAxis([0, 0.25, 0.5, 0.75, 1], `trainings ${relation}`, formatShare),
      ...xAxisWithGrid(scale.ticks, scale.title(word), scale.tickLabel),
      // Bands of all would hide each other: the choice's, and that of the rival that comes closest by rank.
      ...drawn.slice(0, 2).map((vertices, place) =>
        Plot.areaY(vertices, {
          x: 'at',
          y1: 'low',
          y2: 'high',
          fill: seriesStyle(place).color,
          fillOpacity: 0.14,
        }),
      ),
      ...drawn
        .map((vertices, place) => ({ vertices, place }))
        .reverse()
        .flatMap(({ vertices, place }) => {
          const { color, dash, symbol } = seriesStyle(place);
          const steps = vertices.filter((_, index) => index % 2 === 1 && index < vertices.length - 1);
          const every = Math.max(1, Math.ceil(steps.length / 10));
          const name = nameOf(profiles[place]?.candidate ?? '');
          return [
            Plot.line(vertices, {
              x: 'at',
              y: 'share',
              stroke: color,
              strokeDasharray: dash,
              strokeWidth: place === 0 ? 2.6 : 1.6,
            }),
            Plot.dot(
              steps.filter((_, index) => index % every === 0),
              { x: 'at', y: 'share', symbol, r: 3.2, fill: color },
            ),
            Plot.dot(steps, {
              x: 'at',
              y: 'share',
              r: 6,
              fill: color,
              fillOpacity: 0,
              title: ({ at, share, low, high }: Vertex) =>
                `${name}: ${formatShare(share)} of the trainings ${relation} ${scale.tickLabel(at)} [${formatShare(low)}, ${formatShare(high)}]`,
            }),
          ];
        }),
    ],
  });
}

/** From the best end of the axis to the worst, two for each step; losses off the axis are in the last share. */
function verticesOf({ steps }: ComparedProfile, axis: Comparison['axis'], best: number, worst: number): Vertex[] {
  const within = steps.filter(({ at }) => !isBeyond(axis, at));
  let before = { share: 0, low: 0, high: 0 };
  const vertices: Vertex[] = [{ at: best, ...before }];
  for (const { at, value, low, high } of within) {
    const after = { share: value, low, high };
    vertices.push({ at, ...before }, { at, ...after });
    before = after;
  }
  vertices.push({ at: worst, ...before });
  return vertices;
}

function describe(
  profiles: readonly ComparedProfile[],
  nameOf: (candidate: string) => string,
  word: string,
  relation: string,
  n: number,
): { title: string; text: string } {
  const parts = profiles.map(({ candidate, steps }) => {
    const last = steps.at(-1);
    return `${nameOf(candidate)}: ${formatCount(steps.length)} steps${last === undefined ? '' : `, ${formatShare(last.value)} end finite`}.`;
  });
  return {
    title: `Performance profiles: trainings ${relation} a ${word}`,
    text: `On ${formatCount(n)} common replicates. ${parts.join(' ')}`,
  };
}
