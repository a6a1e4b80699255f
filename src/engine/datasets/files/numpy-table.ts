/**
 * @file NumPy's files. NPZ: named arrays whose first axis counts the examples. NPY: one array; with two axes its columns
 * are called `0`, `1`, ..., with any other number of axes it is one column, called by the file's name.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Unzipped, unzipSync } from 'fflate';
import { parse } from 'npyjs';
import { InputError, type ParserFault, parserFault } from '../../../core/index.js';
import { gatherColumns } from './column-values.js';
import { type ColumnInfo, entrySize, type TableFile, unreadableFile } from './table-file.js';

interface NumpyArray {
  readonly shape: readonly number[];
  /** In row-major order. */
  readonly values: ArrayLike<unknown>;
}

/** `whole`: one column however many axes there are, for a file of inputs or targets alone. */
export async function openNpy(path: string, whole: boolean): Promise<TableFile> {
  const { shape, values } = parseNpy(path, await readFile(path));
  const [count = 0, width = 0] = shape;
  if (whole || shape.length !== 2) {
    const columns = [{ name: basename(path).replace(/\.npy$/i, ''), shape: shape.slice(1) }];
    return tableOf(path, columns, () => values);
  }
  const columns = Array.from({ length: width }, (_, column) => ({ name: String(column), shape: [] }));
  return tableOf(path, columns, ({ name }) => {
    const column = new Array<unknown>(count);
    for (let row = 0, place = Number(name); row < count; row++, place += width) column[row] = values[place];
    return column;
  });
}

/** An array that cannot be used (complex, objects, a single value) is refused only when it is asked for. */
export async function openNpz(path: string): Promise<TableFile> {
  const arrays = new Map<string, NumpyArray | InputError>();
  for (const [file, bytes] of Object.entries(unpack(path, await readFile(path)))) {
    const name = file.replace(/\.npy$/, '');
    try {
      arrays.set(name, parseNpy(`${path}, array \`${name}\``, bytes));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      arrays.set(name, error);
    }
  }
  if (arrays.size === 0) throw unreadableFile(path, 'there is no array in it');
  const columns = [...arrays].map(([name, array]) => ({
    name,
    shape: array instanceof InputError ? [] : array.shape.slice(1),
  }));
  return tableOf(path, columns, ({ name }) => {
    const array = arrays.get(name) as NumpyArray | InputError;
    if (array instanceof InputError) throw array;
    return array.values;
  });
}

function unpack(path: string, archive: Uint8Array): Unzipped {
  try {
    return unzipSync(archive, { filter: ({ name }) => name.endsWith('.npy') });
  } catch (cause) {
    throw unreadableFile(path, parserFault('npz', cause), cause);
  }
}

function tableOf(
  path: string,
  columns: readonly ColumnInfo[],
  load: (column: ColumnInfo) => ArrayLike<unknown>,
): TableFile {
  const file = { path, columns };
  return { ...file, read: (groups, cells) => gatherColumns(file, groups, cells, async (column) => load(column)) };
}

/** The array in bytes of an NPY file; `place` names it in messages. Throws an InputError for what is none, and for complex numbers and single values. */
export function parseNpy(place: string, bytes: Uint8Array): NumpyArray {
  const { data, shape, dtype, fortranOrder } = guarded(place, () => parse(Uint8Array.from(bytes).buffer));
  const values = data as ArrayBufferView & ArrayLike<unknown>;
  if (dtype.startsWith('c')) throw unreadableFile(place, COMPLEX_NUMBERS);
  if (shape.length === 0) throw unreadableFile(place, SINGLE_VALUE);
  if (values.length !== entrySize(shape)) throw unreadableFile(place, otherCount(values.length, shape));
  return { shape, values: fortranOrder ? toRowMajor(values, shape) : values };
}

/** From the first axis changing fastest to the last. */
function toRowMajor(values: ArrayLike<unknown>, shape: readonly number[]): unknown[] {
  const strides = shape.map((_, axis) => entrySize(shape.slice(0, axis)));
  return Array.from({ length: values.length }, (_, place) => {
    let rest = place;
    let from = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const extent = shape[axis] as number;
      from += (rest % extent) * (strides[axis] as number);
      rest = Math.floor(rest / extent);
    }
    return values[from];
  });
}

function guarded<Result>(place: string, action: () => Result): Result {
  try {
    return action();
  } catch (cause) {
    throw unreadableFile(place, parserFault('npy', cause), cause);
  }
}

/** `held`: its values; `shape` asks for another number of them. */
function otherCount(held: number, shape: readonly number[]): ParserFault {
  return {
    why: `it holds ${held} values where its shape ${shape.join(' x ')} asks for ${entrySize(shape)}`,
    fix: WRITE_AGAIN,
  };
}

const WRITE_AGAIN = 'Copy the file again, or write it again: numpy.save(path, array).';
const COMPLEX_NUMBERS: ParserFault = {
  why: 'it holds complex numbers',
  fix: 'Write real and imaginary parts as numbers of their own: numpy.stack([array.real, array.imag], axis=-1).',
};
const SINGLE_VALUE: ParserFault = {
  why: 'it holds a single value, not one entry an example',
  fix: 'Write an array whose first axis counts the examples.',
};
