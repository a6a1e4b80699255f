/** @file Sums over axes and their opposite, broadcasting. */
import { type Shape, type StackedInput, sizeOf, type Tensor } from '../tensor.js';
import { alignStacked, hasWholeRuns, reshape, transpose } from './shape.js';

/** Sum over `axes`, which stay with size 1. */
export function reduceSum(x: Tensor, axes: readonly number[]): Tensor {
  if (axes.every((axis) => x.shape[axis] === 1)) return x;
  return x.graph.apply(
    {
      name: 'reduceSum',
      settings: String(axes),
      shape: x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size)),
      stack: ({ count }, [input]) => sumStacked((input as StackedInput).tensor, count, x.shape, axes),
      emit: (onnx, [input]) => onnx.node('ReduceSum', [input as string, onnx.integers(axes)], { keepdims: 1 }),
      differentiate: (_, upstream) => [broadcast(upstream, x.shape)],
    },
    [x],
  );
}

/**
 * The runtime adds rows one after the other where the leading axes are summed, and a row's elements in runs where the trailing ones
 * are: members must keep that order. Undefined where it cannot be kept.
 */
function sumStacked(x: Tensor, count: number, shape: Shape, axes: readonly number[]): Tensor | undefined {
  const kept = shape.filter((_, axis) => !axes.includes(axis));
  const isLeading = Math.max(...axes) === axes.length - 1 && kept.length > 0;
  if (isLeading) {
    const [rows, width] = [sizeOf(shape) / sizeOf(kept), sizeOf(kept)];
    // In two axes: of more the runtime would sum first and transpose then, in another order.
    const byRow = reshape(transpose(reshape(x, [count, rows, width]), [1, 0, 2]), [rows, count * width]);
    return reshape(reduceSum(byRow, [0]), [count, ...shape.map((size, axis) => (axes.includes(axis) ? 1 : size))]);
  }
  const isTrailing = Math.min(...axes) === kept.length;
  if (!isTrailing || !hasWholeRuns(sizeOf(shape))) return undefined;
  const within = axes.map((axis) => axis + 1);
  return reduceSum(x, within);
}

/** Largest element over `axes`, which stay with size 1. No gradient flows: it serves to shift, not to select. */
export function reduceMax(x: Tensor, axes: readonly number[]): Tensor {
  return x.graph.apply(
    {
      name: 'reduceMax',
      settings: String(axes),
      shape: x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size)),
      stack: (_, [input]) =>
        reduceMax(
          (input as StackedInput).tensor,
          axes.map((axis) => axis + 1),
        ),
      emit: (onnx, [input]) => onnx.node('ReduceMax', [input as string], { axes, keepdims: 1 }),
    },
    [x],
  );
}

/** Repeats axes of size 1, and adds leading axes, until the shape is `shape`. */
export function broadcast(x: Tensor, shape: Shape): Tensor {
  if (String(shape) === String(x.shape)) return x;
  return x.graph.apply(
    {
      name: 'broadcast',
      settings: String(shape),
      type: x.type,
      shape,
      stack: ({ count }, inputs) => broadcast(alignStacked(inputs, shape.length)[0] as Tensor, [count, ...shape]),
      emit: (onnx, [input]) => onnx.node('Expand', [input as string, onnx.integers(shape)]),
      differentiate: (_, upstream) => [sumTo(upstream, x.shape)],
    },
    [x],
  );
}

/** The sum over everything that broadcasting `shape` to the shape of `x` repeats. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  const added = x.shape.length - shape.length;
  const axes = x.shape.flatMap((size, axis) =>
    axis < added || (shape[axis - added] === 1 && size !== 1) ? [axis] : [],
  );
  return reshape(axes.length === 0 ? x : reduceSum(x, axes), shape);
}

/** The shape two operands broadcast to. */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) throw new RangeError(`cannot broadcast ${a} with ${b}`);
    return left === 1 ? right : left;
  });
}
