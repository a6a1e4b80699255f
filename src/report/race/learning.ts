/** @file Figure: how the winner learns, beside a candidate that does not learn every time. */
import * as Plot from '@observablehq/plot';
import { isFailure, type Outcome } from '../../core/index.js';
import { interquartileRange, quantile } from '../../stats/index.js';
import { CHART_WIDTH, countsUpTo, frame, HALO, roundTicks, stripMark, xAxis, yAxis } from '../chart/axes.js';
import { betterWay, type Chart, type SeriesKey } from '../chart/index.js';
import { fitNames } from '../chart/name-room.js';
import { type ChartScale, chartScale } from '../chart/value-scale.js';
import { formatCount, formatQuantity, formatValue } from '../number-text.js';
import { capitalised } from '../view/phrases.js';
import type { ReportView } from '../view/report-view.js';
import { fitAxis, isBeyond, type ValueAxis } from '../view/value-axis.js';

/** Null where no training reported a loss per epoch more than once. */
export function learningFigure(view: ReportView): Chart | null {
  const learning = viewLearning(view);
  if (learning === null) return null;
  const { nameOf } = view.telling;
  const { panels } = learning;
  const thinned = panels.filter(({ curves, trainings }) => curves.length < trainings);
  return {
    id: 'learning-curves',
    title: 'Learning curves',
    says: panels
      .map((panel, place) => panelText(panel, nameOf, place === 0))
      .join('; ')
      .concat('.'),
    reads: [
      'A line is one training, by the loss that it reports after each epoch, which the race does not use; the heavy line is their median.',
      ...(panels.length < 2
        ? []
        : ['Below: the candidate that diverges most often or, where none does, whose losses spread most.']),
      ...(panels.some(({ diverged }) => diverged > 0) ? ['The strip is off the scale.'] : []),
      ...thinned.map(
        ({ candidate, curves, trainings }) =>
          `Of ${formatCount(trainings)} trainings of ${nameOf(candidate)} ${formatCount(curves.length)} are drawn.`,
      ),
      'Band: the middle half of the trainings; no interval of an estimate',
    ],
    direction: betterWay(false),
    n: `n = ${panels.map(({ trainings }) => formatCount(trainings)).join(' and ')} trainings`,
    plot: () => drawLearningCurves(learning, nameOf),
    keys: endKeys(panels),
    data: {
      columns: ['candidate', 'replicate', 'epoch', 'loss', 'end'],
      rows: panels.flatMap(({ curves }) =>
        curves.flatMap(({ candidate, replicate, points, end }) =>
          points.map(({ epoch, loss }) => [candidate, replicate + 1, epoch, loss, end]),
        ),
      ),
    },
  };
}

function panelText(panel: LearningPanel, nameOf: (id: string) => string, isFirst: boolean): string {
  const { candidate, trainings, diverged, failed, last } = panel;
  const [low, high] = last;
  const whose = `of ${formatQuantity(trainings, 'training')} of ${nameOf(candidate)}`;
  const lost = [
    ...(diverged > 0 ? [`${formatCount(diverged)} diverged`] : []),
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
  ].join(' and ');
  const reach = Number.isFinite(high)
    ? `the middle half ended between ${formatValue(low)} and ${formatValue(high)}`
    : Number.isFinite(low)
      ? `the best quarter ended at ${formatValue(low)} or below`
      : 'most ended without a loss';
  const text = `${whose} ${lost === '' ? (isFirst ? 'none diverged' : 'none did') : lost}, and ${reach}`;
  return isFirst ? capitalised(text) : text;
}

function endKeys(panels: readonly LearningPanel[]): SeriesKey[] {
  const present = (['diverged', 'failed', 'stopped'] as const).filter((end) => panels.some((panel) => panel[end] > 0));
  return present.map((end): SeriesKey => {
    const { symbol, color, name } = END_MARKS[end];
    return { name, style: { color, dash: '', symbol }, shows: 'mark' };
  });
}

/** How a training ended, as a mark at its last epoch. */
const END_MARKS = {
  diverged: { symbol: 'times', color: 'var(--worse)', name: 'diverged' },
  failed: { symbol: 'square', color: 'var(--worse)', name: 'failed' },
  stopped: { symbol: 'triangle', color: 'var(--ink)', name: 'stopped early' },
} as const;

const COLORS: Readonly<Record<LearningPanel['role'], string>> = {
  choice: 'var(--choice)',
  fragile: 'var(--series-2)',
  other: 'var(--late)',
};

