/** @file Figure: how the winner learns, beside a candidate that does not learn every time. */
import * as Plot from '@observablehq/plot';
import { isFailure, type Outcome } from '../../core/index.js';
import { interquartileRange, quantile } from '../../stats/index.js';
import { CHART_WIDTH, countsUpTo, frame, HALO, roundTicks, stripMark, xAxis, yAxis } from '../chart/axes.js';
import { betterWay, type Chart, type SeriesKey } from '../chart/index.js';
import { fitNames } from '../chart/name-room.js';
import { chartScale } from '../chart/value-scale.js';
import { formatCount, formatQuantity, formatValue } from '../number-text.js';
import { namedColumns, type Table } from '../table/table.js';
import { capitalised } from '../view/phrases.js';
import type { ReportView } from '../view/report-view.js';
import { fitAxis, isBeyond } from '../view/value-axis.js';

/** How a training ended, as a mark at its last epoch. `stopped`: well, before the candidate's longest did. */
const ENDS = {
  diverged: { name: 'diverged', style: { color: 'var(--worse)', dash: '', symbol: 'times' }, shows: 'mark' },
  failed: { name: 'failed', style: { color: 'var(--worse)', dash: '', symbol: 'square' }, shows: 'mark' },
  stopped: { name: 'stopped early', style: { color: 'var(--ink)', dash: '', symbol: 'triangle' }, shows: 'mark' },
} as const satisfies Record<string, SeriesKey>;
const END_NAMES = ['diverged', 'failed', 'stopped'] as const;

interface Curve {
  /** From 1. */
  readonly replicate: number;
  /** After each epoch, as the trainer reports it. */
  readonly losses: readonly number[];
  readonly end: 'whole' | (typeof END_NAMES)[number];
}

interface LearningPanel {
  readonly candidate: string;
  /** `fragile`: it diverges most often or, where none does, its losses spread most. */
  readonly role: 'choice' | 'fragile' | 'other';
  readonly curves: readonly Curve[];
  /** All, or some at even distances. */
  readonly drawn: readonly Curve[];
  /** Quartiles over all trainings. */
  readonly band: readonly {
    readonly epoch: number;
    readonly low: number;
    readonly middle: number;
    readonly high: number;
  }[];
}

const MOST_CURVES = 40;
const MOST_POINTS = 60;
/** Fewer trainings say little about how fragile a candidate is. */
const LEAST_TRAININGS = 3;

/** Null where no training reported a loss per epoch more than once. */
export function learningFigure(view: ReportView): Chart | null {
  const panels = learningPanels(view);
  const { nameOf } = view.telling;
  if (panels.length === 0) return null;
  const present = END_NAMES.filter((end) => panels.some(({ curves }) => curves.some((one) => one.end === end)));
  const rows = panels.flatMap(({ candidate, drawn }) =>
    drawn.flatMap((curve) => pointsOf(curve).map((point) => ({ candidate, ...curve, ...point }))),
  );
  const thinned = panels.some(({ curves, drawn }) => drawn.length < curves.length);
  return {
    says: `${capitalised(panels.map((panel) => panelText(panel, nameOf)).join('; '))}.`,
    reads: [
      'A line is one training, by the loss that it reports, which the race does not use.',
      panels.length < 2 ? null : 'Below: the one that diverges most often or spreads most.',
      present.includes('diverged') ? 'The strip is off the scale.' : null,
      thinned ? `${MOST_CURVES} lines at most are drawn of each.` : null,
    ],
    direction: betterWay(false),
    n: `n = ${panels.map(({ curves }) => formatCount(curves.length)).join(' and ')} trainings`,
    keys: present.map((end) => ENDS[end]),
    plot: () => drawLearning(panels, nameOf),
    data: {
      ...{ id: 'learning-curves', caption: 'Learning curves', rows },
      columns: [
        ...namedColumns<(typeof rows)[number]>(
          'candidate',
          ({ candidate }) => candidate,
          ({ candidate }) => nameOf(candidate),
        ),
        { key: 'replicate', unit: 'count', of: ({ replicate }) => replicate },
        { key: 'epoch', unit: 'count', of: ({ epoch }) => epoch },
        { key: 'loss', unit: 'value', of: ({ loss }) => loss },
        { key: 'end', of: ({ end }) => end },
      ],
    } satisfies Table<(typeof rows)[number]>,
  };
}

