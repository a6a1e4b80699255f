/** @file Figure: histograms of the losses under each source of randomness, one over the other on common bins. */
import * as Plot from '@observablehq/plot';
import { median } from '../../../stats/index.js';
import { seriesStyle } from '../../figures/index.js';
import { CHART_WIDTHS, type ChartSize, frame, stripMark, xAxis, yAxis } from '../../html/charts/frame.js';
import { chartScale } from '../../html/charts/value-scale.js';
import { drawFigure } from '../../html/figure.js';
import type { Markup } from '../../html/markup.js';
import { formatQuantity, formatShare, formatValue } from '../../number-text.js';
import { isBeyond, type ValueAxis } from '../../view/value-axis.js';
import { studyAxis } from '../study-direction.js';

export interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

const FEWEST_BINS = 10;
const MOST_BINS = 36;

/** The height of a bin is the share of the series' values in it. */
export function drawHistograms(id: string, series: readonly Series[], word: string, size: ChartSize): Markup {
  const isWide = size === 'wide';
  const axis = studyAxis(
    series.flatMap(({ values }) => values),
    word,
  );
  const beyond = series.flatMap(({ values }) => values.filter((value) => isBeyond(axis, value))).length;
  const scale = chartScale(axis, beyond > 0, isWide ? 9 : 4);
  const strips = scale.strip === null ? [] : [scale.strip];
  const steps = series.map(({ values }) => stepsOf(values, axis, binCount(series)));
  const highest = Math.max(0.01, ...steps.flat().map(({ share }) => share));
  const heights = [0, highest * 1.08] as const;
  const medians = series.flatMap(({ values }, index) => {
    const middle = values.length === 0 ? Number.POSITIVE_INFINITY : median(values);
    return isBeyond(axis, middle) ? [] : [{ index, middle }];
  });
  return drawFigure(id, describe(series, word), {
    ...frame(CHART_WIDTHS[size], isWide ? 320 : 280, [26, 18, 42, isWide ? 56 : 48]),
    x: scale.options,
    y: { type: 'linear', domain: heights },
    marks: [
      ...yAxis(4, 'of the trainings', formatShare),
      xAxis(scale.ticks, scale.title(word), scale.tickLabel),
      ...stripMark('x', scale, heights),
      Plot.text(strips, {
        x: ({ start, end }) => (start + end) / 2,
        frameAnchor: 'top',
        text: () => `${beyond} off the scale`,
        dy: -12,
        fill: 'var(--worse)',
        fontWeight: 600,
      }),
      ...steps.flatMap((points, index) => {
        const { color, dash } = seriesStyle(index);
        return [
          Plot.areaY(points, { x: 'at', y1: 0, y2: 'share', fill: color, fillOpacity: 0.1 }),
          Plot.line(points, { x: 'at', y: 'share', stroke: color, strokeWidth: 1.8, strokeDasharray: dash }),
        ];
      }),
      ...medians.map(({ index, middle }) =>
        Plot.ruleX([middle], {
          y1: 0,
          y2: highest,
          stroke: seriesStyle(index).color,
          strokeDasharray: seriesStyle(index).dash,
          strokeWidth: 1,
          strokeOpacity: 0.75,
        }),
      ),
    ],
  });
}

/** The square root of the largest series' count, within limits. */
function binCount(series: readonly Series[]): number {
  const most = Math.max(...series.map(({ values }) => values.length));
  return Math.min(MOST_BINS, Math.max(FEWEST_BINS, Math.ceil(1.6 * Math.sqrt(most))));
}

function stepsOf(values: readonly number[], axis: ValueAxis, bins: number) {
  const isLog = axis.scale === 'log';
  const into = (value: number): number => (isLog ? Math.log(value) : value);
  const [low, high] = [into(axis.low), into(axis.high)];
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    if (isBeyond(axis, value)) continue;
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(((into(value) - low) / (high - low)) * bins)));
    counts[bin] = (counts[bin] as number) + 1;
  }
  const edge = (index: number): number => {
    const at = low + ((high - low) * index) / bins;
    return isLog ? Math.exp(at) : at;
  };
  const inner = counts.flatMap((count, index) => {
    const share = values.length === 0 ? 0 : count / values.length;
    return [
      { at: edge(index), share },
      { at: edge(index + 1), share },
    ];
  });
  return [{ at: edge(0), share: 0 }, ...inner, { at: edge(bins), share: 0 }];
}

function describe(series: readonly Series[], word: string): { title: string; text: string } {
  const parts = series.map(({ name, values }) => {
    const middle = values.length === 0 ? 'none' : formatValue(median(values));
    return `${name}: ${formatQuantity(values.length, 'training')}, median ${middle}.`;
  });
  return { title: `Histograms of the ${word} by what varies`, text: parts.join(' ') };
}
