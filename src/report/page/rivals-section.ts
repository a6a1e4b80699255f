/** @file Section: who else it could be, from the trials that chose: paired differences to the choice, and how surely. */
import { LEAST_TRIALS_OF_WORSE } from '../../questions/race/plan/index.js';
import { COMPARISON_MINIMUM_TRIALS } from '../../stats/index.js';
import { type Figure, renderFigure, type Section } from '../figures/index.js';
import { drawIntervals, type IntervalRow } from '../html/charts/interval-chart.js';
import { type Content, html, type Markup, tableStart } from '../html/markup.js';
import { formatCount, formatQuantity, formatShare, formatValue, formatWithin, halfWidth } from '../number-text.js';
import { betterText, criterionPhrase, intervalText } from '../view/choice-words.js';
import { standingText } from '../view/group-words.js';
import { intervalWords } from '../view/interval-words.js';
import type { ReportView } from '../view/report-view.js';
import type { RivalRow, RivalsView } from '../view/rivals-view.js';

export function rivalsSection(view: ReportView): Section | null {
  const { rivals } = view;
  if (rivals === null) return null;
  const forest = forestFigure(view, rivals);
  return {
    id: 'rivals',
    title: 'Could it be another?',
    content: html`${forest === null ? html`<p>${rivals.conclusion}</p>` : renderFigure(forest)}
${rivalTable(view, rivals)}
<p class="quiet">${tableNote(view, rivals)}</p>`,
    figures: forest === null ? [] : [forest],
  };
}

/** Null where no difference is finite. */
function forestFigure({ result, telling }: ReportView, { rows, drawn, total, conclusion }: RivalsView): Figure | null {
  const finite = rows.filter(({ difference }) => Number.isFinite(difference));
  if (finite.length === 0) return null;
  const { tolerance } = result;
  const words = (row: RivalRow): string => standingText(row, result);
  const better = telling.largerIsBetter ? 'Right' : 'Left';
  return {
    id: 'rivals',
    title: 'Differences to the choice',
    conclusion,
    reading: [
      ...(drawn < total ? [`Drawn are the nearest ${formatCount(drawn)} of ${formatQuantity(total, 'rival')}.`] : []),
      `The line at 0 is the choice; ${better.toLowerCase()} of it a rival looks better.`,
      ...(tolerance === null || tolerance.value === 0 ? [] : ['Differences within the shaded band do not count.']),
      'Hollow: told apart from the choice; an arrow: further off than there is room.',
      'Behind each: the replicates in common, and on how many of them its training was the better one.',
    ],
    direction: telling.largerIsBetter ? 'higher is better' : 'lower is better',
    n: 'n = trials of the race in common with the choice (same samples and seeds), beside each name',
    interval: intervalWords(finite.map(({ interval }) => interval)),
    draw: (id, size) =>
      drawIntervals(
        id,
        {
          rows: finite.map((row): IntervalRow => {
            const short = `n ${row.n}${row.chance === null ? '' : ` · ${formatShare(row.chance)}`}`;
            return {
              name: row.name,
              note: `${short} · ${words(row)}`,
              shortNote: short,
              value: row.difference,
              interval: 'reason' in row.interval ? null : [row.interval.low, row.interval.high],
              role: row.standing === 'worse' ? 'settled' : 'open',
              title: `${row.name}: ${differenceText(row)}, ${words(row)}`,
            };
          }),
          quantity: `${criterionPhrase(result)} minus the choice's`,
          hasZero: true,
          tolerance: tolerance?.value ?? 0,
          noteHeading: '',
          title: `Differences of the ${criterionPhrase(result)} between the nearest rivals and the choice`,
          text: finite.map((row) => `${row.name}: ${differenceText(row)}, ${words(row)}.`).join(' '),
        },
        size,
      ),
    keys: null,
    data: {
      columns: ['candidates', 'difference', 'low', 'high', 'n', 'chance', 'standing'],
      rows: finite.map(({ ids, difference, interval, n, chance, standing }) => [
        ids.join(' '),
        difference,
        ...('reason' in interval ? [null, null] : [interval.low, interval.high]),
        n,
        chance,
        standing,
      ]),
    },
  };
}

