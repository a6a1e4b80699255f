/** @file Takes some of the examples of a set of samples, and draws a training sample from a pool: how one replicate gets its own examples. */
import { exampleBlocks, permutation, type Random, randomFrom, takeRows } from '../../core/index.js';
import type { RawColumn } from './columns/encoding.js';
import type { Dataset, Samples } from './dataset.js';

/** The examples at `indices`, in that order, as arrays of their own. */
export function takeSamples(samples: Samples, indices: Int32Array): Samples {
  return {
    count: indices.length,
    inputs: takeRows(samples.inputs, widthOf(samples.inputs, samples.count), indices),
    targets: takeRows(samples.targets, widthOf(samples.targets, samples.count), indices),
    ...(samples.weights === undefined
      ? {}
      : { weights: takeRows(samples.weights, widthOf(samples.weights, samples.count), indices) }),
    features: Object.fromEntries(
      Object.entries(samples.features).map(([name, column]) => [
        name,
        takeRows(column, widthOf(column, samples.count), indices),
      ]),
    ),
    ...(samples.columns === undefined ? {} : { columns: samples.columns.map((column) => takeCells(column, indices)) }),
    ...(samples.origin === undefined
      ? {}
      : {
          origin: {
            file: samples.origin.file,
            rows: Int32Array.from(indices, (row) => samples.origin?.rows[row] as number),
          },
        }),
  };
}

/** The cells of a column at `indices`, in that order. */
export function takeCells(column: RawColumn, indices: Int32Array): RawColumn {
  const { name, kind, values } = column;
  if (kind === 'category') return { name, kind, values: Array.from(indices, (row) => values[row] as string) };
  return { name, kind, values: Float64Array.from(indices, (row) => values[row] as number) };
}

function widthOf(values: Float32Array, count: number): number {
  return count === 0 ? 0 : values.length / count;
}

/** For how exact a figure is on the final set. */
const FINAL_BLOCKS = 20;

/** The final set in blocks, always the same, which are left out one after the other. */
export function finalBlocks({ final, finalTogether }: Pick<Dataset, 'final' | 'finalTogether'>): readonly Int32Array[] {
  return exampleBlocks(final.count, FINAL_BLOCKS, randomFrom('final', 'blocks'), finalTogether);
}

/** All that drawing needs to know of a data set. */
interface HasPool extends Pick<Dataset, 'samples'> {
  readonly pool: { readonly count: number };
}

/**
 * Indices into `dataset.pool` of `size` examples drawn without replacement, in the order drawn. Size 0, or the pool's
 * own size, gives the whole pool in its order and uses no randomness. Plain random draws, not stratified by class:
 * a replicate stands for a fresh sample from the population, whose class shares vary too. Takes time and memory in
 * proportion to `size` where that is small against the pool (Floyd's sampling, Bentley and Floyd 1987,
 * doi 10.1145/30401.315746, then shuffled), else to the pool. Nested samples are the first of one order of the pool, whatever their
 * size, and always take time in proportion to the pool. Throws a RangeError for a size the pool cannot give.
 */
export function drawSample(dataset: HasPool, size: number, random: Random): Int32Array {
  const count = dataset.pool.count;
  if (!Number.isInteger(size) || size < 0 || size > count) {
    throw new RangeError(`Cannot draw ${size} examples from a pool of ${count}`);
  }
  if (size === 0 || size === count) return Int32Array.from({ length: count }, (_, index) => index);
  if (dataset.samples === 'nested') return permutation(count, random).slice(0, size);
  return size * 8 <= count ? drawFew(count, size, random) : permutation(count, random).slice(0, size);
}

function drawFew(count: number, size: number, random: Random): Int32Array {
  const chosen = new Set<number>();
  for (let last = count - size; last < count; last++) {
    const candidate = random.below(last + 1);
    chosen.add(chosen.has(candidate) ? last : candidate);
  }
  const drawn = Int32Array.from(chosen);
  const order = permutation(size, random);
  return order.map((position) => drawn[position] as number);
}