function panelText({ candidate, curves }: LearningPanel, nameOf: (id: string) => string): string {
  const count = (wanted: Curve['end']): number => curves.filter(({ end }) => end === wanted).length;
  const lost = (['diverged', 'failed'] as const).flatMap((end) => {
    return count(end) === 0 ? [] : [`${formatCount(count(end))} ${end}`];
  });
  const lasts = curves.flatMap((curve) => lossAt(curve, Number.POSITIVE_INFINITY));
  const [low, high] = [0.25, 0.75].map((share) => (lasts.length === 0 ? Number.NaN : quantile(lasts, share)));
  const reach = Number.isFinite(high)
    ? `the middle half ended between ${formatValue(low as number)} and ${formatValue(high as number)}`
    : Number.isFinite(low)
      ? `the best quarter ended at ${formatValue(low as number)} or below`
      : 'most ended without a loss';
  return `of ${formatQuantity(curves.length, 'training')} of ${nameOf(candidate)} ${lost.join(' and ') || 'none diverged'}, and ${reach}`;
}

const COLORS: Readonly<Record<LearningPanel['role'], string>> = {
  choice: 'var(--choice)',
  fragile: 'var(--series-2)',
  other: 'var(--late)',
};

function drawLearning(panels: readonly LearningPanel[], nameOf: (id: string) => string): Plot.PlotOptions {
  const points = panels.flatMap(({ candidate, drawn, role }, fy) =>
    drawn.flatMap((curve, line) =>
      pointsOf(curve).map((point) => ({ ...point, ...{ fy, line, curve, candidate, color: COLORS[role] } })),
    ),
  );
  const axis = fitAxis(
    points.map(({ loss }) => loss),
    'minimize',
  );
  const hasBeyond =
    points.some(({ loss }) => isBeyond(axis, loss)) ||
    panels.some(({ curves }) => curves.some(({ end }) => end === 'diverged'));
  const scale = chartScale(axis, hasBeyond, 5);
  const epochs = panels.reduce((most, { band }) => Math.max(most, band.at(-1)?.epoch ?? 1), 1);
  const ends = epochs > 1 ? ([1, epochs] as const) : ([0.5, 1.5] as const);
  const names = fitNames(
    panels.map(({ candidate }) => nameOf(candidate)),
    () => 270,
  );
  const bands = panels.flatMap(({ band, role }, fy) =>
    band.map(({ epoch, low, middle, high }) => ({
      ...{ fy, epoch, color: COLORS[role] },
      ...{ low: scale.place(low), middle: scale.place(middle), high: scale.place(high) },
    })),
  );
  const most = Math.max(...panels.map(({ drawn }) => drawn.length));
  // The same at every point of a line: it is one line then.
  const title = ({ candidate, curve }: (typeof points)[number]): string => {
    const last = pointsOf(curve).at(-1);
    return `${nameOf(candidate)}, replicate ${formatCount(curve.replicate)}: ${last === undefined ? '' : `${formatValue(last.loss)} after epoch ${formatCount(last.epoch)}`}${curve.end === 'whole' ? '' : `, ${ENDS[curve.end].name}`}`;
  };
  const at = { x: 'epoch', fy: 'fy' } as const;
  return {
    ...frame(CHART_WIDTH, 60 + 230 * panels.length, [30, 16, 42, 62]),
    fy: { axis: null, domain: panels.map((_, place) => place), padding: 0.14 },
    x: { type: 'linear', domain: ends },
    y: scale.options,
    marks: [
      ...yAxis(scale.ticks, scale.title('reported loss'), scale.tickLabel),
      xAxis(roundTicks(epochs, 9), 'epoch', String),
      ...stripMark('y', scale, ends),
      Plot.areaY(bands, { ...at, y1: 'low', y2: 'high', fill: 'color', fillOpacity: 0.16 }),
      Plot.line(points, {
        ...{ ...at, y: ({ loss }) => scale.place(loss), z: ({ fy, line }) => `${fy} ${line}`, stroke: 'color' },
        ...{ strokeWidth: 1, strokeOpacity: Number(Math.max(0.25, Math.min(0.8, 6 / most)).toFixed(2)), title },
      }),
      Plot.line(bands, { ...at, y: 'middle', stroke: 'color', strokeWidth: 2.8 }),
      ...END_NAMES.map((end) => {
        const { color, symbol } = ENDS[end].style;
        const paint = symbol === 'times' ? { stroke: color, strokeWidth: 1.8 } : { fill: color };
        const last = points.filter(({ curve }, place) => curve.end === end && points[place + 1]?.curve !== curve);
        return Plot.dot(last, { ...at, y: ({ loss }) => scale.place(loss), symbol, r: 4, ...paint, title });
      }),
      Plot.text(panels, {
        ...{
          fy: (_, place) => place,
          text: (_, place) => names[place],
          fill: ({ role }: LearningPanel) => COLORS[role],
        },
        ...{ frameAnchor: 'top-right', dx: -6, dy: 10, textAnchor: 'end', fontWeight: 600, ...HALO },
      }),
    ],
  };
}

