/** @file Figure: what decides most, settings, sample size and their couplings, for location, spread and collapses. */
import type { CoupleAnalysis, ResponseEffects } from '../../../questions/couple/plan/index.js';
import type { Chart } from '../../chart/index.js';
import { type IntervalRow, intervalChart } from '../../chart/interval-chart.js';
import { formatShare } from '../../number-text.js';
import { tableData } from '../../table/table.js';
import { endsOf } from '../../view/interval-words.js';
import { termName } from '../couple-names.js';
import { determinantTable } from '../couple-tables.js';

/** Nothing where nothing is said of this response. */
export function determinantFigure(analysis: CoupleAnalysis, effects: ResponseEffects, figure: string): Chart[] {
  const { rows, primary } = effects.determinants;
  if (rows.length === 0) return [];
  const table = determinantTable(analysis, effects, figure);
  const shown = rows.map(({ factors, share }): IntervalRow => {
    const ends = endsOf(share.interval);
    const note = share.value === null ? '–' : share.value.toFixed(2);
    const between = ends === null ? '' : ` (${ends.map((end) => end.toFixed(2)).join(' to ')})`;
    return {
      name: termName(analysis.table, factors),
      note,
      value: share.value ?? Number.NaN,
      interval: ends,
      role: factors.join() === primary?.join() ? 'choice' : 'open',
      title: `${termName(analysis.table, factors)}: ${note}${between}`,
    };
  });
  return [
    {
      id: table.id,
      title: table.caption,
      says: `How much of the variance between cells each explains, with ${formatShare(analysis.effects.level)} intervals; which is ahead is told by pairs, in the table.`,
      n: `n = ${analysis.table.cells.length} cells`,
      plot: intervalChart({ rows: shown, quantity: 'partial omega squared', hasZero: true }),
      data: tableData(table),
    },
  ];
}
