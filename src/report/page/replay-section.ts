/** @file Section: rules on recorded losses, cost against regret, and how often each picks the best. */
import { type Figure, renderFigure, type Section, seriesKeys, seriesStyle } from '../figures/index.js';
import { drawIntervals, type IntervalRow } from '../html/charts/interval-chart.js';
import { drawRegret } from '../html/charts/regret-chart.js';
import { html, type Markup, tableStart } from '../html/markup.js';
import { formatShare, formatValue } from '../number-text.js';
import { figureText, type ReplayView, racesText } from '../view/replay-view.js';
import type { ReportView } from '../view/report-view.js';

export function replaySection({ replay }: ReportView): Section | null {
  if (replay === null) return null;
  const figures = [regretFigure(replay), ...(replay.orders === 0 ? [] : [correctFigure(replay)])];
  return {
    id: 'replay',
    title: 'Cost and regret',
    content: html`${figures.map(renderFigure)}
${ruleTable(replay)}
<p class="quiet">Regret: how much worse the pick's ${replay.criterion} over the whole table is than that of ${replay.best}, the best. All trials: every candidate on every replicate in use.${replay.orders === 0 ? ' One race each has no interval: --orders 200 repeats it over random orders of the replicates.' : ''}</p>`,
    figures,
  };
}

function regretFigure(replay: ReplayView): Figure {
  return {
    id: 'cost-and-regret',
    title: 'Cost against regret',
    conclusion: replay.conclusion,
    reading: [
      'Each mark is a rule; the lower and the further to the left, the better. The largest is the rule of this page.',
    ],
    direction: 'lower is better',
    n: racesText(replay.orders),
    interval: replay.orders === 0 ? null : "Lines: 95 % intervals of both means over orders (Student's t)",
    draw: (id, size) => drawRegret(id, replay, size),
    keys: seriesKeys(replay.rows.map(({ name }, index) => ({ name, style: seriesStyle(index), shows: 'mark' }))),
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
      ],
      rows: replay.rows.map(({ name, cost, regret, correct, picksBest }) => [
        name,
        ...[cost.value, cost.low, cost.high, regret.value, regret.low, regret.high],
        correct?.value ?? Number(picksBest),
        correct?.low ?? null,
        correct?.high ?? null,
      ]),
    },
  };
}

function correctFigure({ rows, orders }: ReplayView): Figure {
  const shown = rows.map(({ name, correct, picksBest, isOwn }): IntervalRow => {
    const value = correct?.value ?? Number(picksBest);
    const text = correct === null ? formatShare(value) : figureText(correct, formatShare);
    const note = formatShare(value);
    const role = isOwn ? 'choice' : 'open';
    return {
      name,
      note,
      shortNote: note,
      value,
      interval: correct && [correct.low, correct.high],
      role,
      title: `${name}: ${text}`,
    };
  });
  const best = rows.reduce((most, row) => ((row.correct?.value ?? 0) > (most.correct?.value ?? 0) ? row : most));
  const title = 'How often each rule picks the best';
  const text = shown.map((row) => `${row.title}.`).join(' ');
  const chart = {
    rows: shown,
    quantity: 'share of the orders',
    hasZero: false,
    tolerance: 0,
    noteHeading: '',
    title,
    text,
  };
  return {
    id: 'picks-the-best',
    title: 'Picks the best',
    conclusion: `${best.name} picks the best most often of the rules, in ${formatShare(best.correct?.value ?? 0)} of the orders.`,
    reading: [],
    direction: 'higher is better',
    n: racesText(orders),
    interval: '95 % intervals after Wilson',
    draw: (id, size) => drawIntervals(id, chart, size),
    keys: null,
    data: {
      columns: ['rule', 'share', 'low', 'high'],
      rows: rows.map(({ name, correct, picksBest }) => [
        name,
        correct?.value ?? Number(picksBest),
        correct?.low ?? null,
        correct?.high ?? null,
      ]),
    },
  };
}

function ruleTable({ rows, orders }: ReplayView): Markup {
  const value = (regret: number): string => formatValue(regret, 2);
  return html`${tableStart('Rules')}
<thead><tr><th>rule</th><th class="number">cost</th><th class="number">picks the best</th><th class="number">regret</th></tr></thead>
<tbody>${rows.map(
    ({ name, isOwn, cost, correct, picksBest, regret }) =>
      html`<tr${isOwn ? html` class="chosen"` : null}><td class="name">${name}</td><td class="number">${figureText(cost, formatShare)}</td><td class="number">${orders > 0 && correct !== null ? figureText(correct, formatShare) : picksBest ? 'yes' : 'no'}</td><td class="number">${figureText(regret, value)}</td></tr>
`,
  )}</tbody></table></div>`;
}
