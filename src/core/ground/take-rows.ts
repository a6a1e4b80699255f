/** @file Rows and columns of a table of numbers. */

/** The rows at these places of a row-major table, in this order; `width` numbers in each. */
export function takeRows(values: Float32Array, width: number, rows: Int32Array): Float32Array {
  const taken = new Float32Array(rows.length * width);
  rows.forEach((row, place) => {
    taken.set(values.subarray(row * width, (row + 1) * width), place * width);
  });
  return taken;
}

/** One column of a row-major table with `width` numbers in each row. */
export function takeColumn(values: ArrayLike<number>, width: number, column: number): Float64Array {
  return Float64Array.from({ length: values.length / width }, (_, row) => values[row * width + column] as number);
}
