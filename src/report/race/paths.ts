/** @file Figure: the race as the paper draws it: the criterion of every candidate after each replicate, until it leaves. */
import * as Plot from '@observablehq/plot';
import { quantile } from '../../stats/index.js';
import { showCriterion } from '../direction.js';
import { betterWay, type Figure, seriesKeys } from '../figures/index.js';
import type { SeriesStyle } from '../figures/series-style.js';
import {
  type BeyondCount,
  CHART_WIDTHS,
  type ChartSize,
  frame,
  HALO,
  type Margins,
  MUTED,
  offScaleCounts,
  offScaleWords,
  roundTicks,
  stripMark,
  xAxis,
  yAxis,
} from '../html/charts/frame.js';
import { fitInto } from '../html/charts/name-room.js';
import { type ChartScale, chartScale } from '../html/charts/value-scale.js';
import { drawFigure } from '../html/figure.js';
import type { Markup } from '../html/markup.js';
import { formatCount, formatQuantity, formatValue } from '../number-text.js';
import { evaluateCriterion, type ShownStanding } from '../standing.js';
import { criterionPhrase } from '../view/choice-words.js';
import { candidatesText } from '../view/effort-words.js';
import type { ReportView } from '../view/report-view.js';
import { fitAxis, isBeyond, type ValueAxis } from '../view/value-axis.js';

/** Null where nobody was trained in the race. */
export function pathFigure(view: ReportView): Figure | null {
  const race = viewRace(view);
  if (race.rounds === 0) return null;
  const { result, telling } = view;
  return {
    id: 'race-paths',
    title: 'Criterion',
    conclusion: leadText(result, telling.nameOf),
    reading: [
      `A line is the ${race.criterion} of a candidate after each of its trainings.`,
      race.eliminates
        ? 'A path ends where its candidate was eliminated.'
        : 'A path ends with the last training of its candidate: nobody leaves for good, and trainings go where they tell most.',
      ...(race.field === null
        ? []
        : [
            `Of ${formatCount(race.candidates)} candidates ${formatCount(race.paths.length)} are drawn: the first ones, and the others at even distances by rank; the shaded band holds the middle 80 % of all that had so many trainings, the dotted line their median.`,
          ]),
      ...(race.beyond.length > 0
        ? [
            'The strip counts candidates whose figure lies off the scale: infinite because a training diverged or failed, or far worse than all others.',
          ]
        : []),
    ],
    direction: betterWay(race.axis.worse === 'low'),
    n: `n = ${formatQuantity(result.trials.race, 'race training')} of ${candidatesText(race.candidates, result)}`,
    draw: (id, size) => drawRaceChart(id, race, size),
    keys: keyList(race),
    data: {
      columns: ['candidate', 'trainings', race.criterion],
      rows: race.paths.flatMap(({ candidate, points }) => points.map(({ round, value }) => [candidate, round, value])),
    },
  };
}

/** How often the lead changed, as the decisions saw it. */
function leadText({ decisions, choice }: ReportView['result'], nameOf: (id: string) => string): string {
  const leaders = decisions.map(({ incumbent }) => incumbent);
  const first = leaders[0];
  if (first === undefined || choice === null) return 'No candidate led so far.';
  const changes = leaders.filter((leader, index) => index > 0 && leader !== leaders[index - 1]).length;
  const isByLooks = decisions.some(({ idle }) => idle !== undefined);
  const unit = isByLooks ? 'look' : 'decision';
  // Looks have numbers of their own: at the first of them nobody may lead yet.
  const numberAt = (index: number): number => (isByLooks ? (decisions.at(index)?.round ?? 0) : index + 1);
  const all = isByLooks ? numberAt(-1) : decisions.length;
  if (changes === 0) {
    if (numberAt(0) > 1) return `${nameOf(first)} led at every look from look ${formatCount(numberAt(0))} on.`;
    return `${nameOf(first)} led at ${decisions.length === 1 ? `the only ${unit}` : `each of ${formatQuantity(decisions.length, unit)}`}.`;
  }
  const since = leaders.findLastIndex((leader) => leader !== leaders.at(-1)) + 1;
  const last = leaders.at(-1) as string;
  return `The lead changed ${changes === 1 ? 'once' : `${formatCount(changes)} times`} in ${formatQuantity(all, unit)}; ${nameOf(last)} has it since ${unit} ${formatCount(numberAt(since))}.`;
}

