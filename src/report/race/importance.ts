/** @file Figure: the share of the differences between candidates that each setting explains, in the criterion and in the spread over retrainings. */
import type { Chart } from '../chart/index.js';
import { intervalChart } from '../chart/interval-chart.js';
import { formatCount, formatQuantity, formatShare } from '../number-text.js';
import { candidatesText } from '../view/effort-words.js';
import type { ReportView } from '../view/report-view.js';
import { type MattersFor, mattersOf } from './matters.js';

/** The first settings are drawn; the data have all. */
const MOST_DRAWN = 6;

/** Null where nothing can be said of any setting. */
export function importanceFigure(view: ReportView): Chart | null {
  const matters = mattersOf(view);
  if (matters === null) return null;
  const { criterion, spread } = matters;
  const [own, beside] = [sharesOf(criterion), sharesOf(spread)];
  const rows = own.length === 0 ? beside : own;
  if (rows.length === 0) return null;
  const inSpread = new Map(beside.map(({ name, value }) => [name, value]));
  const left = rows.length - MOST_DRAWN;
  return {
    id: 'importance',
    title: 'Which settings matter',
    says: leaderText(criterion, spread),
    reads: ['Lines: 95 % intervals.', left > 0 ? `${formatQuantity(left, 'more setting')} in the table.` : null],
    n: `n = ${candidatesText(criterion.candidates, view.result)}, ${formatCount(spread.candidates)} for the spread`,
    plot: intervalChart({
      rows: rows.slice(0, MOST_DRAWN).map(({ name, value, low, high }, place) => {
        const share = inSpread.get(name);
        return {
          name,
          note: `${formatShare(value)}${rows === own && share !== undefined ? ` · of the spread ${formatShare(share)}` : ''}`,
          value,
          interval: [low, high],
          role: place === 0 && low > 0 ? 'choice' : 'open',
          title: `${name}: ${formatShare(value)} (${formatShare(low)} to ${formatShare(high)})`,
        };
      }),
      quantity: 'share of the variance',
      isShare: true,
    }),
    data: {
      columns: ['setting', 'figure', 'share', 'low', 'high'],
      rows: [criterion, spread].flatMap((one) =>
        sharesOf(one).map(({ name, value, low, high }) => [name, one.figure, value, low, high]),
      ),
    },
  };
}

/** Settings with a share of their own, the most important first. */
function sharesOf({ analysis }: MattersFor) {
  if ('reason' in analysis) return [];
  return analysis.settings.flatMap(({ name, share }) => (share === null ? [] : [{ name, ...share }]));
}

function leaderText(criterion: MattersFor, spread: MattersFor): string {
  if ('reason' in criterion.analysis)
    return `Nothing can be said of the ${criterion.figure}: ${criterion.analysis.reason}.`;
  const [own, beside] = [leaderOf(criterion), leaderOf(spread)];
  const ofSpread = beside && `${shareText(beside)} of those in the ${spread.figure}`;
  if (own === undefined)
    return `No setting alone explains the differences in ${criterion.figure}${ofSpread ? `; ${ofSpread}` : ''}.`;
  return `${shareText(own)} of the differences in ${criterion.figure}${ofSpread ? `, ${ofSpread}` : ''}.`;
}

/** The most important setting, where its interval leaves 0 out. */
function leaderOf(matters: MattersFor) {
  return sharesOf(matters)
    .slice(0, 1)
    .find(({ low }) => low > 0);
}

function shareText({ name, value, low, high }: ReturnType<typeof sharesOf>[number]): string {
  return `“${name}” explains ${formatShare(value)} (${formatShare(low)} to ${formatShare(high)})`;
}
