/** @file Section: rules on recorded losses, cost against regret, and how often each picks the best. */
import * as Plot from '@observablehq/plot';
import { CHART_WIDTH, frame, xAxisWithGrid, yAxis } from '../chart/axes.js';
import { type Chart, renderFigures, type Section, seriesStyle } from '../chart/index.js';
import { type IntervalRow, intervalChart } from '../chart/interval-chart.js';
import { chartScale } from '../chart/value-scale.js';
import { bigFigure, commandList, type FirstScreen } from '../html/first-screen.js';
import { html, type Markup, tableStart } from '../html/markup.js';
import { formatShare } from '../number-text.js';
import { noticesIn } from '../shown/shown.js';
import {
  type JudgedRow,
  judgedRows,
  orderStep,
  type ReplayView,
  type RuleRow,
  racesText,
  repeatedText,
} from '../view/replay-view.js';
import type { ReportView } from '../view/report-view.js';
import { fitAxis } from '../view/value-axis.js';

/** What cannot be said of a rule. */
const NOT_JUDGED = '–';

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
    content: html`${renderFigures(figures)}
${ruleTable(replay)}
<p class="quiet">${noteText(replay)}</p>`,
    figures,
  };
}

function noteText({ best, bestOf, criterion, orders }: ReplayView): string {
  if (best === null)
    return 'Fewer than two candidates have a training on every replicate: there is none to measure a regret by.';
  const repeat = orders === 0 ? ' One race each has no interval.' : '';
  const within =
    orders === 0
      ? ''
      : ' Within tolerance: the share of the orders whose pick is worse than that by no more than the rule tolerates.';
  return `Regret: how much worse the pick's ${criterion} over the whole table is than that of ${best}, ${bestOf}.${within} All trainings: every recorded one in use.${repeat}`;
}

/** None where no rule can be judged. */
function regretFigure(replay: ReplayView): Chart[] {
  const rows = judgedRows(replay.rows);
  if (!rows.some(({ role }) => role !== 'exhaustive')) return [];
  return [
    {
      id: 'cost-and-regret',
      title: 'Cost against regret',
      says: 'What each rule costs, and how much worse than the best its winner is.',
      reads: [
        'Each mark is a rule; the lower and the further to the left, the better. The largest is the rule of this page.',
        replay.orders === 0 ? null : "Lines: 95 % intervals of both means over orders (Student's t)",
      ],
      direction: 'lower is better',
      n: racesText(replay.orders),
      plot: () => drawRegret(rows, replay.criterion),
      keys: rows.map(({ name }, index) => ({ name, style: seriesStyle(index), shows: 'mark' })),
      data: {
        columns: [
          'rule',
          'cost',
          'cost low',
          'cost high',
          'regret',
          'regret low',
          'regret high',
          'picks the best',
          'low',
          'high',
          'within the tolerance',
        ],
        rows: rows.map(({ name, cost, regret, correct, within, picksBest }) => [
          name,
          ...[cost.value, cost.low, cost.high, regret.value, regret.low, regret.high],
          correct?.value ?? Number(picksBest),
          correct?.low ?? null,
          correct?.high ?? null,
          within?.value ?? null,
        ]),
      },
    },
  ];
}

/** None without random orders. */
function correctFigure({ rows, orders, picks }: ReplayView): Chart[] {
  if (picks === null) return [];
  const judged = judgedRows(rows);
  const shown = judged.map(({ name, correct, picksBest, isOwn }): IntervalRow => {
    const value = correct?.value ?? Number(picksBest);
    const text = correct === null ? formatShare(value) : repeatedText(correct, 'share');
    const note = formatShare(value);
    const role = isOwn ? 'choice' : 'open';
    return {
      name,
      note,
      value,
      interval: correct && [correct.low, correct.high],
      role,
      title: `${name}: ${text}`,
    };
  });
  return [
    {
      id: 'picks-the-best',
      title: 'Picks the best',
      says: picks,
      reads: ['95 % intervals after Wilson'],
      direction: 'higher is better',
      n: racesText(orders),
      plot: intervalChart({
        rows: shown,
        quantity: 'share of the orders',
      }),
      data: {
        columns: ['rule', 'share', 'low', 'high'],
        rows: judged.map(({ name, correct, picksBest }) => [
          name,
          correct?.value ?? Number(picksBest),
          correct?.low ?? null,
          correct?.high ?? null,
        ]),
      },
    },
  ];
}

