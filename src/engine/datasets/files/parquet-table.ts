/** @file Parquet files: columns of single values, or of lists of one length (an image a row). */
import { asyncBufferFromFile, parquetMetadataAsync, parquetRead, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { type ParserFault, parserFault } from '../../../core/index.js';
import { gatherColumns } from './column-values.js';
import {
  type ColumnInfo,
  entrySize,
  MOST_VALUES,
  type TableFile,
  tableTooLarge,
  unreadableFile,
} from './table-file.js';

interface ParquetColumns {
  readonly names: readonly string[];
  /** Rows. */
  readonly count: number;
  /** The first `rowEnd` entries of each of these columns. */
  readColumns(columns: string[], rowEnd: number): Promise<ReadonlyMap<string, unknown[]>>;
}

/** Reads the footer; columns are read when they are asked for, no others. Throws InputError for what is not Parquet. */
export async function openParquetColumns(path: string): Promise<ParquetColumns> {
  const file = await asyncBufferFromFile(path);
  const metadata = await guarded(path, () => parquetMetadataAsync(file));
  const names = parquetSchema(metadata).children.map(({ element }) => element.name);
  const count = Number(metadata.num_rows);
  const inGroups = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (inGroups !== count) {
    throw unreadableFile(path, `it is damaged: it says that it has ${count} rows, and its row groups have ${inGroups}`);
  }
  const readColumns = async (columns: string[], rowEnd: number): Promise<ReadonlyMap<string, unknown[]>> => {
    const chunks = new Map<string, unknown[]>(columns.map((name) => [name, []]));
    if (columns.length === 0 || rowEnd === 0) return chunks;
    const found = new Map<string, number>();
    await guarded(path, () =>
      parquetRead({
        file,
        metadata,
        columns,
        compressors,
        rowEnd,
        onChunk: ({ columnName, columnData, rowStart }) => {
          const column = chunks.get(columnName);
          found.set(columnName, (found.get(columnName) ?? 0) + columnData.length);
          for (let index = 0; index < columnData.length; index++) {
            if (column !== undefined && rowStart + index < rowEnd) column[rowStart + index] = columnData[index];
          }
        },
      }),
    );
    for (const name of columns) {
      const values = found.get(name) ?? 0;
      if (values < Math.min(rowEnd, count))
        throw unreadableFile(
          path,
          `it is damaged: column \`${name}\` has ${values} values where there are ${count} rows`,
        );
    }
    return chunks;
  };
  return { names, count, readColumns };
}

/** Reads the footer and the first row at once. */
export async function openParquet(path: string): Promise<TableFile> {
  const { names, count, readColumns } = await openParquetColumns(path);
  const first = await readColumns([...names], Math.min(1, count));
  const columns = names.map((name) => ({ name, shape: shapeOf(first.get(name)?.[0]) }));
  return {
    path,
    columns,
    read: async (groups, cells, asWritten) => {
      const used = columns.filter(({ name }) => groups.some((group) => group.includes(name)) || cells.includes(name));
      const width = used.reduce((sum, { shape }) => sum + entrySize(shape), 0);
      if (width * count > MOST_VALUES) throw tableTooLarge(path, `the columns in use have ${width * count} values`);
      const load = async ({ name, shape }: ColumnInfo) =>
        flattenEntries(path, name, (await readColumns([name], count)).get(name) as unknown[], shape);
      return gatherColumns({ path, columns }, groups, cells, load, asWritten);
    },
  };
}

/** Extents of nested lists, judged by their first members. */
function shapeOf(entry: unknown): readonly number[] {
  if (isList(entry)) return [entry.length, ...shapeOf(entry[0])];
  return isRecord(entry) ? [Object.keys(entry).length] : [];
}

function flattenEntries(path: string, name: string, entries: unknown[], shape: readonly number[]): ArrayLike<unknown> {
  if (shape.length === 0) return entries;
  const flat = new Float64Array(entries.length * entrySize(shape));
  let next = 0;
  const append = (entry: unknown, depth: number, row: number) => {
    if (depth === shape.length)
      flat[next++] = typeof entry === 'number' || typeof entry === 'bigint' ? Number(entry) : Number.NaN;
    else if (isList(entry) && entry.length === shape[depth]) {
      for (let index = 0; index < entry.length; index++) append(entry[index], depth + 1, row);
    } else if (isRecord(entry)) throw unreadableFile(path, recordsIn(name));
    else {
      const size = isList(entry) ? `${entry.length} members` : 'no list';
      throw unreadableFile(path, {
        why: `column \`${name}\` has ${size} in row ${row} where row 1 has ${shape[depth]}`,
        fix: 'Write lists of one length, or choose other columns with `data.inputs`.',
      });
    }
  };
  entries.forEach((entry, index) => {
    append(entry, 0, index + 1);
  });
  return flat;
}

/** A column of records is refused where it is used, and no other column with it. */
function recordsIn(name: string): ParserFault {
  return {
    why: `column \`${name}\` holds records of several fields`,
    fix: 'Write each field as a column of its own, or choose other columns with `data.inputs`.',
  };
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !isList(value) && !(value instanceof Date);
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

async function guarded<Result>(path: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (cause) {
    throw unreadableFile(path, parserFault('parquet', cause), cause);
  }
}
