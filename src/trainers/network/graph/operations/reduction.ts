/** @file Sums over axes and their opposite, broadcasting. */
import type { Shape, Tensor } from '../tensor.js';
import { reshape } from './shape.js';

/** Sum over `axes`, which stay with size 1. */
export function reduceSum(x: Tensor, axes: readonly number[]): Tensor {
  if (axes.every((axis) => x.shape[axis] === 1)) return x;
  return x.graph.apply(
    {
      name: 'reduceSum',
      settings: String(axes),
      type: 'float32',
      shape: x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size)),
      emit: (onnx, [input]) => onnx.node('ReduceSum', [input as string, onnx.integers(axes)], { keepdims: 1 }),
      differentiate: (_, upstream) => [broadcast(upstream, x.shape)],
    },
    [x],
  );
}

/** Largest element over `axes`, which stay with size 1. No gradient flows: it serves to shift, not to select. */
export function reduceMax(x: Tensor, axes: readonly number[]): Tensor {
  return x.graph.apply(
    {
      name: 'reduceMax',
      settings: String(axes),
      type: 'float32',
      shape: x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size)),
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
