/** @file Figure: the rivals beside the winner, in the order of the answer: their differences, how surely they are known, and their statuses. */
import type { Chart } from '../chart/index.js';
import { type IntervalRow, intervalChart } from '../chart/interval-chart.js';
import { formatCount, formatQuantity } from '../number-text.js';
import { amountText, criterionPhrase } from '../view/choice-words.js';
import { candidatesText } from '../view/effort-words.js';
import type { ReportView } from '../view/report-view.js';

const MOST_ROWS = 12;

/** Null where no difference is known. */
export function rivalsFigure({ answer, result, telling }: ReportView): Chart | null {
  const known = answer.rivals.flatMap(({ difference, ...rival }) =>
    difference === null ? [] : [{ ...rival, difference }],
  );
  const rows = known.slice(0, MOST_ROWS);
  if (rows.length === 0) return null;
  const phrase = criterionPhrase(result);
  const tolerance = result.tolerance?.value ?? 0;
  const wordsOf = ({ difference: { text, intervalText } }: (typeof rows)[number]): string => intervalText ?? text;
  const shown = rows.map((row): IntervalRow => {
    const { interval, value } = row.difference;
    return {
      name: row.name,
      note: `${row.difference.text}, ${row.status}`,
      shortNote: row.status,
      value,
      interval: interval === null ? null : [interval.low, interval.high],
      role: row.status === 'behind' || row.status === 'out' ? 'settled' : 'open',
      title: `${row.name}: ${wordsOf(row)}, ${row.status}`,
    };
  });
  return {
    id: 'rivals',
    title: 'Rivals',
    says: `${answer.countsText}.`,
    reads: [
      ...(rows.length < answer.rivals.length
        ? [
            `Drawn are ${formatCount(rows.length)} of ${formatQuantity(answer.rivals.length, 'other')}, those first that may still be better.`,
          ]
        : []),
      `${telling.largerIsBetter ? 'Right' : 'Left'} of 0, the winner, a rival looks better.`,
      ...(tolerance > 0 ? [`Shaded: the tolerance, ${amountText(result, tolerance)}.`] : []),
      'Estimated from the trainings of all candidates together. Hollow: behind or eliminated; an arrow: further off.',
      'Lines: intervals of all differences at once, at the level of the claim',
    ],
    n: `n = ${formatQuantity(result.trials.race, 'race training')} of ${candidatesText(result.candidates.length, result)}`,
    plot: intervalChart({
      rows: shown,
      quantity: `${phrase} minus the winner's`,
      hasZero: true,
      tolerance,
    }),
    data: {
      columns: ['candidate', 'difference', 'low', 'high', 'status'],
      rows: rows.map(({ id, difference: { value, interval }, status }) => [
        id,
        value,
        interval?.low ?? null,
        interval?.high ?? null,
        status,
      ]),
    },
  };
}
