/** @file Figure: the share of a candidate's variance that each source of randomness brings, with intervals. */
import type { Chart } from '../../chart/index.js';
import { type IntervalRow, intervalChart } from '../../chart/interval-chart.js';
import { formatQuantity, formatShare } from '../../number-text.js';
import { type Table, tableData } from '../../table/table.js';
import type { ComponentRow } from '../measure.js';
import { sourceText } from '../source-words.js';

/** Of the rows of one candidate. */
export function variancePartsFigure(table: Table<ComponentRow>, name: string, index: number): Chart {
  const { rows } = table;
  const [{ of }] = rows as readonly [ComponentRow];
  const trainings = Object.values(of.levels).reduce((product, count) => product * count, 1);
  const design = Object.entries(of.levels).map(([source, count]) => `${count} of ${sourceText(source)}`);
  const left = Object.values(of.leftOut).reduce((sum, count) => sum + count, 0);
  return {
    id: `parts-${index}`,
    title: `Shares of the variance of ${name}`,
    says: `What each source brings, crossed ${design.join(' x ')}${left === 0 ? '' : `, without ${left} whose cells failed, diverged or collapsed`}.`,
    n: `n = ${formatQuantity(trainings, 'training')}`,
    plot: intervalChart({
      rows: rows.map(
        ({ source, share, shareLow, shareHigh }): IntervalRow => ({
          name: sourceText(source),
          note: formatShare(share),
          value: share,
          interval: [shareLow, shareHigh],
          role: 'choice',
          title: `${sourceText(source)}: ${formatShare(share)} (${formatShare(shareLow)} to ${formatShare(shareHigh)})`,
        }),
      ),
      quantity: 'of the variance',
      isShare: true,
    }),
    data: tableData(table),
  };
}
