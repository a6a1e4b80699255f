/** @file Figures: trainings as histograms on common bins, one over the other: those of a promise, of a change, and of each source of randomness. */
import * as Plot from '@observablehq/plot';
import type { AssureAnalysis } from '../../../questions/assure/plan/index.js';
import type { ChangeAnalysis } from '../../../questions/change/plan/index.js';
import type { MeasureAnalysis, MeasuredCandidate } from '../../../questions/measure/plan/index.js';
import { median } from '../../../stats/index.js';
import { CHART_WIDTH, frame, stripMark, xAxis, yAxis } from '../../chart/axes.js';
import { type Chart, seriesStyle } from '../../chart/index.js';
import { chartScale } from '../../chart/value-scale.js';
import { formatQuantity, formatShare } from '../../number-text.js';
import { isBeyond, type ValueAxis } from '../../view/value-axis.js';
import { sourceText, trainingsText } from '../source-words.js';
import { directionWords, studyAxis } from '../study-direction.js';
import type { ShownStudy } from '../study-section.js';

interface Series {
  readonly name: string;
  readonly values: readonly number[];
  /** In the data, where that is another one. */
  readonly id?: string;
}

export function assuredTrainingsFigure({ figure, analysis, nameOf }: ShownStudy<AssureAnalysis>): Chart {
  const { losses } = analysis.distribution;
  return {
    id: 'share-losses',
    title: 'Every training',
    says: `The ${figure} of the trainings of ${nameOf(analysis.candidate)}.`,
    reads: ['The upright line is the median.'],
    direction: directionWords(figure),
    n: `n = ${formatQuantity(losses.length, 'training')}`,
    plot: () => drawHistograms([{ name: 'trainings', values: losses }], figure),
    data: { columns: ['training', figure], rows: losses.map((loss, place) => [place + 1, loss]) },
  };
}

export function changedTrainingsFigure({ figure, analysis, nameOf }: ShownStudy<ChangeAnalysis>): Chart {
  const { new: fresh, old, pairs, better } = analysis;
  const series = [fresh, old].map(({ candidate, distribution }, place) => {
    return { name: `${place === 0 ? 'new' : 'old'}: ${nameOf(candidate)}`, values: distribution.losses };
  });
  return {
    id: 'change-losses',
    title: 'Every training',
    says: `The ${figure} of every training, new and old.`,
    reads: ['Both are trained on the same replicates; upright lines are medians.'],
    n: `n = ${formatQuantity(pairs, 'pair')}`,
    ...besideOneAnother(series, figure, { column: 'candidate', shown: (name) => name, isHigher: better === 'higher' }),
  };
}

/** The trainings of a candidate under each source of randomness. */
export function sourceHistogramsFigure(
  { figure, nameOf }: ShownStudy<MeasureAnalysis>,
  measured: MeasuredCandidate,
  index: number,
): Chart {
  const series = measured.arms.map(({ name, distribution }) => {
    return { id: name, name: sourceText(name), values: distribution.losses };
  });
  return {
    id: `sources-${index}`,
    title: `Histograms of ${nameOf(measured.candidate)}`,
    says: `The ${figure} by what varies.`,
    reads: ['Everything else is held; upright lines are medians.', ...repeatedText(measured)],
    n: `n = ${trainingsText(series.map(({ values }) => values.length))} in a histogram`,
    ...besideOneAnother(series, figure, { column: 'varies', shown: (name) => `${name} varied` }),
  };
}

/** What figures of several series have alike. `column`: of their names in the data; `shown`: a name in the legend; `isHigher`: whether that is better. */
function besideOneAnother(
  series: readonly Series[],
  figure: string,
  {
    column,
    shown,
    isHigher,
  }: { readonly column: string; readonly shown: (name: string) => string; readonly isHigher?: boolean },
): Pick<Chart, 'direction' | 'plot' | 'keys' | 'data'> {
  return {
    direction: directionWords(figure, isHigher),
    plot: () => drawHistograms(series, figure, isHigher),
    keys: series.map(({ name }, place) => ({ name: shown(name), style: seriesStyle(place), shows: 'line' })),
    data: {
      columns: [column, 'training', figure],
      rows: series.flatMap(({ name, id = name, values }) => values.map((value, place) => [id, place + 1, value])),
    },
  };
}

function repeatedText({ controls: { losses, identical } }: MeasuredCandidate): string[] {
  if (losses.length < 2) return [];
  const trainings = `${formatQuantity(losses.length, 'training')} with equal seeds`;
  return identical
    ? [`${trainings} gave equal losses to the last bit: nothing escapes the seeds.`]
    : [`${trainings} differ.`];
}

const FEWEST_BINS = 10;
const MOST_BINS = 36;

/** The height of a bin is the share of the series' values in it. */
function drawHistograms(series: readonly Series[], word: string, isHigher?: boolean): Plot.PlotOptions {
  const axis = studyAxis(
    series.flatMap(({ values }) => values),
    word,
    isHigher,
  );
  const beyond = series.flatMap(({ values }) => values.filter((value) => isBeyond(axis, value))).length;
  const scale = chartScale(axis, beyond > 0, 4);
  const strips = scale.strip === null ? [] : [scale.strip];
  const steps = series.map(({ values }) => stepsOf(values, axis, binCount(series)));
  const highest = Math.max(0.01, ...steps.flat().map(({ share }) => share));
  const heights = [0, highest * 1.08] as const;
  const medians = series.flatMap(({ values }, index) => {
    const middle = values.length === 0 ? Number.POSITIVE_INFINITY : median(values);
    return isBeyond(axis, middle) ? [] : [{ index, middle }];
  });
  return {
    ...frame(CHART_WIDTH, 280, [26, 18, 42, 48]),
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
  };
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
