/** @file Figures: what each candidate cost, by rank, in trials and in seconds of training. */
import * as Plot from '@observablehq/plot';
import { CHART_WIDTH, frame, powersOfTen, roundTicks, xAxis, yAxis } from '../chart/axes.js';
import type { Chart } from '../chart/index.js';
import { formatCount, formatDuration, formatQuantity, formatShare, formatValue } from '../number-text.js';
import type { ShownStanding } from '../standing.js';
import { candidatesText } from '../view/effort-words.js';
import type { ReportView } from '../view/report-view.js';

/** None where nothing was trained in the race, and no seconds where nobody took the time. */
export function costFigures(view: ReportView): Chart[] {
  const each = viewCosts(view.standings);
  if (view.result.trials.race === 0) return [];
  return [costFigure(view, each, 'trials'), ...(each.seconds > 0 ? [costFigure(view, each, 'seconds')] : [])];
}

function costFigure({ result, telling }: ReportView, each: EachCost, what: 'trials' | 'seconds'): Chart {
  const { costs, candidates, halfOfTrials, seconds } = each;
  const isGrouped = costs.some(({ candidate }) => candidate === null);
  const first = costs[0]?.seconds ?? 0;
  return {
    id: `cost-each-${what}`,
    title: what === 'trials' ? 'Trainings' : 'Seconds',
    says:
      what === 'trials'
        ? `The first ${halfOfTrials === 1 ? 'candidate' : formatQuantity(halfOfTrials, 'candidate')} by rank had half of all race trainings, ${formatShare(halfOfTrials / Math.max(1, candidates))} of the field.`
        : `The first by rank was trained for ${formatDuration(first)}, ${formatShare(first / seconds)} of the ${formatDuration(seconds)} in all.`,
    reads: [
      'A bar is a candidate, by rank; trainings after the race are not among them.',
      ...(isGrouped ? ['Further down a bar is the mean of neighbours; ranks stand on a logarithmic scale.'] : []),
    ],
    n: `n = ${formatQuantity(result.trials.race, 'race training')} of ${candidatesText(candidates, result)}`,
    plot: () => drawCosts(each, what, telling.nameOf),
    data: {
      columns: ['first rank', 'last rank', 'candidate', 'trainings', 'seconds'],
      rows: costs.map(({ firstRank, lastRank, candidate, trials, seconds: time }) => {
        return [firstRank, lastRank, candidate, trials, time] as const;
      }),
    },
  };
}

/** What one candidate cost in the race, or the mean of several neighbours by rank. */
interface CandidateCost {
  /** From 1; both the same where it is one candidate. */
  readonly firstRank: number;
  readonly lastRank: number;
  /** Null where it is the mean of several. */
  readonly candidate: string | null;
  readonly trials: number;
  readonly seconds: number;
}

interface EachCost {
  /** By rank. */
  readonly costs: readonly CandidateCost[];
  readonly candidates: number;
  /** Of training, in all trials of the race. */
  readonly seconds: number;
  /** So many of the first by rank had half of the trials. */
  readonly halfOfTrials: number;
}

/** Candidates that are shown one by one; behind them neighbours are taken together, more and more of them. */
const SINGLE_COSTS = 60;
const COST_GROWTH = 1.06;

export function viewCosts(standings: readonly ShownStanding[]): EachCost {
  return {
    costs: costsOf(standings),
    candidates: standings.length,
    seconds: standings.reduce((sum, standing) => sum + secondsOf(standing), 0),
    halfOfTrials: halfOf(standings),
  };
}

function costsOf(standings: readonly ShownStanding[]): CandidateCost[] {
  const costs: CandidateCost[] = [];
  for (let first = 0; first < standings.length; ) {
    const width = first < SINGLE_COSTS ? 1 : Math.max(1, Math.floor(first * (COST_GROWTH - 1)));
    const group = standings.slice(first, first + width);
    const sum = (of: (standing: ShownStanding) => number): number => group.reduce((total, one) => total + of(one), 0);
    costs.push({
      firstRank: first + 1,
      lastRank: first + group.length,
      candidate: group.length === 1 ? (group[0]?.id ?? null) : null,
      trials: sum(({ outcomes }) => outcomes.length) / group.length,
      seconds: sum(secondsOf) / group.length,
    });
    first += group.length;
  }
  return costs;
}

function secondsOf({ outcomes }: ShownStanding): number {
  return outcomes.reduce((sum, { seconds }) => sum + seconds, 0);
}

function halfOf(standings: readonly ShownStanding[]): number {
  const half = standings.reduce((sum, { outcomes }) => sum + outcomes.length, 0) / 2;
  let sum = 0;
  const last = standings.findIndex(({ outcomes }) => {
    sum += outcomes.length;
    return sum >= half;
  });
  return last + 1;
}

/** What each candidate cost, by rank: on a logarithmic scale where there are many, since the first ones cost most. */
function drawCosts(
  { costs, candidates }: EachCost,
  what: 'trials' | 'seconds',
  nameOf: (candidate: string) => string,
): Plot.PlotOptions {
  const isLog = candidates > MANY;
  const most = costs.reduce((largest, cost) => Math.max(largest, cost[what]), 0);
  const bars = costs.map((cost) => ({ cost, x1: cost.firstRank - 0.5, x2: cost.lastRank + 0.5, value: cost[what] }));

  const titleOf = ({ firstRank, lastRank, candidate, trials, seconds }: CandidateCost): string => {
    const who =
      candidate === null ? `ranks ${formatCount(firstRank)} to ${formatCount(lastRank)}, each` : nameOf(candidate);
    const count = Number.isInteger(trials) ? formatCount(trials) : formatValue(trials, 3);
    return `#${formatCount(firstRank)} ${who}: ${count} trainings, ${formatDuration(seconds)}`;
  };

  const ticks = isLog
    ? [1, ...powersOfTen(candidates).filter((tick) => tick > 1 && tick <= candidates)]
    : roundTicks(candidates, 8);
  return {
    ...frame(CHART_WIDTH, 240, [26, 20, 40, 62]),
    x: { type: isLog ? 'log' : 'linear', base: 10, domain: [isLog ? 0.8 : 0.5, candidates + 0.5] },
    y: { type: 'linear', domain: [0, Math.max(what === 'trials' ? 1 : 1e-9, most) * 1.06] },
    marks: [
      ...yAxis(5, what === 'trials' ? 'trainings' : 'seconds of training', (value) => formatShort(value)),
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
  };
}

/** More candidates than this are too narrow one by one. */
const MANY = 100;

function formatShort(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(3)));
}
