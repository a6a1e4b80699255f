/** @file Figure: what each candidate cost in the race, by rank. */
import * as Plot from '@observablehq/plot';
import { candidatesText } from '../answer/cost.js';
import { CHART_WIDTH, frame, powersOfTen, roundTicks, xAxis, yAxis } from '../chart/axes.js';
import type { Chart } from '../chart/index.js';
import { formatCount, formatDuration, formatQuantity, formatShare, formatValue } from '../number-text.js';
import type { ShownStanding } from '../standing.js';
import { namedColumns, type Table } from '../table/table.js';
import type { ReportView } from '../view/report-view.js';

/** Null where nothing was trained in the race. */
export function costFigure({ standings, result, telling }: ReportView): Chart | null {
  const { race } = result.trials;
  if (race === 0) return null;
  const costs = costsOf(standings);
  const half = halfOf(standings);
  return {
    says: `The first ${half === 1 ? 'candidate' : formatQuantity(half, 'candidate')} by rank had half of all race trainings, ${formatShare(half / Math.max(1, standings.length))} of the field.`,
    reads: [
      costs.some(({ candidate }) => candidate === null)
        ? 'Further down a bar is the mean of neighbours; ranks stand on a logarithmic scale.'
        : null,
    ],
    n: `n = ${formatQuantity(race, 'race training')} of ${candidatesText(standings.length, result)}`,
    plot: () => drawCosts(costs, standings.length, telling.nameOf),
    data: {
      ...{ id: 'cost-each', caption: 'Trainings', rows: costs },
      columns: [
        { key: 'first rank', unit: 'count', of: ({ first }) => first },
        { key: 'last rank', unit: 'count', of: ({ last }) => last },
        ...namedColumns<Cost>(
          'candidate',
          ({ candidate }) => candidate,
          ({ candidate }) => candidate && telling.nameOf(candidate),
        ),
        { key: 'trainings', unit: 'value', of: ({ trials }) => trials },
        { key: 'seconds', unit: 'value', of: ({ seconds }) => seconds },
      ],
    } satisfies Table<Cost>,
  };
}

/** What one candidate cost in the race, or the mean of several neighbours by rank. */
interface Cost {
  /** Ranks, from 1; both the same where it is one candidate. */
  readonly first: number;
  readonly last: number;
  /** Null where it is the mean of several. */
  readonly candidate: string | null;
  readonly trials: number;
  readonly seconds: number;
}

/** Candidates that are shown one by one; behind them neighbours are taken together, more and more of them. */
const SINGLE_COSTS = 60;
const COST_GROWTH = 1.06;
/** More candidates than this are too narrow one by one. */
const MANY = 100;

function costsOf(standings: readonly ShownStanding[]): Cost[] {
  const costs: Cost[] = [];
  for (let first = 0; first < standings.length; ) {
    const width = first < SINGLE_COSTS ? 1 : Math.max(1, Math.floor(first * (COST_GROWTH - 1)));
    const group = standings.slice(first, first + width);
    const outcomes = group.flatMap((standing) => standing.outcomes);
    costs.push({
      first: first + 1,
      last: first + group.length,
      candidate: group.length === 1 ? (group[0]?.id ?? null) : null,
      trials: outcomes.length / group.length,
      seconds: outcomes.reduce((sum, { seconds }) => sum + seconds, 0) / group.length,
    });
    first += group.length;
  }
  return costs;
}

/** How many of the first by rank had half of the trainings. */
function halfOf(standings: readonly ShownStanding[]): number {
  const half = standings.reduce((sum, { outcomes }) => sum + outcomes.length, 0) / 2;
  let sum = 0;
  const last = standings.findIndex(({ outcomes }) => {
    sum += outcomes.length;
    return sum >= half;
  });
  return last + 1;
}

/** On a logarithmic scale where there are many, since the first ones cost most. */
function drawCosts(costs: readonly Cost[], candidates: number, nameOf: (id: string) => string): Plot.PlotOptions {
  const isLog = candidates > MANY;
  const start = isLog ? 0.8 : 0.5;
  const most = costs.reduce((largest, { trials }) => Math.max(largest, trials), 1);
  const ticks = isLog ? powersOfTen(candidates).filter((tick) => tick <= candidates) : roundTicks(candidates, 8);
  return {
    ...frame(CHART_WIDTH, 240, [26, 20, 40, 52]),
    x: { type: isLog ? 'log' : 'linear', domain: [start, candidates + 0.5] },
    y: { type: 'linear', domain: [0, most * 1.06] },
    marks: [
      ...yAxis(5, 'trainings', formatCount),
      xAxis(ticks, 'rank', formatCount),
      Plot.rect(costs, {
        x1: ({ first }: Cost) => Math.max(start, first - 0.5),
        x2: ({ last }: Cost) => last + 0.5,
        y1: () => 0,
        y2: 'trials',
        fill: ({ first }: Cost) => (first === 1 ? 'var(--choice)' : 'var(--dropped)'),
        fillOpacity: 0.75,
        insetRight: 0.5,
        title: (cost: Cost) => costText(cost, nameOf),
      }),
    ],
  };
}

function costText({ first, last, candidate, trials, seconds }: Cost, nameOf: (id: string) => string): string {
  const of = candidate === null ? `ranks ${formatCount(first)} to ${formatCount(last)}, each` : nameOf(candidate);
  return `#${formatCount(first)} ${of}: ${formatValue(trials, 3)} trainings, ${formatDuration(seconds)}`;
}
