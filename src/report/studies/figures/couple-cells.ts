/** @file Cells of a study of coupled effects as people are shown them: their values, what these are, and an axis for them. */
import { isHigherBetter } from '../../../questions/common/plan/index.js';
import type { CellEffects, CoupleAnalysis } from '../../../questions/couple/plan/index.js';
import { formatCount, formatValue } from '../../number-text.js';
import { fitAxis, type ValueAxis } from '../../view/value-axis.js';
import type { SizePoint } from '../charts/size-lines.js';
import { levelsName } from '../couple-names.js';
import { studyAxis } from '../study-direction.js';

export type CoupledQuantity = 'location' | 'spread';

/** A value of a cell as people are shown it; null where it has none. */
interface ShownCell {
  readonly value: number;
  readonly interval: readonly [low: number, high: number] | null;
  readonly title: string;
}

export function shownCell(
  analysis: CoupleAnalysis,
  cell: CellEffects,
  which: CoupledQuantity,
  figure: string,
): ShownCell | null {
  const { table } = analysis;
  const { value, interval } = cell[which];
  if (value === null) return null;
  const turn = which === 'location' && isHigherBetter(figure) ? -1 : 1;
  const show = (one: number): number => (which === 'spread' || table.logarithmic ? Math.exp(one) : turn * one);
  const shown = show(value);
  const name = `${levelsName(table, cell.levels)}, ${formatCount(cell.size)} examples: ${formatValue(shown)}`;
  if ('reason' in interval) return { value: shown, interval: null, title: `${name}. No interval: ${interval.reason}.` };
  const [low, high] = [show(interval.low), show(interval.high)].sort((a, b) => a - b) as [number, number];
  return { value: shown, interval: [low, high], title: `${name} (${formatValue(low)} to ${formatValue(high)}).` };
}

/** `loss, geometric mean`, `spread of its logarithm`. */
export function quantityText(
  { table: { logarithmic } }: CoupleAnalysis,
  which: CoupledQuantity,
  figure: string,
): string {
  if (which === 'location') return logarithmic ? `${figure}, geometric mean` : `${figure}, mean`;
  return logarithmic ? `spread of log ${figure}` : `spread of the ${figure}`;
}

export function cellAxis(
  points: readonly Pick<SizePoint, 'value' | 'interval'>[],
  which: CoupledQuantity,
  figure: string,
): ValueAxis {
  const ends = points.flatMap(({ value, interval }) => [value, ...(interval ?? [])]);
  const fitted = which === 'spread' ? fitAxis(ends, 'minimize') : studyAxis(ends, figure);
  // Every point belongs on the axis.
  return { ...fitted, low: Math.min(fitted.low, ...ends), high: Math.max(fitted.high, ...ends) };
}