function drawLearningCurves(
  { panels, axis, epochs }: LearningView,
  nameOf: (candidate: string) => string,
): Plot.PlotOptions {
  const hasBeyond = panels.some(({ curves, diverged }) => {
    return diverged > 0 || curves.some(({ points }) => points.some(({ loss }) => isBeyond(axis, loss)));
  });
  const scale = chartScale(axis, hasBeyond, 5);
  const rows = panels.length;
  const titles = fitNames(
    panels.map(({ candidate }) => nameOf(candidate)),
    () => 270,
  );
  const ends = epochs > 1 ? ([1, epochs] as const) : ([0.5, 1.5] as const);
  /** Beside each other on pages, one below the other on phones. */
  const facet = (place: number) => ({ fy: () => place });
  return {
    ...frame(CHART_WIDTH, 60 + 230 * rows, [30, 16, 42, 62]),
    fy: { axis: null, domain: panels.map((_, place) => place), padding: 0.14 },
    x: { type: 'linear', domain: ends },
    y: scale.options,
    marks: [
      ...yAxis(scale.ticks, scale.title('reported loss'), scale.tickLabel),
      xAxis(roundTicks(epochs, 9), 'epoch', String),
      ...stripMark('y', scale, ends),
      ...panels.flatMap((panel, place) => panelMarks(panel, facet(place), scale, nameOf, titles[place] as string)),
    ],
  };
}

type Facet = { readonly fx: () => number } | { readonly fy: () => number };

function panelMarks(
  panel: LearningPanel,
  facet: Facet,
  scale: ChartScale,
  nameOf: (candidate: string) => string,
  name: string,
): Plot.Markish[] {
  const color = COLORS[panel.role];
  const { place } = scale;
  const title = (curve: Curve): string => {
    const last = curve.points.at(-1);
    const end = curve.end === 'whole' ? '' : `, ${END_MARKS[curve.end].name}`;
    return `${nameOf(curve.candidate)}, replicate ${formatCount(curve.replicate + 1)}: ${last === undefined ? 'nothing finite' : `${formatValue(last.loss)} after epoch ${formatCount(last.epoch)}`}${end}`;
  };
  const vertices = panel.curves.flatMap((curve, line) =>
    curve.points.map(({ epoch, loss }) => ({ line, curve, epoch, at: place(loss) })),
  );
  const band = panel.band.map(({ epoch, low, middle, high }) => ({
    epoch,
    low: place(low),
    middle: place(middle),
    high: place(high),
  }));
  const ends = panel.curves.flatMap((curve) => {
    const last = curve.points.at(-1);
    return last === undefined || curve.end === 'whole' ? [] : [{ curve, epoch: last.epoch, at: place(last.loss) }];
  });
  return [
    Plot.areaY(band, { ...facet, x: 'epoch', y1: 'low', y2: 'high', fill: color, fillOpacity: 0.16 }),
    Plot.line(vertices, {
      ...facet,
      x: 'epoch',
      y: 'at',
      z: 'line',
      stroke: color,
      strokeWidth: 1,
      strokeOpacity: Number(Math.max(0.25, Math.min(0.8, 6 / panel.curves.length)).toFixed(2)),
      title: ({ curve }) => title(curve),
    }),
    Plot.line(band, { ...facet, x: 'epoch', y: 'middle', stroke: color, strokeWidth: 2.8 }),
    ...(['diverged', 'failed', 'stopped'] as const).map((end) => {
      const { symbol, color: ink } = END_MARKS[end];
      return Plot.dot(
        ends.filter(({ curve }) => curve.end === end),
        {
          ...facet,
          x: 'epoch',
          y: 'at',
          symbol,
          r: 4,
          ...(end === 'diverged' ? { stroke: ink, strokeWidth: 1.8 } : { fill: ink }),
          title: ({ curve }) => title(curve),
        },
      );
    }),
    Plot.text([name], {
      ...facet,
      frameAnchor: 'top-right',
      text: (text: string) => text,
      dx: -6,
      dy: 10,
      textAnchor: 'end',
      fontWeight: 600,
      fill: color,
      ...HALO,
    }),
  ];
}

interface CurvePoint {
  /** From 1. */
  readonly epoch: number;
  readonly loss: number;
}

interface Curve {
  readonly candidate: string;
  readonly replicate: number;
  /** Finite ones, some of them where there are many epochs. */
  readonly points: readonly CurvePoint[];
  /** `stopped`: it ended well, before the candidate's longest did. */
  readonly end: 'whole' | 'stopped' | 'diverged' | 'failed';
}

/**
 * Quartiles over trainings: one that diverged counts as infinite from there on, one that stopped early keeps its last loss,
 * and one that failed counts as far as it got.
 */
