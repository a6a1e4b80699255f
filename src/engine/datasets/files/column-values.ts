/** @file Puts whole columns side by side into groups, for readers that get a file column by column. */
import {
  badCell,
  type ColumnInfo,
  entrySize,
  isHeld,
  MOST_VALUES,
  type TableCell,
  type TableFile,
  type TableValues,
  tableTooLarge,
  unreadableFile,
} from './table-file.js';

/** A column as a reader has it: all examples' entries one after the other, flat. */
interface ColumnValues extends ColumnInfo {
  /** count x size of the shape. */
  readonly values: ArrayLike<unknown>;
}

/**
 * Loads the columns one after the other and copies each into its place, so that no more than one is held beside the groups.
 * Refuses columns that are not equally long, and more values than may be held.
 */
export async function gatherColumns(
  file: Pick<TableFile, 'path' | 'columns'>,
  groups: readonly (readonly string[])[],
  cells: readonly string[],
  load: (column: ColumnInfo) => Promise<ArrayLike<unknown>>,
  asWritten: ReadonlySet<string> = new Set(),
): Promise<TableValues> {
  const { path, columns } = file;
  let first: { readonly name: string; readonly count: number } | undefined;
  const loadChecked = async (name: string): Promise<ColumnValues> => {
    const info = columns.find((column) => column.name === name) as ColumnInfo;
    const values = await load(info);
    const count = values.length / entrySize(info.shape);
    first ??= { name, count };
    if (count === first.count) return { ...info, values };
    throw unreadableFile(path, {
      why: `\`${first.name}\` has ${first.count} examples, \`${name}\` ${count}`,
      fix: 'Write all arrays from the same examples.',
    });
  };
  const gathered: Float32Array[] = [];
  for (const names of groups) gathered.push(await gatherGroup(file, names, loadChecked));
  const read = new Map<string, readonly TableCell[]>();
  for (const name of cells) read.set(name, readCells(path, await loadChecked(name), asWritten.has(name)));
  return { count: first?.count ?? 0, groups: gathered, cells: read };
}

async function gatherGroup(
  { path, columns }: Pick<TableFile, 'path' | 'columns'>,
  names: readonly string[],
  load: (name: string) => Promise<ColumnValues>,
): Promise<Float32Array> {
  const width = columns
    .filter(({ name }) => names.includes(name))
    .reduce((sum, { shape }) => sum + entrySize(shape), 0);
  let gathered = new Float32Array(0);
  let offset = 0;
  for (const name of names) {
    const { shape, values } = await load(name);
    const size = entrySize(shape);
    const count = values.length / size;
    if (width * count > MOST_VALUES) throw tableTooLarge(path, `the columns in use have ${width * count} values`);
    if (offset === 0) gathered = new Float32Array(width * count);
    for (let row = 0, next = 0; row < count; row++) {
      for (let place = row * width + offset, last = place + size; place < last; place++) {
        const value = toNumber(values[next++]);
        if (!isHeld(value)) throw badCell(path, name, row + 1, values[next - 1]);
        gathered[place] = value;
      }
    }
    offset += size;
  }
  return gathered;
}

function readCells(path: string, { name, values }: ColumnValues, mayMiss: boolean): TableCell[] {
  return Array.from({ length: values.length }, (_, row) => {
    const value = values[row];
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    if (typeof value === 'boolean') return String(value);
    if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
    if (mayMiss && isNothing(value)) return '';
    const number = toNumber(value);
    if (Number.isNaN(number)) throw badCell(path, name, row + 1, value);
    return number;
  });
}

function isNothing(value: unknown): boolean {
  return (
    value === undefined || value === null || Number.isNaN(value) || (typeof value === 'string' && value.trim() === '')
  );
}

/** NaN for everything that is no number. */
function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'bigint' || typeof value === 'boolean' ? Number(value) : Number.NaN;
}
