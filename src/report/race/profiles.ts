/** @file Figure: the share of trainings that reach a loss, candidate by candidate, as steps with a pointwise band. */
import * as Plot from '@observablehq/plot';
import { median } from '../../stats/index.js';
import { betterWay, type Figure, seriesKeys, seriesStyle } from '../figures/index.js';
import { CHART_WIDTHS, type ChartSize, frame, xAxisWithGrid, yAxis } from '../html/charts/frame.js';
import { chartScale } from '../html/charts/value-scale.js';
import { drawFigure } from '../html/figure.js';
import type { Markup } from '../html/markup.js';
import { formatCount, formatShare, formatValue } from '../number-text.js';
import type { ReportView } from '../view/report-view.js';
import { isBeyond } from '../view/value-axis.js';
import { type ComparedProfile, type Comparison, comparisonOf, PROFILE_SOURCE, sampleText } from './comparison.js';

export function profileFigure(view: ReportView): Figure | null {
  const comparison = comparisonOf(view);
  if (comparison === null) return null;
  const { result, word } = view;
  const { nameOf } = view.telling;
  const relation = result.direction === 'maximize' ? 'at or above' : 'at or below';
  return {
    id: 'robustness-profiles',
    title: 'Performance profile',
    conclusion: profileText(view, comparison, nameOf),
    reading: [
      `A line is the share of a candidate's trainings ${relation} each ${word} (${PROFILE_SOURCE}): the further up and towards the better end, the better; lines that cross have no order. Divergence never gets there.`,
      sampleText(comparison),
    ],
    direction: betterWay(result.direction === 'maximize'),
    n: `n = ${formatCount(comparison.n)} trainings of each`,
    interval: `Bands of the winner and of the first rival: ${formatShare(0.95)} intervals of the share at each ${word} by itself (Wilson)`,
    draw: (id, size) => drawProfileChart(id, comparison, word, nameOf, size),
    keys: seriesKeys(
      comparison.profiles.map(({ candidate }, place) => ({
        name: place === 0 ? `${nameOf(candidate)}, the winner` : nameOf(candidate),
        style: seriesStyle(place),
      })),
    ),
    data: {
      columns: ['candidate', word, 'share', 'low', 'high'],
      rows: comparison.profiles.flatMap(({ candidate, steps }) =>
        steps.map(({ at, value, low, high }) => [candidate, at, value, low, high]),
      ),
    },
  };
}

/** How many of each reach what half of the winner's trainings reach. */
function profileText(
  { result: { direction } }: ReportView,
  { profiles }: Comparison,
  nameOf: (id: string) => string,
): string {
  const [choice, ...rivals] = profiles;
  if (choice === undefined) return '';
  const isHigher = direction === 'maximize';
  const middle = median(choice.values);
  const shareOf = (values: readonly number[]): number =>
    values.filter((value) => (isHigher ? value >= middle : value <= middle)).length / values.length;
  const ranked = rivals
    .map(({ candidate, values }) => ({ candidate, share: shareOf(values) }))
    .sort((a, b) => b.share - a.share);
  const best = ranked[0];
  if (best === undefined || !Number.isFinite(middle)) {
    return `Half of the trainings of ${nameOf(choice.candidate)} end without a finite figure.`;
  }
  const side = isHigher ? 'at or above' : 'at or below';
  const others = rivals.length === 1 ? nameOf(best.candidate) : `${nameOf(best.candidate)}, the best rival there`;
  return `${formatShare(shareOf(choice.values))} of the trainings of ${nameOf(choice.candidate)} end ${side} its median ${formatValue(middle)}, and ${formatShare(best.share)} of those of ${others}.`;
}

interface Vertex {
  readonly at: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

function drawProfileChart(
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
      // Bands of all would hide each other: the winner's, and that of the rival that comes closest by rank.
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
