/** @file Figure: the standard deviation of every candidate under each source of randomness, as a map. */
import type { MeasureAnalysis } from '../../../questions/measure/plan/index.js';
import type { Chart } from '../../chart/index.js';
import { formatValue } from '../../number-text.js';
import type { Table } from '../../table/table.js';
import { cellMap, type MapCell } from '../charts/cell-map.js';
import { shortSource, sourceText, trainingsText } from '../source-words.js';
import { candidateColumns, criterionOf, type ShownStudy } from '../study-words.js';

export function spreadMapFigure({ figure, nameOf, analysis }: ShownStudy<MeasureAnalysis>): Chart {
  const { candidates } = analysis;
  const spreads = candidates.flatMap(({ candidate, arms }) =>
    arms.map(({ name, distribution }) => ({
      ...{ candidate, source: name, n: distribution.losses.length },
      spread: criterionOf(distribution, 'std'),
    })),
  );
  const largest = Math.max(0, ...spreads.map(({ spread }) => spread?.value ?? 0).filter(Number.isFinite));
  const cells = spreads.map(({ candidate, source, spread }): MapCell => {
    const value = spread?.value ?? Number.NaN;
    const text = formatValue(value, 3);
    return {
      row: candidate,
      column: shortSource(source),
      shade: largest > 0 && Number.isFinite(value) ? value / largest : null,
      text,
      title: `${nameOf(candidate)}, ${sourceText(source)}: ${text}.`,
    };
  });
  return {
    says: `How far the ${figure} spreads while one source varies and all others are held.`,
    direction: 'lower is better',
    n: `n = ${trainingsText(spreads.map(({ n }) => n))} in a cell`,
    plot: cellMap({
      rows: candidates.map(({ candidate }) => ({ id: candidate, name: nameOf(candidate) })),
      columns: [...new Set(cells.map(({ column }) => column))],
      cells,
    }),
    data: {
      ...{ id: 'source-spreads', caption: `Standard deviation of the ${figure} by what varies`, rows: spreads },
      columns: [
        ...candidateColumns(nameOf),
        { key: 'source', of: ({ source }) => source },
        { key: 'trainings', unit: 'count', of: ({ n }) => n },
        {
          ...{ key: 'std', unit: 'ratio' },
          of: ({ spread }) => spread?.value ?? null,
          interval: ({ spread }) => spread?.interval ?? null,
        },
      ],
    } satisfies Table<(typeof spreads)[number]>,
  };
}
