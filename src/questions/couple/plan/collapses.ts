/**
 * @file How many trainings collapse in each cell, what changes that, and which weights or samples collapse everywhere. What is a collapse was
 * said before (stats/collapse.ts); here they are counted.
 */

import type { StreamName } from '../../../core/index.js';
import { type CrossedAndFresh, type CrossedRate, crossedRate, crossedUnit } from '../../../stats/index.js';
import { cellValues } from './cell-figures.js';
import type { CoupledInterval, CoupledTable } from './coupled-table.js';

const METHOD =
  'Clopper and Pearson for as many independent trainings as these are worth, since collapses go by weights or by sample; differences of rates by ' +
  'MOVER, Bonferroni over all of them';
const NO_TRAININGS = 'no trainings';

/** @param level of each interval; 1 - level bounds the chance of any false finding among the effects */
export function analyseCollapses(table: CoupledTable, level: number): CollapsesAnalysis {
  const { cells } = table;
  const tables = cellValues(table).map(({ collapsed }) => collapsed);
  const described = tables.map((own, place) => describeCell(table, place, own, tables, level));
  const whole = described.filter(({ collapsed, of }) => of > 0 && collapsed === of);
  return {
    level,
    method: METHOD,
    cells: described,
    effects: effectsOf(table, tables, level),
    everywhere: everywhere(
      table,
      cells.filter((_, place) => !whole.includes(described[place] as CellCollapses)),
    ),
    whole: whole.map(({ levels, size }) => ({ levels, size })),
  };
}

function describeCell(
  { cells, streams }: CoupledTable,
  place: number,
  own: CrossedAndFresh,
  tables: readonly CrossedAndFresh[],
  level: number,
): CellCollapses {
  const { levels, size } = cells[place] as CoupledTable['cells'][number];
  const values = [...own.table.flat(), ...own.fresh].filter((value) => value !== undefined);
  const found = crossedRate([own], tables, level);
  const unit = crossedUnit(own.table);
  return {
    levels,
    size,
    collapsed: values.filter((value) => value === 1).length,
    of: values.length,
    rate: found?.rate ?? null,
    interval: found === undefined ? { reason: NO_TRAININGS } : { low: found.low, high: found.high },
    effective: found?.effective ?? null,
    follows: unit === null ? null : streams[unit === 'rows' ? 0 : 1],
  };
}

/** A level beside the first of its setting, and a size beside the smallest. */
function effectsOf(
  { factors, sizes, cells }: CoupledTable,
  tables: readonly CrossedAndFresh[],
  level: number,
): CollapsesEffect[] {
  const compared = [
    ...factors.map(({ name, levels }, factor) => ({
      factor: name,
      count: levels.length,
      levelAt: (place: number) => cells[place]?.levels[factor],
    })),
    { factor: 'size', count: sizes.length, levelAt: (place: number) => sizes.indexOf(cells[place]?.size as number) },
  ];
  const effects = compared.reduce((sum, { count }) => sum + count - 1, 0);
  const each = 1 - (1 - level) / Math.max(1, effects);
  return compared.flatMap(({ factor, count, levelAt }) => {
    const rateOf = (one: number, at: number) =>
      crossedRate(
        tables.filter((_, place) => levelAt(place) === one),
        tables,
        at,
      );
    return Array.from({ length: count - 1 }, (_, before): CollapsesEffect => {
      const about = { factor, level: before + 1, reference: 0 };
      const [first, second] = [0, before + 1].map((one) => rateOf(one, level));
      if (first === undefined || second === undefined) {
        return { ...about, difference: null, interval: { reason: NO_TRAININGS }, finding: 'untold' };
      }
      const strict = differenceOf(rateOf(before + 1, each) as CrossedRate, rateOf(0, each) as CrossedRate);
      return {
        ...about,
        difference: second.rate - first.rate,
        interval: differenceOf(second, first),
        finding: strict.low > 0 || strict.high < 0 ? 'shown' : 'not-shown',
      };
    });
  });
}

/** MOVER, as if the two were independent: where the same weights collapse at both, it is too wide (Newcombe 1998, doi 10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I). */
function differenceOf(one: CrossedRate, other: CrossedRate): { readonly low: number; readonly high: number } {
  const difference = one.rate - other.rate;
  return {
    low: difference - Math.hypot(one.rate - one.low, other.high - other.rate),
    high: difference + Math.hypot(one.high - one.rate, other.rate - other.low),
  };
}

/** Indices whose trainings all collapse, in cells where not all do. */
function everywhere({ streams }: CoupledTable, cells: CoupledTable['cells']): CollapsesAnalysis['everywhere'] {
  const height = Math.max(0, ...cells.map(({ values }) => values.length));
  const width = Math.max(0, ...cells.flatMap(({ values }) => values.map(({ length }) => length)));
  const found = (count: number, valuesAt: (cell: CoupledTable['cells'][number], index: number) => readonly unknown[]) =>
    Array.from({ length: count }, (_, index) => index).filter((index) =>
      cells.every((cell) => {
        const values = valuesAt(cell, index).filter((value) => value !== undefined);
        return values.length > 0 && values.every((value) => value === 'collapsed');
      }),
    );
  const rows = found(height, ({ values }, row) => values[row] ?? []);
  const columns = found(width, ({ values }, column) => values.map((line) => line[column]));
  return [
    ...rows.map((index) => ({ stream: streams[0], index })),
    ...columns.map((index) => ({ stream: streams[1], index })),
  ];
}

export interface CollapsesAnalysis {
  /** Of each interval; 1 - level bounds the chance of any false finding among the effects. */
  readonly level: number;
  readonly method: string;
  /** In the order of the table's cells. */
  readonly cells: readonly CellCollapses[];
  /** Of settings and of the size, each level beside the first. */
  readonly effects: readonly CollapsesEffect[];
  /** An index of a stream with which every training collapses, in all cells that do not collapse whole. */
  readonly everywhere: readonly { readonly stream: StreamName; readonly index: number }[];
  /** Cells whose trainings all collapsed: nothing else is said of them. */
  readonly whole: readonly { readonly levels: readonly number[]; readonly size: number }[];
}

interface CellCollapses {
  readonly levels: readonly number[];
  readonly size: number;
  readonly collapsed: number;
  /** Trainings that there are. */
  readonly of: number;
  /** 0 ... 1; null without trainings. */
  readonly rate: number | null;
  readonly interval: CoupledInterval;
  /** Independent trainings that these are worth, since collapses go by weights or by sample; null without trainings. */
  readonly effective: number | null;
  /** The stream whose index alone says which trainings collapse; null where none does, or none collapsed. */
  readonly follows: StreamName | null;
}

export interface CollapsesEffect {
  /** A setting, or `size`. */
  readonly factor: string;
  /** Index among the factor's levels, or among the sizes. */
  readonly level: number;
  readonly reference: number;
  /** Rate of the level less that of the reference, over all other settings and sizes alike; null where a level has no trainings. */
  readonly difference: number | null;
  readonly interval: CoupledInterval;
  /** For all effects at once. */
  readonly finding: 'shown' | 'not-shown' | 'untold';
}
