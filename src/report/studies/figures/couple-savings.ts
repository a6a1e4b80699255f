/** @file Figure: how many times fewer examples the levels of a setting need for the same criterion, or for the same spread. */
import type { CoupleAnalysis, Saving, SavingsRow } from '../../../questions/couple/plan/index.js';
import { type Chart, seriesStyle } from '../../chart/index.js';
import { formatShare } from '../../number-text.js';
import { fitAxis, type ValueAxis } from '../../view/value-axis.js';
import { type SizePoint, sizeLines } from '../charts/size-lines.js';
import { factorName, levelsName, rangeText, sizeText } from '../couple-names.js';
import { equalledText, savingTable } from '../couple-tables.js';
import { savingEnds, savingText } from '../couple-values.js';

/** The levels of one setting; nothing where there are no rows of it. */
export function savingFigure(analysis: CoupleAnalysis, of: SavingsRow['of'], factor: number, figure: string): Chart[] {
  const { table, savings } = analysis;
  const { name } = table.factors[factor] as CoupleAnalysis['table']['factors'][number];
  const rows = savings.rows.filter((row) => row.of === of && row.factor === name);
  if (rows.length === 0) return [];
  const what = equalledText(analysis, of, figure);
  const lines = rows.map((row) =>
    row.savings.flatMap((saving) => pointOf(saving, levelsName(table, row.levels), table.sizes)),
  );
  const all = savingTable(analysis, figure);
  return [
    {
      says: `At 3 a level needs a third of the examples that the first level of ${factorName(table, name)} has there, for the same ${what}; dashed: as many, below: never.`,
      reads: [`Uprights: ${formatShare(savings.level)} intervals; an arrow goes on beyond these sizes.`],
      direction: 'higher is better',
      n: `Sizes: ${rangeText(table)}`,
      plot: sizeLines({
        ...{ lines, sizes: table.sizes, axis: savingAxis(lines), quantity: 'times fewer examples' },
        ...{ rule: 1, beyond: 'never' },
      }),
      keys: rows.map((row, place) => ({ name: levelsName(table, row.levels), style: seriesStyle(place) })),
      data: {
        ...{ ...all, id: `savings-${of}-${factor}`, caption: `${factorName(table, name)}, same ${what}` },
        rows: all.rows.filter(({ row }) => rows.includes(row)),
      },
    },
  ];
}

/** Beyond the axis where it never gets there, or may save more than these sizes can show. */
function pointOf(saving: Saving, name: string, sizes: readonly number[]): SizePoint[] {
  const { size, value, bound, interval } = saving;
  if (value === null || 'reason' in interval) return [];
  const place = (end: number | 'never' | 'open'): number =>
    end === 'never' ? 0 : end === 'open' ? Number.POSITIVE_INFINITY : end;
  const high = value === 'at-least' ? Number.POSITIVE_INFINITY : place(interval.high);
  return [
    {
      size,
      value: value === 'never' ? 0 : value === 'at-least' ? (bound ?? 1) : value,
      interval: [place(interval.low), high],
      title: `${name} at ${sizeText(size)}: ${savingText(saving, sizes)}; times fewer: ${savingEnds(saving, sizes)}`,
    },
  ];
}

/** Worse is below, where the strip is for what never gets there. */
function savingAxis(lines: readonly (readonly SizePoint[])[]): ValueAxis {
  const ends = lines.flat().flatMap(({ value, interval }) => [value, ...(interval ?? [])]);
  const finite = ends.filter((end) => end > 0 && Number.isFinite(end));
  const { low, high } = fitAxis([0.5, 2, ...finite], 'minimize');
  return { scale: 'log', low, high, worse: 'low' };
}
