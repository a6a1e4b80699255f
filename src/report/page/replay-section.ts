/** @file Section: rules on recorded losses, cost against regret, and how often each picks the best. */
import { type Figure, renderFigure, type Section, seriesKeys, seriesStyle } from '../figures/index.js';
import { drawIntervals, type IntervalRow } from '../html/charts/interval-chart.js';
import { drawRegret } from '../html/charts/regret-chart.js';
import { html, type Markup, tableStart } from '../html/markup.js';
import { formatShare, formatValue } from '../number-text.js';
import { figureText, judgedRows, type ReplayView, type RuleRow, racesText } from '../view/replay-view.js';
import type { ReportView } from '../view/report-view.js';

/** What cannot be said of a rule. */
const NOT_JUDGED = '–';

export function replaySection({ replay }: ReportView): Section | null {
  if (replay === null) return null;
  const figures = [...regretFigure(replay), ...correctFigure(replay)];
  return {
    id: 'replay',
    title: 'Cost and regret',
    content: html`${figures.length === 0 ? html`<p>${replay.conclusion}</p>` : figures.map(renderFigure)}
${ruleTable(replay)}
<p class="quiet">${noteText(replay)}</p>`,
    figures,
  };
}

function noteText({ best, bestOf, criterion, orders }: ReplayView): string {
  if (best === null)
    return 'Fewer than two candidates have a trial on every replicate: there is nobody to measure a regret by.';
  const repeat =
    orders === 0 ? ' One race each has no interval: --orders 200 repeats it over random orders of the replicates.' : '';
  return `Regret: how much worse the pick's ${criterion} over the whole table is than that of ${best}, ${bestOf}. All trials: every recorded trial in use.${repeat}`;
}

/** None where no rule can be judged. */
function regretFigure(replay: ReplayView): Figure[] {
  const rows = judgedRows(replay.rows);
  if (!rows.some(({ role }) => role !== 'exhaustive')) return [];
  return [
    {
      id: 'cost-and-regret',
      title: 'Cost against regret',
      conclusion: replay.conclusion,
      reading: [
        'Each mark is a rule; the lower and the further to the left, the better. The largest is the rule of this page.',
      ],
      direction: 'lower is better',
      n: racesText(replay.orders),
      interval: replay.orders === 0 ? null : "Lines: 95 % intervals of both means over orders (Student's t)",
      draw: (id, size) => drawRegret(id, rows, replay.criterion, size),
      keys: seriesKeys(rows.map(({ name }, index) => ({ name, style: seriesStyle(index), shows: 'mark' }))),
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
        rows: rows.map(({ name, cost, regret, correct, picksBest }) => [
          name,
          ...[cost.value, cost.low, cost.high, regret.value, regret.low, regret.high],
          correct?.value ?? Number(picksBest),
          correct?.low ?? null,
          correct?.high ?? null,
        ]),
      },
    },
  ];
}

/** None without random orders. */
function correctFigure({ rows, orders, picks }: ReplayView): Figure[] {
  if (picks === null) return [];
  const judged = judgedRows(rows);
  const shown = judged.map(({ name, correct, picksBest, isOwn }): IntervalRow => {
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
  return [
    {
      id: 'picks-the-best',
      title: 'Picks the best',
      conclusion: picks,
      reading: [],
      direction: 'higher is better',
      n: racesText(orders),
      interval: '95 % intervals after Wilson',
      draw: (id, size) => drawIntervals(id, chart, size),
      keys: null,
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
  const cell = (figure: RuleRow['cost'], format: (value: number) => string): string =>
    figure === null ? NOT_JUDGED : figureText(figure, format);
  const picks = ({ correct, picksBest }: RuleRow): string => {
    if (orders > 0 && correct !== null) return figureText(correct, formatShare);
    return picksBest === null ? NOT_JUDGED : picksBest ? 'yes' : 'no';
  };
  return html`${tableStart('Rules')}
<thead><tr><th>rule</th><th class="number">cost</th><th class="number">picks the best</th><th class="number">regret</th></tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr${row.isOwn ? html` class="chosen"` : null}><td class="name">${row.name}</td><td class="number">${cell(row.cost, formatShare)}</td><td class="number">${picks(row)}</td><td class="number">${cell(row.regret, (regret) => formatValue(regret, 2))}</td></tr>
`,
  )}</tbody></table></div>`;
}