interface Told {
  readonly id: string;
  readonly outcomes: readonly Outcome[];
}

/** The winner's, where it reported, and the most fragile one's below it. */
export function learningPanels({ standings, result }: ReportView): LearningPanel[] {
  const told = standings.flatMap(({ id, outcomes, fresh }): Told[] => {
    const reported = [...outcomes, ...fresh.outcomes].filter(({ lossPerEpoch }) => lossPerEpoch.length > 0);
    return reported.some(({ lossPerEpoch }) => lossPerEpoch.length > 1) ? [{ id, outcomes: reported }] : [];
  });
  const first = told.find(({ id }) => id === result.winner?.candidate) ?? told[0];
  if (first === undefined) return [];
  const fragile = mostFragile(told.filter((one) => one !== first));
  return [
    panelOf(first, first.id === result.winner?.candidate ? 'choice' : 'other'),
    ...(fragile === undefined ? [] : [panelOf(fragile, 'fragile')]),
  ];
}

function mostFragile(told: readonly Told[]): Told | undefined {
  const judged = told
    .filter(({ outcomes }) => outcomes.length >= LEAST_TRAININGS)
    .map((one) => {
      const finite = one.outcomes.map(({ loss }) => loss).filter(Number.isFinite);
      const diverged = one.outcomes.filter(({ status }) => status === 'diverged').length;
      const spread = finite.length < 2 ? 0 : interquartileRange(finite);
      return { one, diverging: diverged / one.outcomes.length, spread };
    });
  return judged.sort((a, b) => b.diverging - a.diverging || b.spread - a.spread)[0]?.one;
}

function panelOf({ id, outcomes }: Told, role: LearningPanel['role']): LearningPanel {
  const whole = longest(outcomes.filter(({ status }) => status === 'completed')) || longest(outcomes);
  const curves = outcomes.map((outcome): Curve => {
    const { trial, lossPerEpoch, status } = outcome;
    const well = lossPerEpoch.length < whole ? 'stopped' : 'whole';
    const end = status === 'diverged' ? 'diverged' : isFailure(outcome) ? 'failed' : well;
    return { replicate: trial.streams.init + 1, losses: lossPerEpoch, end };
  });
  const step = Math.max(1, curves.length / MOST_CURVES);
  return {
    ...{ candidate: id, role, curves },
    drawn: curves.filter((_, place) => Math.floor(place / step) !== Math.floor((place - 1) / step)),
    band: countsUpTo(longest(outcomes), 1, MOST_POINTS).flatMap((epoch) => {
      const losses = curves.flatMap((curve) => lossAt(curve, epoch));
      const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => (losses.length === 0 ? 0 : quantile(losses, share)));
      return losses.length === 0 ? [] : [{ epoch, low: low as number, middle: middle as number, high: high as number }];
    }),
  };
}

/** After that epoch: one that diverged counts as infinite from there on, one that stopped early keeps its last loss; none for one that failed. */
function lossAt({ losses, end }: Curve, epoch: number): number[] {
  const loss = losses[epoch - 1];
  if (loss !== undefined && Number.isFinite(loss)) return [loss];
  if (end === 'diverged') return [Number.POSITIVE_INFINITY];
  const last = end !== 'failed' && epoch > losses.length ? losses.at(-1) : undefined;
  return last !== undefined && Number.isFinite(last) ? [last] : [];
}

/** Finite ones, some of them where there are many epochs. */
function pointsOf({ losses }: Curve): { readonly epoch: number; readonly loss: number }[] {
  return countsUpTo(losses.length, 1, MOST_POINTS).flatMap((epoch) => {
    const loss = losses[epoch - 1] as number;
    return Number.isFinite(loss) ? [{ epoch, loss }] : [];
  });
}

function longest(outcomes: readonly Outcome[]): number {
  return outcomes.reduce((most, { lossPerEpoch }) => Math.max(most, lossPerEpoch.length), 0);
}