function differenceText({ difference, interval }: RivalRow): string {
  return `${formatWithin(difference, halfWidth(interval))}${intervalText(interval)}`;
}

function rivalTable({ result }: ReportView, { rows }: RivalsView): Markup {
  const { name } = result.criterion;
  const isTested = result.tolerance === null;
  const hasChance = rows.some(({ chance }) => chance !== null);
  const number = (content: Content): Markup => html`<td class="number">${content}</td>`;
  return html`${tableStart('Rivals')}
<thead><tr><th>rival</th><th class="number">n</th><th class="number">${name}</th><th class="number">minus the choice's</th>${hasChance ? html`<th class="number">better in</th>` : null}<th class="number">${isTested ? 'p (Holm)' : 'to settle'}</th><th>standing</th></tr></thead>
<tbody>${rows.map((row) => {
    const spread = halfWidth(row.interval);
    const figure = (value: number | null): string => (value === null ? '–' : formatWithin(value, spread));
    const ids = row.ids.length > 3 ? formatQuantity(row.ids.length, 'candidate') : row.ids.join(', ');
    return html`<tr><td class="name">${row.name}${row.name === ids ? null : html`<small>${ids}</small>`}</td>${number(row.n)}${number(html`${figure(row.own)}<small class="detail">choice ${figure(row.choice)}</small>`)}${number(html`${formatWithin(row.difference, spread)}<small class="detail"${'reason' in row.interval ? html` title="${row.interval.reason}"` : null}>${intervalText(row.interval).trim()}</small>`)}${hasChance ? number(row.chance === null ? '–' : formatShare(row.chance)) : null}${number(isTested ? testText(row) : settleText(row))}<td>${standingText(row, result)}</td></tr>
`;
  })}</tbody></table></div>`;
}

/** Who is undecided lacks trials, and how many is known. */
function testText({ pValue, n }: RivalRow): Content {
  if (pValue !== undefined) return formatValue(pValue, 3);
  return html`–<small class="detail">${formatQuantity(Math.max(1, COMPARISON_MINIMUM_TRIALS - n), 'more trial')}</small>`;
}

function settleText({ standing, trialsToSettle }: RivalRow): string {
  if (standing !== 'tied' || trialsToSettle === undefined) return '–';
  return trialsToSettle === Number.POSITIVE_INFINITY ? 'never' : formatQuantity(trialsToSettle, 'trial');
}

function tableNote({ result, telling }: ReportView, { drawn, total }: RivalsView): string {
  const { tolerance, tieSet } = result;
  const nearest =
    drawn < total
      ? `The nearest ${formatCount(drawn)} of ${formatQuantity(total, 'rival')}`
      : `All ${formatQuantity(total, 'rival')}`;
  const lowest = telling.largerIsBetter ? 'higher' : 'lower';
  return [
    `${nearest}, on the n replicates of the race that each has in common with the choice, whose own figure there stands below. `,
    `Better in: the share of these on which its training had the ${lowest} ${result.direction === 'maximize' ? 'score' : 'loss'}. `,
    tolerance === null
      ? `One-sided test (${tieSet?.test ?? ''}), Holm-adjusted over all with ${COMPARISON_MINIMUM_TRIALS} replicates in common or more; it looks at one side only, and may call worse what the interval does not.`
      : `The difference is the race's estimate from all trials. May be better: ${betterText(tolerance)}; may be as good: better by less at most; behind so far: worse in fewer than ${LEAST_TRIALS_OF_WORSE} trials. To settle: trials of it, and as many of the choice, if the estimates stayed.`,
  ].join('');
}
