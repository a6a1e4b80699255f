/** @file Figure: how many candidates were left as the race went on: trained in each round, or those not paused at a look. */
import * as Plot from '@observablehq/plot';
import { halfFrame, powersOfTen, roundTicks, xAxis, yAxis } from '../chart/axes.js';
import type { Chart } from '../chart/index.js';
import { formatCount, formatQuantity } from '../number-text.js';
import { candidatesText } from '../view/effort-words.js';
import type { ReportView } from '../view/report-view.js';
import { stepsOf } from './trials-used.js';

/** Null where nothing was trained in the race. */
export function candidatesLeftFigure(view: ReportView): Chart | null {
  const { left, leftBy } = viewLeft(view);
  if (left.length === 0) return null;
  const candidates = view.standings.length;
  const tried =
    view.result.search === undefined ? formatQuantity(candidates, 'candidate') : `the ${formatCount(candidates)} tried`;
  const isLooks = leftBy === 'looks';
  const last = left.at(-1);
  const end = formatCount(last?.left ?? candidates);
  return {
    id: 'cost-left',
    title: 'Candidates in the running',
    says: isLooks
      ? `${end} of ${tried} in the running after ${formatQuantity(last?.at ?? 0, 'look')}.`
      : `${formatCount(left[0]?.left ?? candidates)} candidates were trained in the first round, and ${end} in the last of ${formatCount(left.length)}.`,
    reads: [
      isLooks
        ? 'Each check re-ranks all candidates by all trainings so far.'
        : 'A round is one training of all that are left.',
    ],
    n: `n = ${candidatesText(candidates, view.result)}`,
    plot: () => drawModelsLeft({ left, leftBy, candidates }),
    data: { columns: [isLooks ? 'look' : 'round', 'candidates'], rows: left.map(({ at, left: count }) => [at, count]) },
  };
}

interface Left {
  /** `replicates`: who was trained in each. `looks`: who was not paused after each, where nobody leaves for good. */
  readonly leftBy: 'replicates' | 'looks';
  readonly left: readonly { readonly at: number; readonly left: number }[];
}

export function viewLeft({ standings, result: { candidates, decisions } }: ReportView): Left {
  if (!decisions.some(({ idle }) => idle !== undefined)) {
    return {
      leftBy: 'replicates',
      left: stepsOf(standings).map(({ round, trained }) => ({ at: round, left: trained })),
    };
  }
  // Until somebody can lead, nobody is paused.
  const open = Array.from({ length: (decisions[0]?.round ?? 1) - 1 }, (_, index) => ({
    at: index + 1,
    left: candidates.length,
  }));
  return {
    leftBy: 'looks',
    left: [...open, ...decisions.map(({ round, survivors }) => ({ at: round, left: survivors.length }))],
  };
}

const MOST_LABELS = 6;

const LEFT_WORDS = {
  replicates: {
    title: 'Candidates trained in each round',
    axis: 'candidates trained',
    steps: 'rounds',
    at: 'trainings per candidate',
  },
  looks: {
    title: 'Candidates in the running, look by look',
    axis: 'in the running',
    steps: 'looks',
    at: 'look',
  },
} as const;

/** A step a replicate or a look, on a logarithmic scale: halving is a straight staircase. */
function drawModelsLeft({ left, leftBy, candidates }: Left & { readonly candidates: number }): Plot.PlotOptions {
  const words = LEFT_WORDS[leftBy];
  const end = left.at(-1)?.at ?? 0;
  const bars = left.map(({ at, left: value }) => ({ x1: at - 0.5, x2: at + 0.5, value }));
  const changes = left.filter(({ left: value }, index) => value !== left[index - 1]?.left);
  // Labels of many small steps would hide each other.
  const labelled = changes.length <= MOST_LABELS ? changes : [...changes.slice(0, 1), ...changes.slice(-1)];

  return {
    ...halfFrame(),
    x: { type: 'linear', domain: [0.5, Math.max(1, end) + 0.5] },
    y: { type: 'log', domain: [0.8, Math.max(2, candidates) * 1.6], base: 10 },
    marks: [
      ...yAxis(powersOfTen(candidates), `${words.axis} (logarithmic)`, formatCount),
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
  };
}
