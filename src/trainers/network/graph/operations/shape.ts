/** @file Operations that move elements without computing: reshape, transpose, slice, concatenate. */
import { type Shape, sizeOf, type Tensor } from '../tensor.js';
import { fill } from './constant.js';

/** The same elements in row-major order under another shape. */
export function reshape(x: Tensor, shape: Shape): Tensor {
  if (String(shape) === String(x.shape)) return x;
  if (sizeOf(shape) !== sizeOf(x.shape)) throw new RangeError(`cannot reshape ${x.shape} to ${shape}`);
  return x.graph.apply(
    {
      name: 'reshape',
      settings: String(shape),
      type: x.type,
      shape,
      emit: (onnx, [input]) => onnx.node('Reshape', [input as string, onnx.integers(shape)]),
      differentiate: (_, upstream) => [reshape(upstream, x.shape)],
    },
    [x],
  );
}

/** Axis `i` of the result is axis `order[i]` of `x`. */
export function transpose(x: Tensor, order: readonly number[]): Tensor {
  const inverse = order.map((_, axis) => order.indexOf(axis));
  return x.graph.apply(
    {
      name: 'transpose',
      settings: String(order),
      type: x.type,
      shape: order.map((axis) => x.shape[axis] as number),
      emit: (onnx, [input]) => onnx.node('Transpose', [input as string], { perm: order }),
      differentiate: (_, upstream) => [transpose(upstream, inverse)],
    },
    [x],
  );
}

/** Elements `start` up to but not including `end` along one axis. */
export function slice(x: Tensor, axis: number, start: number, end: number): Tensor {
  const length = x.shape[axis] as number;
  if (start === 0 && end === length) return x;
  if (start < 0 || end > length || start >= end) throw new RangeError(`cannot slice ${start}:${end} of ${length}`);
  return x.graph.apply(
    {
      name: 'slice',
      settings: `${axis}:${start}:${end}`,
      type: x.type,
      shape: x.shape.with(axis, end - start),
      emit: (onnx, [input]) =>
        onnx.node('Slice', [input as string, onnx.integers([start]), onnx.integers([end]), onnx.integers([axis])]),
      differentiate: (_, upstream) => {
        const zeros = (size: number): Tensor[] => (size > 0 ? [fill(x.graph, 0, x.shape.with(axis, size))] : []);
        return [concatenate([...zeros(start), upstream, ...zeros(length - end)], axis)];
      },
    },
    [x],
  );
}

/** Tensors that agree in all other axes, one after the other along `axis`. */
export function concatenate(parts: readonly Tensor[], axis: number): Tensor {
  const first = parts[0] as Tensor;
  if (parts.length === 1) return first;
  const lengths = parts.map((part) => part.shape[axis] as number);
  return first.graph.apply(
    {
      name: 'concatenate',
      settings: String(axis),
      type: first.type,
      shape: first.shape.with(
        axis,
        lengths.reduce((total, length) => total + length, 0),
      ),
      emit: (onnx, inputs) => onnx.node('Concat', inputs, { axis }),
      differentiate: (_, upstream) =>
        lengths.map((length, place) => {
          const start = lengths.slice(0, place).reduce((total, before) => total + before, 0);
          return slice(upstream, axis, start, start + length);
        }),
    },
    parts,
  );
}
