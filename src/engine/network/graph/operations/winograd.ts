/**
 * @file Convolution by minimal filtering (Winograd 1980; Lavin and Gray 2016, arXiv 1509.09308): tiles of outputs are
 * computed from transformed inputs and weights with less than half the multiplications. The transforms are matrices from
 * interpolation points (Toom-Cook); the points here lose under two bits of float32 against summing directly.
 */
import type { Tensor } from '../tensor.js';
import { constant } from './constant.js';
import { multiplyBatches, transformAxis } from './matrix.js';
import { reshape } from './shape.js';

/** Kernels are 3 cells along each axis. */
const KERNEL = 3;

/** Finite interpolation points for tiles of 2, 3, 4 outputs along an axis; the point at infinity is added to each. */
const POINTS: Readonly<Record<number, readonly number[]>> = {
  2: [0, 1, -1],
  3: [0, 0.7, -1, 1.5],
  4: [0, 0.625, -0.625, 1.5, -1.5],
};

export const TILE_SIZES: readonly number[] = Object.keys(POINTS).map(Number);

/** Cells of input under a tile of outputs, along one axis. */
export function tileInputs(outputs: number): number {
  return outputs + KERNEL - 1;
}

/** The three transforms along one axis, each a list of rows. */
interface Transforms {
  /** [inputs, inputs] */
  readonly input: readonly (readonly number[])[];
  /** [inputs, kernel] */
  readonly weight: readonly (readonly number[])[];
  /** [outputs, inputs] */
  readonly output: readonly (readonly number[])[];
}

function transformsFor(outputs: number): Transforms {
  const points = POINTS[outputs] as readonly number[];
  const powers = (point: number, count: number): number[] =>
    Array.from({ length: count }, (_, power) => point ** power);
  const atInfinity = (count: number): number[] =>
    Array.from({ length: count }, (_, power) => Number(power === count - 1));
  const polynomials = points.map((point) => expand(points.filter((other) => other !== point)));
  const weight = points.map((point) => {
    const divisor = points.filter((other) => other !== point).reduce((product, other) => product * (point - other), 1);
    return powers(point, KERNEL).map((power) => power / divisor);
  });
  const output = [...points.map((point) => powers(point, outputs)), atInfinity(outputs)];
  return {
    input: [...polynomials.map((coefficients) => [...coefficients, 0]), expand(points)],
    weight: [...weight, atInfinity(KERNEL)],
    output: Array.from({ length: outputs }, (_, row) => output.map((column) => column[row] as number)),
  };
}

/** Coefficients of the product of (x - root), constant term first. */
function expand(roots: readonly number[]): number[] {
  let coefficients = [1];
  for (const root of roots) {
    const raised = [0, ...coefficients];
    coefficients = raised.map((value, power) => value - root * (coefficients[power] ?? 0));
  }
  return coefficients;
}

/**
 * `tiles` is [input rows of a tile, input columns, tiles * batch * channels], `weights` [9 * channels, filters]; the
 * result is [output rows * output columns * tiles * batch, filters].
 */
export function winograd(tiles: Tensor, weights: Tensor, channels: number): Tensor {
  const [rows, columns, width] = tiles.shape as [number, number, number];
  const filters = weights.shape[1] as number;
  const [high, wide] = [rows - KERNEL + 1, columns - KERNEL + 1];
  const [vertical, horizontal] = [transformsFor(high), transformsFor(wide)];
  const along = (
    x: Tensor,
    matrixOfRows: readonly (readonly number[])[],
    matrixOfColumns: readonly (readonly number[])[],
  ) => transformAxis(toTensor(x, matrixOfColumns), transformAxis(toTensor(x, matrixOfRows), x, 0), 1);
  const cells = reshape(weights, [KERNEL, KERNEL, channels * filters]);
  const spectrum = reshape(along(cells, vertical.weight, horizontal.weight), [rows * columns, channels, filters]);
  const values = reshape(along(tiles, vertical.input, horizontal.input), [rows * columns, width / channels, channels]);
  const products = reshape(multiplyBatches(values, spectrum), [rows, columns, (width / channels) * filters]);
  const outputs = along(products, vertical.output, horizontal.output);
  return reshape(outputs, [(high * wide * width) / channels, filters]);
}

function toTensor({ graph }: Tensor, rows: readonly (readonly number[])[]): Tensor {
  return constant(graph, Float32Array.from(rows.flat()), [rows.length, (rows[0] as readonly number[]).length]);
}
