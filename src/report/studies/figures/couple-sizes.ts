/** @file Figure: location or spread against the sample size, a line a combination of levels. */
import type { CoupleAnalysis } from '../../../questions/couple/plan/index.js';
import { type Chart, seriesStyle } from '../../chart/index.js';
import { estimateText, formatShare } from '../../number-text.js';
import { endsOf } from '../../view/interval-words.js';
import { fitAxis, type ValueAxis } from '../../view/value-axis.js';
import { type SizePoint, sizeLines } from '../charts/size-lines.js';
import { combinations, levelsName, sizeText } from '../couple-names.js';
import { cellTable, mostTrainings } from '../couple-tables.js';
import { type CoupledQuantity, quantityText, toldCell } from '../couple-values.js';
import { directionWords, studyAxis } from '../study-direction.js';
import { capital } from '../study-words.js';

export function coupledSizesFigure(analysis: CoupleAnalysis, which: CoupledQuantity, figure: string): Chart {
  const { table, effects } = analysis;
  const all = combinations(table);
  const lines = all.map((levels) =>
    effects.cells
      .filter((cell) => cell.levels.join() === levels.join())
      .flatMap((cell): SizePoint[] => {
        const told = toldCell(analysis, cell, which, figure);
        if (told === null) return [];
        const title = `${levelsName(table, levels)}, ${sizeText(cell.size)}: ${estimateText(told.value, told.interval)}`;
        return [{ size: cell.size, value: told.value, interval: endsOf(told.interval), title }];
      }),
  );
  const quantity = quantityText(analysis, which, figure);
  return {
    says: `${capital(quantity)} against the sample size, with ${formatShare(effects.level)} intervals over weights and samples.`,
    direction: which === 'location' ? directionWords(figure) : 'lower is better',
    n: mostTrainings(analysis),
    plot: sizeLines({ lines, sizes: table.sizes, axis: cellAxis(lines.flat(), which, figure), quantity }),
    keys: all.map((levels, place) => ({ name: levelsName(table, levels), style: seriesStyle(place) })),
    data: { ...cellTable(analysis, figure), id: `sizes-${which}`, caption: capital(quantity) },
  };
}

/** Every point belongs on it. */
function cellAxis(points: readonly SizePoint[], which: CoupledQuantity, figure: string): ValueAxis {
  const ends = points.flatMap(({ value, interval }) => [value, ...(interval ?? [])]);
  const fitted = which === 'spread' ? fitAxis(ends, 'minimize') : studyAxis(ends, figure);
  return { ...fitted, low: Math.min(fitted.low, ...ends), high: Math.max(fitted.high, ...ends) };
}
