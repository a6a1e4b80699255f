/** @file Figure: how many trainings of each cell collapsed, by levels and sample size. */
import type { CoupleAnalysis } from '../../../questions/couple/plan/index.js';
import type { Chart } from '../../chart/index.js';
import { formatCount } from '../../number-text.js';
import { cellMap } from '../charts/cell-map.js';
import { combinations, levelsName, shortLevels, sizeText } from '../couple-names.js';
import { cellTable, mostTrainings } from '../couple-tables.js';

export function collapseFigure(analysis: CoupleAnalysis, figure: string): Chart {
  const { table, collapses } = analysis;
  return {
    says: 'How many trainings of each cell collapsed; location and spread are of the others.',
    direction: 'lower is better',
    n: mostTrainings(analysis),
    plot: cellMap({
      rows: combinations(table).map((levels) => ({ id: levels.join(), name: shortLevels(table, levels) })),
      columns: table.sizes.map(formatCount),
      cells: collapses.cells.map(({ levels, size, of, rate, collapsed }) => {
        const text = of === 0 ? '–' : `${collapsed} of ${of}`;
        const place = { row: levels.join(), column: formatCount(size) };
        return { ...place, shade: rate, text, title: `${levelsName(table, levels)}, ${sizeText(size)}: ${text}` };
      }),
    }),
    data: { ...cellTable(analysis, figure), id: 'collapses', caption: 'Trainings that collapsed' },
  };
}
