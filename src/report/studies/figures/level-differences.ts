/** @file Figure: by how much each two levels of a factor differ on the replicates that they share. */
import { isHigherBetter } from '../../../questions/common/plan/index.js';
import { ALPHA, type FactorAnalysis } from '../../../questions/compare/plan/index.js';
import type { Chart } from '../../chart/index.js';
import { type IntervalRow, intervalChart } from '../../chart/interval-chart.js';
import { formatQuantity, formatValue } from '../../number-text.js';
import { tableData } from '../../table/table.js';
import { endsOf, intervalWords } from '../../view/interval-words.js';
import { pairTable } from '../compare.js';
import type { StudyInput } from '../study-input.js';

/** Differences beyond these are in the table. */
const MOST_PAIRS = 28;

export function levelDifferencesFigure({ figure }: StudyInput, factor: FactorAnalysis, index: number): Chart {
  const table = pairTable(factor);
  const rows = table.rows.slice(0, MOST_PAIRS).map(({ first, second, shift, pairs, location }): IntervalRow => {
    const ends = endsOf(shift.interval);
    return {
      name: `${first} less ${second}`,
      note: `n ${pairs}`,
      value: shift.value,
      interval: ends,
      role: location.adjusted < ALPHA ? 'settled' : 'open',
      title: `${first} less ${second}: ${formatValue(shift.value)}${ends === null ? '' : ` (${formatValue(ends[0])} to ${formatValue(ends[1])})`}`,
    };
  });
  const { pairs, verdict } = factor;
  return {
    id: `differences-${index}`,
    title: 'Paired differences',
    says: `${verdict.separated} of ${formatQuantity(pairs.length, 'difference')} between the levels of ${factor.name} are significant (hollow); ${isHigherBetter(figure) ? 'above' : 'below'} 0 the first is better.`,
    n: 'n: common replicates',
    reads: [intervalWords(pairs.map(({ shift }) => shift.interval))],
    plot: intervalChart({ rows, quantity: `difference of the ${figure}`, hasZero: true }),
    data: tableData(table),
  };
}
