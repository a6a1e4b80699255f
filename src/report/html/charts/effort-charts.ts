/** @file Figures: candidates trained in each replicate, and trials used beside training all of them. */
import * as Plot from '@observablehq/plot';
import { formatCount, formatDuration, formatValue } from '../../number-text.js';
import type { CandidateCost, EffortView } from '../../view/effort-view.js';
import { drawFigure } from '../figure.js';
import type { Markup } from '../markup.js';
import { CHART_WIDTHS, type ChartSize, frame, HALO, MUTED, xAxis, yAxis } from './frame.js';
import { roundTicks } from './round-scale.js';

/** Two of them stand beside each other on pages; on phones one fills the screen. */
const frameFor = (size: ChartSize): Plot.PlotOptions =>
  frame(size === 'wide' ? 388 : CHART_WIDTHS.narrow, 240, [26, 20, 40, 52]);
const ROUNDS = 'trials per candidate';
const MOST_LABELS = { wide: 12, narrow: 6 } as const;

const LEFT_WORDS = {
  replicates: { title: 'Candidates trained in each round', axis: 'candidates trained', steps: 'rounds', at: ROUNDS },
  looks: {
    title: 'Candidates that may be the best, look by look',
    axis: 'may be the best',
    steps: 'looks',
    at: 'look',
  },
} as const;

/** A step a replicate or a look, on a logarithmic scale: halving is a straight staircase. */
export function drawModelsLeft(id: string, { left, leftBy, candidates }: EffortView, size: ChartSize): Markup {
  const words = LEFT_WORDS[leftBy];
  const end = left.at(-1)?.at ?? 0;
  const bars = left.map(({ at, left: value }) => ({ x1: at - 0.5, x2: at + 0.5, value }));
  const changes = left.filter(({ left: value }, index) => value !== left[index - 1]?.left);
  // Labels of many small steps would hide each other.
  const labelled = changes.length <= MOST_LABELS[size] ? changes : [...changes.slice(0, 1), ...changes.slice(-1)];
  const description = {
    title: words.title,
    text: `${formatCount(left[0]?.left ?? 0)} at first, ${formatCount(left.at(-1)?.left ?? 0)} in the last of ${left.length} ${words.steps}.`,
  };
  return drawFigure(id, description, {
    ...frameFor(size),
    x: { type: 'linear', domain: [0.5, Math.max(1, end) + 0.5] },
    y: { type: 'log', domain: [0.8, Math.max(2, candidates) * 1.6], base: 10 },
    marks: [
      ...yAxis(countTicks(candidates), words.axis, formatCount),
      xAxis(roundTicks(end, 10), words.at, String),
      Plot.rect(bars, { x1: 'x1', x2: 'x2', y1: () => 0.8, y2: 'value', fill: 'var(--choice)', fillOpacity: 0.14 }),
      Plot.line(
        bars.flatMap(({ x1, x2, value }) => [
          [x1, value],
          [x2, value],
        ]),
        { stroke: 'var(--choice)', strokeWidth: 2 },
      ),
      Plot.text(labelled, {
        x: ({ at }) => at - 0.5,
        y: 'left',
        text: ({ left: value }) => formatCount(value),
        textAnchor: 'start',
        dx: 3,
        dy: -8,
        fill: 'var(--ink)',
        fontSize: 11,
      }),
    ],
  });
}