const ROLES = ['choice', 'racing', 'late', 'dropped'] as const;
const ELIMINATED_WORDS = {
  choice: 'the winner',
  racing: 'in the running',
  late: 'eliminated last',
  dropped: 'eliminated earlier',
};
const IDLE_WORDS = { choice: 'the winner', racing: 'in the running', late: 'the next best', dropped: 'others' };

function keyList({ paths, eliminates }: RaceView): Markup {
  const words = eliminates ? ELIMINATED_WORDS : IDLE_WORDS;
  const present = ROLES.filter((wanted) => paths.some(({ role }) => role === wanted));
  return seriesKeys(present.map((role) => ({ name: words[role], style: ROLE_STYLES[role] })));
}

/** `choice`: the chosen one. `racing`: may be chosen too. `late`: the next by rank. `dropped`: all others. */
type PathRole = 'choice' | 'racing' | 'late' | 'dropped';

interface RacePath {
  readonly candidate: string;
  readonly name: string;
  readonly label: string;
  readonly role: PathRole;
  /** Shown criterion after each replicate; may be infinite. */
  readonly points: readonly RacePoint[];
  readonly eliminatedAt: number | null;
}

export interface RacePoint {
  readonly round: number;
  readonly value: number;
}

/** The middle 80 % of all candidates in the race at a round. */
interface FieldBand {
  readonly round: number;
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

interface RaceView {
  /** `q3 of the loss`. */
  readonly criterion: string;
  readonly axis: ValueAxis;
  /** Most trials of any candidate. */
  readonly rounds: number;
  /** Dropped ones first, the winner last: the order to draw in. */
  readonly paths: readonly RacePath[];
  readonly beyond: readonly BeyondCount[];
  /** Only where not every path is drawn. */
  readonly field: readonly FieldBand[] | null;
  readonly candidates: number;
  /** Whether candidates leave the race for good. */
  readonly eliminates: boolean;
}

const MOST_PATHS = 260;
/** Candidates at the top of the ranking that always keep their path. */
const LATE = 8;

export function viewRace({ input, standings, result, telling }: ReportView): RaceView {
  const chosen = result.choice?.candidate ?? null;
  const survivors = new Set(result.survivors);
  const { criterion } = input;
  const shown = showCriterion(criterion, input.direction);
  const tracks = standings.map(({ losses }) => {
    return losses.map((_, index) => evaluateCriterion(criterion, losses.slice(0, index + 1)));
  });
  const rounds = standings.reduce((most, { replicates }) => Math.max(most, (replicates.at(-1) ?? -1) + 1), 0);
  const decided = tracks.flat().flatMap((value) => (value === null ? [] : [shown.show(value)]));
  const axis = fitAxis(decided, shown.largerIsBetter ? 'maximize' : 'minimize');
  const drawn = thinRanks(standings.length);
  const paths = drawn.map((rank): RacePath => {
    const { id, label, eliminatedAt, replicates } = standings[rank] as ShownStanding;
    const points = (tracks[rank] ?? []).flatMap((value, index) => {
      return value === null ? [] : [{ round: (replicates[index] as number) + 1, value: shown.show(value) }];
    });
    return {
      candidate: id,
      name: telling.nameOf(id),
      label,
      role: roleOf(id, rank, chosen, survivors),
      points,
      eliminatedAt,
    };
  });
  const columns = Array.from({ length: rounds }, (): number[] => []);
  tracks.forEach((track, rank) => {
    track.forEach((value, index) => {
      const replicate = standings[rank]?.replicates[index];
      if (value !== null && replicate !== undefined) columns[replicate]?.push(value);
    });
  });
  return {
    criterion: criterionPhrase(result),
    axis,
    rounds,
    paths: paths.reverse(),
    beyond: columns.map((column, index) => countBeyond(column.map(shown.show), index + 1, axis)).filter(hasAny),
    field:
      drawn.length < standings.length
        ? columns.flatMap((column, index) => bandOf(column, index + 1, shown.show))
        : null,
    candidates: standings.length,
    eliminates: !input.decisions.some(({ idle }) => idle !== undefined),
  };
}

function roleOf(id: string, rank: number, chosen: string | null, survivors: ReadonlySet<string>): PathRole {
  if (id === chosen) return 'choice';
  if (survivors.has(id)) return 'racing';
  return rank < LATE ? 'late' : 'dropped';
}

/** Ranks to draw: all of a small field; else the first ones and the rest at even distances. */
function thinRanks(count: number): number[] {
  if (count <= MOST_PATHS) return Array.from({ length: count }, (_, rank) => rank);
  const others = MOST_PATHS - LATE;
  const step = (count - LATE) / others;
  return Array.from({ length: MOST_PATHS }, (_, place) => {
    return place < LATE ? place : LATE + Math.floor((place - LATE + 0.5) * step);
  });
}

function countBeyond(values: readonly number[], round: number, axis: ValueAxis): BeyondCount {
  const beyond = values.filter((value) => isBeyond(axis, value));
  const finite = beyond.filter(Number.isFinite).length;
  return { round, infinite: beyond.length - finite, finite };
}

function hasAny({ infinite, finite }: BeyondCount): boolean {
  return infinite + finite > 0;
}

function bandOf(column: readonly number[], round: number, show: (value: number) => number): FieldBand[] {
  if (column.length === 0) return [];
  const at = (share: number): number => show(quantile(column, share));
  const [better, worse] = [at(0.1), at(0.9)];
  return [{ round, low: Math.min(better, worse), middle: at(0.5), high: Math.max(better, worse) }];
}

interface Vertex {
  readonly path: RacePath;
  readonly round: number;
  readonly value: number;
  readonly opacity: number;
}

/** Told apart by dash and mark as well. */
const ROLE_STYLES: Readonly<Record<PathRole, SeriesStyle>> = {
  choice: { color: 'var(--choice)', dash: '', symbol: 'circle' },
  racing: { color: 'var(--racing)', dash: '8,3', symbol: 'square' },
  late: { color: 'var(--late)', dash: '2,3', symbol: 'triangle' },
  dropped: { color: 'var(--dropped)', dash: '', symbol: 'diamond' },
};

function drawRaceChart(id: string, race: RaceView, size: ChartSize): Markup {
  const isWide = size === 'wide';
  const scale = chartScale(race.axis, race.beyond.length > 0, isWide ? 7 : 5);
  const margins: Margins = [26, 14, 40, isWide ? 52 : 44];
  const [start, end] = race.rounds > 1 ? [0.9, race.rounds + 0.1] : [0.5, 1.5];
  const ends = [start, end] as const;
  const vertices = race.paths.flatMap((path) => verticesOf(path, race, scale));
  const of = (...roles: PathRole[]): Vertex[] => vertices.filter(({ path }) => roles.includes(path.role));
  return drawFigure(id, describe(race), {
    ...frame(CHART_WIDTHS[size], isWide ? 440 : 360, margins),
    opacity: { type: 'identity' },
    x: { type: 'linear', domain: ends },
    y: scale.options,
    marks: [
      ...yAxis(scale.ticks, scale.title(race.criterion), scale.tickLabel),
      xAxis(roundTicks(race.rounds, isWide ? 20 : 9), 'trainings per candidate', String),
      ...stripMark('y', scale, ends),
      ...offScaleCounts(race.beyond, scale),
      ...offScaleWords(end, scale),
      ...fieldMarks(race, scale),
      pathMark(of('dropped'), 0.9),
      endMark(of('dropped'), 1.8),
      pathMark(of('late'), 1.3),
      endMark(of('late'), 2.4),
      pathMark(of('racing'), 1.6),
      endMark(of('racing'), 3),
      pathMark(of('choice'), 2.8),
      ...choiceMarks(of('choice'), isWide),
    ],
  });
}

function verticesOf(path: RacePath, race: RaceView, scale: ChartScale): Vertex[] {
  const opacity = path.role === 'dropped' ? fadedOpacity(path, race) : 1;
  return path.points.map(({ round, value }) => ({ path, round, value: scale.place(value), opacity }));
}

/** The earlier a path ends, the fainter it is; the more paths there are, the fainter all of them. */
function fadedOpacity({ points }: RacePath, { rounds, paths }: RaceView): number {
  const lasted = (points.at(-1)?.round ?? 0) / Math.max(1, rounds);
  const crowding = Math.min(1, 12 / Math.sqrt(paths.length + 1));
  return Number(Math.max(0.22, crowding * (0.25 + 0.6 * lasted ** 2)).toFixed(2));
}

function pathMark(vertices: readonly Vertex[], strokeWidth: number): Plot.Markish {
  const style = ROLE_STYLES[vertices[0]?.path.role ?? 'dropped'];
  return Plot.line(vertices, {
    x: 'round',
    y: 'value',
    z: ({ path }: Vertex) => path.candidate,
    stroke: style.color,
    strokeDasharray: style.dash,
    strokeOpacity: 'opacity',
    strokeWidth,
    title: titleOf,
  });
}

/** A dot at the last trial of a candidate: one trial alone makes no line. */
function endMark(vertices: readonly Vertex[], r: number): Plot.Markish {
  const ends = vertices.filter(({ path, round }) => round === path.points.at(-1)?.round);
  const style = ROLE_STYLES[vertices[0]?.path.role ?? 'dropped'];
  return Plot.dot(ends, {
    x: 'round',
    y: 'value',
    r,
    fill: style.color,
    symbol: style.symbol,
    fillOpacity: 'opacity',
    title: titleOf,
  });
}

function choiceMarks(vertices: readonly Vertex[], isWide: boolean): Plot.Markish[] {
  const end = vertices.at(-1);
  if (!end) return [];
  return [
    Plot.dot(vertices, { x: 'round', y: 'value', r: 2.6, fill: 'var(--choice)' }),
    Plot.text([end], {
      x: 'round',
      y: 'value',
      text: ({ path }: Vertex) => fitInto(path.name, isWide ? 560 : 260),
      textAnchor: 'end',
      dy: -12,
      dx: 4,
      fontWeight: 600,
      fill: 'var(--choice)',
      ...HALO,
    }),
  ];
}

function fieldMarks({ field }: RaceView, { place }: ChartScale): Plot.Markish[] {
  if (!field) return [];
  return [
    Plot.areaY(field, {
      x: 'round',
      y1: ({ low }) => place(low),
      y2: ({ high }) => place(high),
      fill: 'var(--dropped)',
      fillOpacity: 0.16,
    }),
    Plot.line(field, { x: 'round', y: ({ middle }) => place(middle), stroke: MUTED, strokeDasharray: '2,3' }),
  ];
}

function titleOf({ path }: Vertex): string {
  const last = path.points.at(-1);
  const end = path.eliminatedAt === null ? '' : `, eliminated after ${path.eliminatedAt} trainings`;
  return `${path.name}${end}, ${last ? formatValue(last.value) : ''}\n${path.label}`;
}

function describe(race: RaceView): { title: string; text: string } {
  const choice = race.paths.find(({ role }) => role === 'choice');
  const end = choice?.points.at(-1);
  const text = [
    `${formatCount(race.candidates)} candidates over ${race.rounds} trainings each at most.`,
    choice && end ? `${choice.name} ends at ${formatValue(end.value)}.` : 'No candidate is chosen.',
  ].join(' ');
  return { title: `The race: ${race.criterion}`, text };
}