interface CurveBand {
  readonly epoch: number;
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

interface LearningPanel {
  readonly candidate: string;
  readonly role: 'choice' | 'fragile' | 'other';
  /** Drawn: all, or some at even distances. */
  readonly curves: readonly Curve[];
  readonly trainings: number;
  readonly diverged: number;
  readonly failed: number;
  readonly stopped: number;
  readonly band: readonly CurveBand[];
  /** Quartiles of the last losses that were reported, diverged trainings as infinite. */
  readonly last: readonly [low: number, high: number];
}

interface LearningView {
  readonly panels: readonly LearningPanel[];
  readonly axis: ValueAxis;
  readonly epochs: number;
}

const MOST_CURVES = 40;
const MOST_POINTS = 60;
/** Fewer trainings say little about how fragile somebody is. */
const LEAST_TRAININGS = 3;

export function viewLearning({ standings, result }: ReportView): LearningView | null {
  const told = standings.flatMap((standing) => {
    const outcomes = [...standing.outcomes, ...standing.fresh.outcomes].filter(
      ({ lossPerEpoch }) => lossPerEpoch.length > 0,
    );
    return outcomes.some(({ lossPerEpoch }) => lossPerEpoch.length > 1) ? [{ id: standing.id, outcomes }] : [];
  });
  const first = told.find(({ id }) => id === result.winner?.candidate) ?? told[0];
  if (first === undefined) return null;
  const isChoice = first.id === result.winner?.candidate;
  const fragile = mostFragile(told.filter((one) => one !== first));
  const panels = [
    panelOf(first.id, first.outcomes, isChoice ? 'choice' : 'other'),
    ...(fragile === undefined ? [] : [panelOf(fragile.id, fragile.outcomes, 'fragile')]),
  ];
  return {
    panels,
    axis: fitAxis(
      panels.flatMap(({ curves }) => curves.flatMap(({ points }) => points.map(({ loss }) => loss))),
      'minimize',
    ),
    epochs: [first, fragile].reduce((most, one) => Math.max(most, longest(one?.outcomes ?? [])), 1),
  };
}

interface Told {
  readonly id: string;
  readonly outcomes: readonly Outcome[];
}

/** Who diverges most often; where none does, whose losses spread most. Only who has been trained often enough. */
function mostFragile(told: readonly Told[]): Told | undefined {
  const judged = told
    .filter(({ outcomes }) => outcomes.length >= LEAST_TRAININGS)
    .map((one) => {
      const finite = one.outcomes.map(({ loss }) => loss).filter(Number.isFinite);
      return {
        one,
        diverging: one.outcomes.filter(({ status }) => status === 'diverged').length / one.outcomes.length,
        spread: finite.length < 2 ? 0 : interquartileRange(finite),
      };
    });
  return judged.sort((a, b) => b.diverging - a.diverging || b.spread - a.spread)[0]?.one;
}

function panelOf(candidate: string, outcomes: readonly Outcome[], role: LearningPanel['role']): LearningPanel {
  const epochs = longest(outcomes.filter(({ status }) => status === 'completed')) || longest(outcomes);
  const step = Math.max(1, outcomes.length / MOST_CURVES);
  const drawn = Array.from(
    { length: Math.min(outcomes.length, MOST_CURVES) },
    (_, place) => outcomes[Math.floor(place * step)] as Outcome,
  );
  const curves = drawn.map((outcome) => curveOf(outcome, epochs));
  const ends = outcomes.map((outcome) => endOf(outcome, epochs));
  const lasts = outcomes.map(lastOf).filter((loss) => !Number.isNaN(loss));
  const count = (wanted: Curve['end']): number => ends.filter((end) => end === wanted).length;
  return {
    candidate,
    role,
    curves,
    trainings: outcomes.length,
    diverged: count('diverged'),
    failed: count('failed'),
    stopped: count('stopped'),
    band: countsUpTo(longest(outcomes), 1, MOST_POINTS).flatMap((epoch) => bandAt(outcomes, epoch)),
    last: lasts.length === 0 ? [Number.NaN, Number.NaN] : [quantile(lasts, 0.25), quantile(lasts, 0.75)],
  };
}

function curveOf(outcome: Outcome, epochs: number): Curve {
  const { trial, lossPerEpoch } = outcome;
  return {
    candidate: trial.candidate,
    replicate: trial.streams.init,
    points: countsUpTo(lossPerEpoch.length, 1, MOST_POINTS).flatMap((epoch) => {
      const loss = lossPerEpoch[epoch - 1];
      return loss !== undefined && Number.isFinite(loss) ? [{ epoch, loss }] : [];
    }),
    end: endOf(outcome, epochs),
  };
}

function endOf(outcome: Outcome, epochs: number): Curve['end'] {
  if (outcome.status === 'diverged') return 'diverged';
  if (isFailure(outcome)) return 'failed';
  return outcome.lossPerEpoch.length < epochs ? 'stopped' : 'whole';
}

/** NaN where a failed training says nothing of the last epoch. */
function lastOf(outcome: Outcome): number {
  if (outcome.status === 'diverged') return Number.POSITIVE_INFINITY;
  return isFailure(outcome) ? Number.NaN : (outcome.lossPerEpoch.at(-1) ?? Number.NaN);
}

function bandAt(outcomes: readonly Outcome[], epoch: number): CurveBand[] {
  const losses = outcomes.flatMap(({ lossPerEpoch, status }) => {
    const loss = lossPerEpoch[epoch - 1];
    if (loss !== undefined && Number.isFinite(loss)) return [loss];
    if (status === 'diverged') return [Number.POSITIVE_INFINITY];
    const last = status === 'completed' && epoch > lossPerEpoch.length ? lossPerEpoch.at(-1) : undefined;
    return last !== undefined && Number.isFinite(last) ? [last] : [];
  });
  if (losses.length === 0) return [];
  return [{ epoch, low: quantile(losses, 0.25), middle: quantile(losses, 0.5), high: quantile(losses, 0.75) }];
}

function longest(outcomes: readonly Outcome[]): number {
  return outcomes.reduce((most, { lossPerEpoch }) => Math.max(most, lossPerEpoch.length), 0);
}
