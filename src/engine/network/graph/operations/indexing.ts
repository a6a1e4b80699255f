/** @file Gathering rows by index, its opposite, and the convolutions over gathered patches that are built on them. */
import type { StackedInput, Tensor } from '../tensor.js';
import { add, multiply } from './arithmetic.js';
import { constant, fill, fingerprint } from './constant.js';
import { gemm, multiplyEach, stackProduct } from './matrix.js';
import { reduceSum, sumTo } from './reduction.js';
import { concatenate, reshape, slice, transpose } from './shape.js';

/** Slices `x[rows[0]], x[rows[1]], ...` along the first axis. */
export function gatherRows(x: Tensor, rows: Int32Array): Tensor {
  if (rows.length === x.shape[0] && rows.every((row, place) => row === place)) return x;
  return gatherAlong(x, 0, rows);
}

function gatherAlong(x: Tensor, axis: number, rows: Int32Array): Tensor {
  const index = constant(x.graph, rows, [rows.length]);
  return x.graph.apply(
    {
      name: 'gatherRows',
      settings: String(axis),
      type: x.type,
      shape: x.shape.with(axis, rows.length),
      stack: (_, [input]) => gatherAlong((input as StackedInput).tensor, axis + 1, rows),
      emit: (onnx, inputs) => onnx.node('Gather', inputs, { axis }),
      differentiate: (_, upstream) => [addToRows(upstream, rows, x.shape[0] as number)],
    },
    [x, index],
  );
}

/** `count` slices, where slice r is the sum of all `x[i]` with `rows[i] === r`. */
function addToRows(x: Tensor, rows: Int32Array, count: number): Tensor {
  const shape = x.shape.with(0, count);
  const result = x.graph.apply(
    {
      name: 'addToRows',
      settings: `${count}:${fingerprint(rows)}`,
      shape,
      stack: (members, [input]) => {
        const { tensor } = input as StackedInput;
        const flat = reshape(tensor, [members.count * rows.length, ...x.shape.slice(1)]);
        const places = Array.from({ length: members.count }, (_, member) =>
          [...rows].map((row) => member * count + row),
        );
        return reshape(addToRows(flat, Int32Array.from(places.flat()), members.count * count), [
          members.count,
          ...shape,
        ]);
      },
      emit: (onnx, [input, zeros]) =>
        onnx.node('ScatterND', [zeros as string, onnx.int64s(rows, [rows.length, 1]), input as string], {
          reduction: 'add',
        }),
      differentiate: (_, upstream) => [gatherRows(upstream, rows)],
      addUp: { key: `rows ${shape}`, sum: (results) => addToRows(...mergeRows(results), count) },
    },
    [x, fill(x.graph, 0, shape)],
  );
  rowsOf.set(result, rows);
  return result;
}

/** Where the results of `addToRows` put their rows. */
const rowsOf = new WeakMap<Tensor, Int32Array>();

/** One source and its rows for several results of `addToRows`. */
function mergeRows(results: readonly Tensor[]): [x: Tensor, rows: Int32Array] {
  const sources = results.map(({ inputs: [x] }) => x as Tensor);
  const rows = results.flatMap((result) => [...(rowsOf.get(result) as Int32Array)]);
  return [concatenate(sources, 0), Int32Array.from(rows)];
}

/** Rows of the table `x` chosen at run time: `index` is int32 [n], the result [n, ...rest]. No gradient flows. */
export function lookUp(x: Tensor, index: Tensor): Tensor {
  return x.graph.apply(
    {
      name: 'lookUp',
      type: x.type,
      shape: [...index.shape, ...x.shape.slice(1)],
      stack: (_, [table, places]) => lookUp((table as StackedInput).tensor, (places as StackedInput).tensor),
      emit: (onnx, inputs) => onnx.node('Gather', inputs, { axis: 0 }),
    },
    [x, index],
  );
}

/**
 * Row `level[i]` of a table for each example i: `table` is [levels, width], `level` [batch, 1], whole numbers held as float32; the
 * result is [batch, width]. The gradient of a row is the sum over the examples that have it.
 */
export function embed(table: Tensor, level: Tensor): Tensor {
  const [levels, width] = table.shape as [number, number];
  const batch = level.shape[0] as number;
  return table.graph.apply(
    {
      name: 'embed',
      shape: [batch, width],
      stack: ({ count }, [rows, index]) => {
        const all = reshape((rows as StackedInput).tensor, [count * levels, width]);
        return reshape(embed(all, levelsOfAll(index as StackedInput, count, levels)), [count, batch, width]);
      },
      emit: (onnx, [rows, index]) =>
        onnx.node('Gather', [
          rows as string,
          onnx.node('Reshape', [onnx.cast(index as string, 'int64'), onnx.integers([batch])]),
        ]),
      differentiate: (_, upstream) => [addToLevels(upstream, level, levels), undefined],
    },
    [table, level],
  );
}

/** Levels in one table of every member's rows, [count * batch, 1]. */
function levelsOfAll({ tensor }: StackedInput, count: number, levels: number): Tensor {
  const first = Float32Array.from({ length: count }, (_, member) => member * levels);
  const places = add(tensor, constant(tensor.graph, first, [count, 1, 1]));
  return reshape(places, [count * (tensor.shape[1] as number), 1]);
}

