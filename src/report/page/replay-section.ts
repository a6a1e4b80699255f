/** @file Section: rules on recorded losses, cost against regret, and how often each picks the best. */
import * as Plot from '@observablehq/plot';
import { CHART_WIDTH, frame, powersOfTen, xAxisWithGrid, yAxis } from '../chart/axes.js';
import { type Chart, renderFigures, type Section, seriesStyle } from '../chart/index.js';
import { intervalFigure } from '../chart/interval-chart.js';
import { chartScale } from '../chart/value-scale.js';
import { bigFigure, commandList, type FirstScreen } from '../html/first-screen.js';
import { html } from '../html/markup.js';
import { formatShare } from '../number-text.js';
import { noticesIn } from '../shown/shown.js';
import { renderTable } from '../table/table-html.js';
import {
  type JudgedRow,
  judgedRows,
  orderStep,
  type ReplayView,
  racesText,
  repeatedText,
  ruleTable,
} from '../view/replay-view.js';
import type { ReportView } from '../view/report-view.js';

/** The first screen of a replay: what the rule of this page costs and misses, and whom it picks. */
export function replayAnswer({ replay, answer, result }: ReportView): FirstScreen | null {
  if (replay === null) return null;
  const { winner, shown, cost } = answer;
  const step = orderStep(result);
  return {
    kicker: 'Finding',
    title: null,
    id: null,
    tone:
      replay.best === null || replay.rows.some(({ isOwn, regret }) => isOwn && regret === null) ? 'open' : shown.tone,
    sentence: replay.conclusion,
    actions: [],
    notices: noticesIn(shown),
    boxes: [
      {
        kicker: winner === null ? 'No winner' : 'Winner',
        content: html`${winner === null ? null : bigFigure(winner.name, '')}<p>${result.replay?.missing ? 'With what is recorded.' : shown.sentence}</p>`,
      },
      { kicker: 'Cost', content: html`<p>${cost.text}; a replay trains nothing.</p>` },
      ...(step === null ? [] : [{ kicker: 'Next', content: commandList([step]) }]),
    ],
    figures: regretFigure(replay),
  };
}

export function replaySection({ replay }: ReportView): Section | null {
  if (replay === null) return null;
  const figures = correctFigure(replay);
  return {
    id: 'replay',
    title: 'Cost and regret',
    content: html`${renderFigures(figures)}\n${renderTable(ruleTable(replay))}`,
    figures,
  };
}

/** None where no rule can be judged. */
function regretFigure(replay: ReplayView): Chart[] {
  const rows = judgedRows(replay.rows);
  if (!rows.some(({ role }) => role !== 'exhaustive')) return [];
  return [
    {
      says: 'What each rule costs, and how much worse than the best its winner is.',
      reads: [
        'Each mark is a rule; the lower and the further to the left, the better. The largest is the rule of this page.',
        replay.orders === 0 ? null : "Lines: 95 % intervals of both means over orders (Student's t)",
      ],
      direction: 'lower is better',
      n: racesText(replay.orders),
      plot: () => drawRegret(rows, replay.criterion),
      keys: rows.map(({ name }, index) => ({ name, style: seriesStyle(index), shows: 'mark' })),
      data: { ...ruleTable(replay), id: 'cost-and-regret', caption: 'Cost against regret', rows },
    },
  ];
}

/** None without random orders. */
function correctFigure(replay: ReplayView): Chart[] {
  const { orders, picks } = replay;
  if (picks === null) return [];
  return [
    intervalFigure(
      { ...ruleTable(replay), id: 'picks-the-best', caption: 'Picks the best', rows: judgedRows(replay.rows) },
      { says: picks, reads: ['95 % intervals after Wilson'], direction: 'higher is better', n: racesText(orders) },
      {
        key: 'picks the best',
        roleOf: ({ isOwn }) => (isOwn ? 'choice' : 'open'),
        quantity: 'share of the orders',
        isShare: true,
      },
    ),
  ];
}

/** Costs on a logarithmic axis from where one rule costs so many times as much as another. */
const LOG_RATIO = 20;

/** Pixels. */
const LARGEST_RADIUS = 8;
const LEAST_RADIUS = 3.5;

function drawRegret(rows: readonly JudgedRow[], criterion: string): Plot.PlotOptions {
  const regrets = rows.flatMap(({ regret }) => [regret.value, regret.low, regret.high]).filter(Number.isFinite);
  const most = Math.max(0, ...regrets);
  const hasInfinite = rows.some(({ regret }) => regret.value === Number.POSITIVE_INFINITY);
  const scale = chartScale({ scale: 'linear', low: 0, high: most || 1, worse: 'high' }, hasInfinite, 5);
  const costs = rows.flatMap(({ cost }) => [cost.low, cost.value, cost.high]).filter((cost) => cost > 0);
  const least = Math.min(1, ...costs);
  const isLog = 1 / least > LOG_RATIO;
  const ticks = isLog ? powersOfTen(1 / least).map((times) => 1 / times) : [0, 0.25, 0.5, 0.75, 1];
  const place = ({ regret }: JudgedRow): number => scale.place(regret.value);
  const drawn = nested(rows);
  const line = { stroke: ({ color }: Nested) => color, strokeWidth: 1.8 };
  return {
    ...frame(CHART_WIDTH, 300, [26, 22, 42, 58]),
    x: { type: isLog ? 'log' : 'linear', domain: isLog ? [least / 1.3, 1.15] : [0, 1.05] },
    y: scale.options,
    marks: [
      ...xAxisWithGrid(ticks, `share of all trainings (cost${isLog ? ', logarithmic' : ''})`, formatShare),
      ...yAxis(most > 0 ? scale.ticks : [0], scale.title(`regret in ${criterion}`), scale.tickLabel),
      Plot.ruleY([0], { stroke: 'var(--muted)' }),
      Plot.ruleY(drawn, {
        ...{ y: ({ row }) => place(row), x1: ({ row }) => row.cost.low, x2: ({ row }) => row.cost.high, ...line },
      }),
      Plot.ruleX(
        drawn.filter(({ row }) => Number.isFinite(row.regret.value)),
        {
          ...{ x: ({ row }) => row.cost.value, ...line },
          ...{ y1: ({ row }) => Math.max(0, row.regret.low), y2: ({ row }) => row.regret.high },
        },
      ),
      ...drawn.map(({ row, color, symbol, radius }) =>
        Plot.dot([row], {
          ...{ x: ({ cost }) => cost.value, y: place, r: radius, symbol, fill: color, stroke: 'var(--paper)' },
          title: ({ name, cost, regret }) =>
            `${name}: ${repeatedText(cost, 'share')} of all trainings, regret ${repeatedText(regret, 'value')}`,
        }),
      ),
    ],
  };
}

type Nested = ReturnType<typeof nested>[number];

/** The rule of the page first and largest, each further one smaller: marks at the same place lie on each other, and all are seen. */
function nested(rows: readonly JudgedRow[]) {
  return rows
    .map((row, index) => ({ row, ...seriesStyle(index) }))
    .sort((a, b) => Number(b.row.isOwn) - Number(a.row.isOwn))
    .map((one, place) => ({ ...one, radius: Math.max(LEAST_RADIUS, LARGEST_RADIUS - 1.5 * place) }));
}
