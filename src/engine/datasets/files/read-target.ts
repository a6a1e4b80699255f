/** @file Reads the cells of a target: labels as they stand, quantities by the same rules as the numbers of inputs. */
import { inputError } from '../../../core/index.js';
import { type ReadAs, type StatedKinds, typeOf } from '../columns/encoding.js';
import { type ColumnPlace, inferReading } from '../columns/infer-reading.js';
import { readLoosely } from '../columns/read-column.js';
import { badCell, isHeld, plainCell, type TableCell } from './table-file.js';

export interface TargetCells {
  /** Numbers where the column is one of numbers, but for cells that do not fit. */
  readonly cells: readonly TableCell[];
  /** Absent for labels. */
  readonly readAs?: ReadAs;
}

/** `areLabels`: whether somebody says that the cells name classes. Throws InputError for commas that could mean two things. */
export function readTargetCells(
  cells: readonly TableCell[],
  place: ColumnPlace,
  { stated, areLabels }: { readonly stated: ReadAs | undefined; readonly areLabels: boolean },
): TargetCells {
  const readAs = areLabels ? { kind: 'category' as const } : (stated ?? inferReading(cells, place));
  if (typeOf(readAs.kind) !== 'number') return { cells: place.delimiter === undefined ? cells : cells.map(plainCell) };
  const { column, unfit } = readLoosely(cells, place, stated);
  const rows = new Set(unfit);
  const { raw } = column;
  return {
    cells: cells.map((cell, row) => {
      const value = raw.values[row] as number;
      return rows.has(row) || Number.isNaN(value) ? plainCell(cell) : value;
    }),
    readAs: column.readAs,
  };
}

/** How targets are read as a user says. Throws an InputError for what no target can be. */
export function statedTargets(names: readonly string[], kinds: StatedKinds): Readonly<Record<string, ReadAs>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const stated = kinds[name];
      if (stated === undefined) return [];
      const { kind, unit } = stated;
      if (kind !== 'ignore' && kind !== 'embedded' && typeOf(kind) !== 'date') return [[name, { kind, unit }]];
      throw inputError`data-contradiction: data.columns: \`${name}\` is the target, and cannot be \`${kind}\`.
        Allowed: \`number\`, \`decimal-comma\` or \`thousands-comma\` for a quantity, \`category\` for classes
        Fix: Take \`${name}\` out of \`columns\`, or choose another \`target\`.`;
    }),
  );
}

/** Throws an InputError for a cell that is no number, naming its row. */
export function targetQuantity(path: string, name: string, cells: readonly TableCell[]): Float32Array {
  return Float32Array.from(cells, (cell, row) => {
    if (typeof cell === 'number' && isHeld(cell)) return cell;
    throw badCell(path, name, row + 1, cell);
  });
}

/** Of several targets: count x columns. Throws an InputError for a cell that is no number. */
export function sideBySide(path: string, columns: readonly ({ readonly name: string } & TargetCells)[]): Float32Array {
  const read = columns.map(({ name, cells }) => targetQuantity(path, name, cells));
  const count = read[0]?.length ?? 0;
  return Float32Array.from({ length: count * read.length }, (_, place) => {
    return (read[place % read.length] as Float32Array)[Math.floor(place / read.length)] as number;
  });
}
