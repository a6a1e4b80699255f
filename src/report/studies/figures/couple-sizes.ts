/** @file Figure: criterion and spread against the sample size, a line a level. */
import type { CellEffects, CoupleAnalysis } from '../../../questions/couple/plan/index.js';
import { type Chart, seriesStyle } from '../../chart/index.js';
import { formatQuantity, formatShare } from '../../number-text.js';
import { reasonOf } from '../../view/interval-words.js';
import { type SizePoint, sizeLines } from '../charts/size-lines.js';
import { couplingTexts, spreadTexts } from '../couple-effect-words.js';
import { combinations, levelsName, rangeText } from '../couple-names.js';
import { trainingsText } from '../source-words.js';
import { directionWords } from '../study-direction.js';
import { capital } from '../study-words.js';
import { type CoupledQuantity, cellAxis, quantityText, shownCell } from './couple-cells.js';

export function coupledSizesFigure(analysis: CoupleAnalysis, which: CoupledQuantity, figure: string): Chart {
  const { table, effects } = analysis;
  const all = combinations(table);
  const lines = all.map((levels) =>
    effects.cells
      .filter((cell) => cell.levels.join() === levels.join())
      .flatMap((cell): SizePoint[] => {
        const shown = shownCell(analysis, cell, which, figure);
        return shown === null ? [] : [{ size: cell.size, ...shown }];
      }),
  );
  const quantity = quantityText(analysis, which, figure);
  const counts = effects.cells.map(({ trainings }) => trainings);
  return {
    id: `sizes-${which}`,
    title: `${capital(quantity)} against the sample size`,
    says: which === 'location' ? locationText(analysis, figure) : spreadText(analysis, figure),
    reads: [
      `A line is a level, a point the ${quantity} of the trainings that came out.`,
      ...(which === 'spread'
        ? ['Spread: the standard deviation over weights and samples, their components summed. Smaller is steadier.']
        : []),
      ...noInterval(effects.cells, which),
      effects.cells.some((cell) => !('reason' in cell[which].interval))
        ? `Uprights: ${formatShare(effects.level)} intervals that hold over weights and samples`
        : null,
    ],
    direction: which === 'location' ? directionWords(figure) : 'lower is better',
    n: `n = ${trainingsText(counts)} at each point`,
    plot: sizeLines({ lines, sizes: table.sizes, axis: cellAxis(lines.flat(), which, figure), quantity }),
    keys: all.map((levels, place) => ({ name: levelsName(table, levels), style: seriesStyle(place) })),
    data: {
      columns: ['level', 'size', 'trainings', 'collapsed', 'missing', which, 'low', 'high', 'reason'],
      rows: effects.cells.map((cell) => {
        const shown = shownCell(analysis, cell, which, figure);
        const { interval } = cell[which];
        return [
          levelsName(table, cell.levels),
          ...[cell.size, cell.trainings, cell.collapsed, cell.missing],
          ...[shown?.value ?? null, ...(shown?.interval ?? [null, null])],
          reasonOf(interval),
        ];
      }),
    },
  };
}

/** Reasons of cells without an interval, each once. */
function noInterval(cells: readonly CellEffects[], which: CoupledQuantity): string[] {
  const reasons = cells.flatMap((cell) => ('reason' in cell[which].interval ? [cell[which].interval.reason] : []));
  return [...new Set(reasons)].map((reason) => {
    const count = reasons.filter((one) => one === reason).length;
    return `${count === cells.length ? 'No intervals' : `${count} of ${formatQuantity(cells.length, 'point')} without an interval`}: ${reason}.`;
  });
}

function locationText(analysis: CoupleAnalysis, figure: string): string {
  const texts = couplingTexts(analysis, figure);
  return `${texts.length === 0 ? capital(`the ${figure} from ${rangeText(analysis.table)}`) : capital(texts.join('; '))}.`;
}

function spreadText(analysis: CoupleAnalysis, figure: string): string {
  const texts = spreadTexts(analysis);
  return `${texts.length === 0 ? `No setting and no size is shown to change the spread of the ${figure}` : capital(texts.join('; '))}.`;
}