/** Trials used by the race, and by training every candidate every time. */
export function drawTrialsUsed(id: string, effort: EffortView, size: ChartSize): Markup {
  const { steps, candidates, exhaustive, exhaustiveRounds } = effort;
  const rounds = Math.max(steps.length, exhaustiveRounds);
  const used = steps.at(-1)?.used ?? 0;
  const race = [{ round: 0, used: 0 }, ...steps];
  const isShort = steps.length < rounds / 2;
  const all = [0, exhaustiveRounds].map((round) => ({ round, used: round * candidates }));
  const description = {
    title: 'Trials used',
    text: `${formatCount(used)} by the race, ${formatCount(exhaustive)} if every candidate were trained ${exhaustiveRounds} times.`,
  };
  return drawFigure(id, description, {
    ...frameFor(size),
    x: { type: 'linear', domain: [0, Math.max(1, rounds)] },
    y: { type: 'linear', domain: [0, Math.max(1, exhaustive) * 1.12] },
    marks: [
      ...yAxis(5, 'trials used', formatCount),
      xAxis([0, ...roundTicks(rounds, 10)], ROUNDS, String),
      Plot.line(all, { x: 'round', y: 'used', stroke: MUTED, strokeDasharray: '3,4', strokeWidth: 1.4 }),
      Plot.text(all.slice(1), {
        x: 'round',
        y: 'used',
        text: () => `every candidate: ${formatCount(exhaustive)}`,
        textAnchor: 'end',
        dy: -10,
        fill: MUTED,
      }),
      Plot.areaY(race, { x: 'round', y: 'used', fill: 'var(--choice)', fillOpacity: 0.14 }),
      Plot.line(race, { x: 'round', y: 'used', stroke: 'var(--choice)', strokeWidth: 2.4 }),
      Plot.text(steps.slice(-1), {
        x: 'round',
        y: 'used',
        text: () => `this race: ${formatCount(used)}`,
        textAnchor: isShort ? 'start' : 'end',
        dx: isShort ? 8 : 0,
        dy: isShort ? 0 : -11,
        fontWeight: 600,
        fill: 'var(--choice)',
        ...HALO,
      }),
    ],
  });
}

/** What each candidate cost, by rank: on a logarithmic scale where there are many, since the first ones cost most. */
export function drawCosts(
  id: string,
  { costs, candidates }: EffortView,
  what: 'trials' | 'seconds',
  nameOf: (candidate: string) => string,
  size: ChartSize,
): Markup {
  const isWide = size === 'wide';
  const isLog = candidates > MANY;
  const most = costs.reduce((largest, cost) => Math.max(largest, cost[what]), 0);
  const bars = costs.map((cost) => ({ cost, x1: cost.firstRank - 0.5, x2: cost.lastRank + 0.5, value: cost[what] }));
  const say = (value: number): string => (what === 'seconds' ? formatDuration(value) : formatValue(value, 3));
  const titleOf = ({ firstRank, lastRank, candidate, trials, seconds }: CandidateCost): string => {
    const who =
      candidate === null ? `ranks ${formatCount(firstRank)} to ${formatCount(lastRank)}, each` : nameOf(candidate);
    const count = Number.isInteger(trials) ? formatCount(trials) : formatValue(trials, 3);
    return `#${formatCount(firstRank)} ${who}: ${count} trials, ${formatDuration(seconds)}`;
  };
  const description = {
    title: what === 'trials' ? 'Trials of each candidate, by rank' : 'Seconds of training of each candidate, by rank',
    text: `${say(costs[0]?.[what] ?? 0)} for the first, ${say(costs.at(-1)?.[what] ?? 0)} for the last of ${formatCount(candidates)}.`,
  };
  const ticks = isLog
    ? [1, ...countTicks(candidates).filter((tick) => tick > 1 && tick <= candidates)]
    : roundTicks(candidates, isWide ? 20 : 8);
  return drawFigure(id, description, {
    ...frame(CHART_WIDTHS[size], 240, [26, 20, 40, 62]),
    x: { type: isLog ? 'log' : 'linear', base: 10, domain: [isLog ? 0.8 : 0.5, candidates + 0.5] },
    y: { type: 'linear', domain: [0, Math.max(what === 'trials' ? 1 : 1e-9, most) * 1.06] },
    marks: [
      ...yAxis(5, what === 'trials' ? 'trials' : 'seconds of training', (value) => formatShort(value)),
      xAxis(ticks, 'rank', formatCount),
      Plot.rect(bars, {
        x1: ({ x1 }) => Math.max(isLog ? 0.8 : 0.5, x1),
        x2: 'x2',
        y1: () => 0,
        y2: 'value',
        fill: ({ cost }) => (cost.firstRank === 1 ? 'var(--choice)' : 'var(--dropped)'),
        fillOpacity: 0.75,
        insetRight: 0.5,
        title: ({ cost }) => titleOf(cost),
      }),
    ],
  });
}

/** More candidates than this are too narrow one by one. */
const MANY = 100;

function formatShort(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(3)));
}

function countTicks(candidates: number): number[] {
  const ticks: number[] = [];
  for (let power = 1; power <= Math.max(1, candidates) * 1.6; power *= 10) ticks.push(power);
  return ticks;
}