/** [levels, width], where row r is the sum of all `x[i]` with `level[i] === r`. No gradient flows. */
function addToLevels(x: Tensor, level: Tensor, levels: number): Tensor {
  const shape = [levels, x.shape[1] as number];
  return x.graph.apply(
    {
      name: 'addToLevels',
      settings: String(levels),
      shape,
      stack: ({ count }, [input, index]) => {
        const { tensor } = input as StackedInput;
        const all = reshape(tensor, [count * (x.shape[0] as number), x.shape[1] as number]);
        const sums = addToLevels(all, levelsOfAll(index as StackedInput, count, levels), count * levels);
        return reshape(sums, [count, ...shape]);
      },
      emit: (onnx, [input, index, zeros]) =>
        onnx.node('ScatterND', [zeros as string, onnx.cast(index as string, 'int64'), input as string], {
          reduction: 'add',
        }),
    },
    [x, level, fill(x.graph, 0, shape)],
  );
}

/**
 * Patches of a map as rows: `x` is [positions, batch, channels], `taps` lists `size` positions for each of `count`
 * patches; the result is [count * batch, size * channels].
 */
function patches(x: Tensor, taps: Int32Array, size: number): Tensor {
  const [positions, batch, channels] = x.shape as [number, number, number];
  const count = taps.length / size;
  const rows = new Int32Array(count * batch * size);
  for (let patch = 0, row = 0; patch < count; patch++) {
    for (let example = 0; example < batch; example++) {
      for (let tap = 0; tap < size; tap++) rows[row++] = (taps[patch * size + tap] as number) * batch + example;
    }
  }
  return reshape(gatherRows(reshape(x, [positions * batch, channels]), rows), [count * batch, size * channels]);
}

/**
 * A convolution at `count` places of a map. `x` is [positions, batch, channels], `taps` holds for each place the `size`
 * positions under the kernel (-1 = outside, where the map counts as zero), `weights` is [size * channels, filters]; the
 * result is [count * batch, filters].
 */
export function convolve(x: Tensor, taps: Int32Array, size: number, weights: Tensor, bias?: Tensor): Tensor {
  const [positions, batch, channels] = x.shape as [number, number, number];
  const filters = weights.shape[1] as number;
  const padded = taps.some((tap) => tap < 0);
  const places = padded ? taps.map((tap) => (tap < 0 ? positions : tap)) : taps;
  const source = padded ? concatenate([x, fill(x.graph, 0, [1, batch, channels])], 0) : x;
  const columns = patches(source, places, size);
  const count = taps.length / size;
  const tapMajor = Int32Array.from({ length: taps.length }, (_, index) => {
    const tap = Math.floor(index / count);
    return places[(index % count) * size + tap] as number;
  });
  return x.graph.apply(
    {
      name: 'convolve',
      shape: [count * batch, filters],
      stack: (_, [, patchRows, matrix, offset]) =>
        stackProduct(patchRows as StackedInput, matrix as StackedInput, {}, offset),
      emit: (onnx, [, patchRows, matrix, offset]) =>
        onnx.node(
          'Gemm',
          [patchRows, matrix, offset].filter((name) => name !== undefined),
        ),
      // The way back through the patches is taken tap by tap: each tap's product is then a run of whole positions, which
      // are added up without being regrouped.
      differentiate: (_, upstream) => {
        const perTap = transpose(reshape(weights, [size, channels, filters]), [0, 2, 1]);
        const products = reshape(multiplyEach(upstream, perTap), [size * count, batch, channels]);
        const spread = addToRows(products, tapMajor, source.shape[0] as number);
        return [
          slice(spread, 0, 0, positions),
          undefined,
          gemm(columns, upstream, { transposeA: true }),
          bias && sumTo(upstream, bias.shape),
        ];
      },
    },
    bias === undefined ? [x, columns, weights] : [x, columns, weights, bias],
  );
}

/**
 * `x` is [positions, batch, channels]; `taps` holds for each of the `size` cells of a window the positions under it at all places of
 * the window (-1 = outside, where the map counts as zero); `weights` is [size, channels * multiplier], the filters of a channel one
 * after the other. The result is [places, batch, channels * multiplier].
 */
export function convolveChannels(x: Tensor, taps: Int32Array, size: number, weights: Tensor): Tensor {
  const [positions, batch, channels] = x.shape as [number, number, number];
  const places = taps.length / size;
  const filters = weights.shape[1] as number;
  const multiplier = filters / channels;
  const padded = taps.some((tap) => tap < 0);
  const source = padded ? concatenate([x, fill(x.graph, 0, [1, batch, channels])], 0) : x;
  const cells = gatherRows(source, padded ? taps.map((tap) => (tap < 0 ? positions : tap)) : taps);
  const [rows, factors] =
    multiplier === 1
      ? [reshape(cells, [size, places * batch, channels]), reshape(weights, [size, 1, channels])]
      : [reshape(cells, [size, places * batch, channels, 1]), reshape(weights, [size, 1, channels, multiplier])];
  return reshape(reduceSum(multiply(rows, factors), [0]), [places, batch, filters]);
}
