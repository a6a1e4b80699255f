/** @file Figure: by how much each two levels of a factor differ on the replicates that they share. */
import { isHigherBetter } from '../../../questions/common/plan/index.js';
import { ALPHA, type FactorAnalysis } from '../../../questions/compare/plan/index.js';
import type { Chart } from '../../chart/index.js';
import { type IntervalRow, intervalChart } from '../../chart/interval-chart.js';
import { formatQuantity, formatValue } from '../../number-text.js';
import { endCells, endsOf, intervalWords } from '../../view/interval-words.js';
import { differencesText } from '../compare-words.js';
import type { StudyInput } from '../study-input.js';
import { pText } from '../study-tables.js';

/** Differences beyond these are in the table. */
const MOST_PAIRS = 28;

export function levelDifferencesFigure({ figure }: StudyInput, factor: FactorAnalysis, index: number): Chart {
  const { pairs } = factor;
  // The surest first: of 30 levels there are 435.
  const shown = pairs.toSorted((a, b) => a.location.adjusted - b.location.adjusted).slice(0, MOST_PAIRS);
  const rows = shown.map(({ first, second, shift: { value, interval }, pairs: n, location }): IntervalRow => {
    const ends = endsOf(interval);
    return {
      name: `${first} less ${second}`,
      note: `n ${n} · p ${pText(location.adjusted)}`,
      shortNote: `n ${n}`,
      value,
      interval: ends,
      role: location.adjusted < ALPHA ? 'settled' : 'open',
      title: `${first} less ${second}: ${formatValue(value)}${ends === null ? '' : ` (${formatValue(ends[0])} to ${formatValue(ends[1])})`}`,
    };
  });
  return {
    id: `differences-${index}`,
    title: 'Paired differences',
    says: differencesText(factor),
    reads: [
      `By how much the first lies higher than the second on replicates that both have (Hodges and Lehmann's shift): ${isHigherBetter(figure) ? 'above' : 'below'} 0 the first is better. Hollow, with an asterisk: significant by Wilcoxon's signed ranks, Holm's correction.`,
      ...(pairs.length > shown.length
        ? [`${formatQuantity(pairs.length - shown.length, 'more pair')} in the table.`]
        : []),
      intervalWords(pairs.map(({ shift }) => shift.interval)),
    ],
    n: 'The number of common replicates stands beside each difference',
    plot: intervalChart({
      rows,
      quantity: `difference of the ${figure}`,
      hasZero: true,
    }),
    data: {
      columns: ['first', 'second', 'replicates', 'shift', 'low', 'high', 'p'],
      rows: pairs.map(({ first, second, pairs: n, shift: { value, interval }, location }) => {
        return [first, second, n, value, ...endCells(interval), location.adjusted];
      }),
    },
  };
}