function ruleTable({ rows, orders }: ReplayView): Markup {
  const cell = (figure: RuleRow['cost'], unit: 'share' | 'value'): string =>
    figure === null ? NOT_JUDGED : repeatedText(figure, unit);
  const picks = ({ correct, picksBest }: RuleRow): string => {
    if (orders > 0 && correct !== null) return repeatedText(correct, 'share');
    return picksBest === null ? NOT_JUDGED : picksBest ? 'yes' : 'no';
  };
  return html`${tableStart('Rules')}
<thead><tr><th>rule</th><th class="number">cost</th><th class="number">picks the best</th>${orders > 0 ? html`<th class="number">within tolerance</th>` : null}<th class="number">regret</th></tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr${row.isOwn ? html` class="chosen"` : null}><td class="name">${row.name}</td><td class="number">${cell(row.cost, 'share')}</td><td class="number">${picks(row)}</td>${orders > 0 ? html`<td class="number">${cell(row.within, 'share')}</td>` : null}<td class="number">${cell(row.regret, 'value')}</td></tr>
`,
  )}</tbody></table></div>`;
}

/** Costs on a logarithmic axis from where one rule costs so many times as much as another. */
const LOG_RATIO = 20;
const SHARES = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];

/** Pixels. */
const LARGEST_RADIUS = 8;
const LEAST_RADIUS = 3.5;

function drawRegret(rows: readonly JudgedRow[], criterion: string): Plot.PlotOptions {
  const regrets = rows.flatMap(({ regret }) => [regret.value, regret.low, regret.high]).filter(Number.isFinite);
  const axis = fitAxis([0, ...regrets], 'minimize');
  const most = Math.max(0, ...regrets);
  const shown = { ...axis, scale: 'linear' as const, low: 0, high: most > 0 ? most : 1 };
  const scale = chartScale(
    shown,
    rows.some(({ regret }) => regret.value === Number.POSITIVE_INFINITY),
    5,
  );
  const costs = rows.flatMap(({ cost }) => [cost.low, cost.value, cost.high]).filter((cost) => cost > 0);
  const least = Math.min(1, ...costs);
  const isLog = 1 / least > LOG_RATIO;
  const domain = isLog ? [least / 1.3, 1.15] : [0, 1.05];
  const ticks = isLog
    ? SHARES.filter((share) => share >= least / 1.3 && ((share * 10 ** 6) % 9 === 1 || share === 1))
    : [0, 0.25, 0.5, 0.75, 1];
  const place = ({ regret }: JudgedRow): number => scale.place(regret.value);
  const finite = rows.filter(({ regret }) => Number.isFinite(regret.value));
  return {
    ...frame(CHART_WIDTH, 300, [26, 22, 42, 58]),
    x: { type: isLog ? 'log' : 'linear', domain },
    y: scale.options,
    symbol: { type: 'identity' },
    marks: [
      ...xAxisWithGrid(
        ticks,
        isLog ? 'share of all trainings (cost, logarithmic)' : 'share of all trainings (cost)',
        formatShare,
      ),
      ...yAxis(most > 0 ? scale.ticks : [0], scale.title(`regret in ${criterion}`), scale.tickLabel),
      Plot.ruleY([0], { stroke: 'var(--muted)' }),
      ...nested(rows).flatMap(({ row, index, radius }) => {
        const { color } = seriesStyle(index);
        const line = { stroke: color, strokeWidth: 1.8 };
        const { cost, regret } = row;
        return [
          Plot.link([row], { x1: () => cost.low, x2: () => cost.high, y1: place, y2: place, ...line }),
          ...(finite.includes(row)
            ? [
                Plot.link([row], {
                  x1: () => cost.value,
                  x2: () => cost.value,
                  y1: () => Math.max(0, regret.low),
                  y2: () => regret.high,
                  ...line,
                }),
              ]
            : []),
          Plot.dot([row], {
            x: () => cost.value,
            y: place,
            r: radius,
            symbol: seriesStyle(index).symbol,
            fill: color,
            stroke: 'var(--paper)',
            title: () =>
              `${row.name}: ${repeatedText(cost, 'share')} of all trainings, regret ${repeatedText(regret, 'value')}`,
          }),
        ];
      }),
    ],
  };
}

/** The rule of the page first and largest, each further one smaller: marks at the same place lie on each other, and all are seen. */
function nested(rows: readonly JudgedRow[]): { row: JudgedRow; index: number; radius: number }[] {
  return rows
    .map((row, index) => ({ row, index }))
    .sort((a, b) => Number(b.row.isOwn) - Number(a.row.isOwn))
    .map((one, place) => ({ ...one, radius: Math.max(LEAST_RADIUS, LARGEST_RADIUS - 1.5 * place) }));
}
