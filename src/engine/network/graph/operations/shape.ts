/** @file Operations that move elements: reshape, transpose, slice, concatenate; the sum that undoes slices, and shapes of stacked members. */
import { type Members, type Shape, type StackedInput, sizeOf, type Tensor } from '../tensor.js';
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
      stack: ({ count }, [input]) => reshape((input as StackedInput).tensor, [count, ...shape]),
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
      stack: (_, [input]) => transpose((input as StackedInput).tensor, [0, ...order.map((axis) => axis + 1)]),
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
      stack: (_, [input]) => slice((input as StackedInput).tensor, axis + 1, start, end),
      emit: (onnx, [input]) => onnx.slice(input as string, axis, start, end),
      differentiate: (_, upstream) => [placeSlice(upstream, axis, start, length)],
    },
    [x],
  );
}

/** `x` as the elements from `start` on along an axis of `length`, zeros elsewhere: what `slice` leaves behind. */
function placeSlice(x: Tensor, axis: number, start: number, length: number): Tensor {
  const end = start + (x.shape[axis] as number);
  const zeros = (size: number): Tensor[] => (size > 0 ? [fill(x.graph, 0, x.shape.with(axis, size))] : []);
  const whole = concatenate([...zeros(start), x, ...zeros(length - end)], axis);
  const result = x.graph.apply(
    {
      name: 'placeSlice',
      settings: `${axis}:${start}:${length}`,
      shape: whole.shape,
      stack: (_, [, placed]) => placed?.tensor,
      emit: (_, [, placed]) => placed as string,
      differentiate: (_, upstream) => [slice(upstream, axis, start, end)],
      addUp: { key: `slices ${axis} ${whole.shape}`, sum: (results) => joinSlices(results, axis, length) },
    },
    [x, whole],
  );
  placedAt.set(result, start);
  return result;
}

/** Where the results of `placeSlice` put their elements. */
const placedAt = new WeakMap<Tensor, number>();

/** Slices that follow one another from the first element to the last are joined; others are added up. */
function joinSlices(results: readonly Tensor[], axis: number, length: number): Tensor {
  const ordered = results.toSorted((a, b) => (placedAt.get(a) as number) - (placedAt.get(b) as number));
  const parts = ordered.map(({ inputs: [x] }) => x as Tensor);
  let end = 0;
  for (const [index, part] of parts.entries()) {
    if (placedAt.get(ordered[index] as Tensor) !== end) return sumAxes(results);
    end += part.shape[axis] as number;
  }
  return end === length ? concatenate(parts, axis) : sumAxes(results);
}

/** Sum of tensors of one shape. */
export function sumAxes(terms: readonly Tensor[]): Tensor {
  const first = terms[0] as Tensor;
  if (terms.length === 1) return first;
  return first.graph.apply(
    {
      name: 'sum',
      shape: first.shape,
      stack: (members, inputs) => sumAxes(inputs.map((input) => ofEachMember(members, input))),
      emit: (onnx, inputs) => onnx.node('Sum', inputs),
      differentiate: (_, upstream) => terms.map(() => upstream),
    },
    terms,
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
      stack: (members, inputs) =>
        concatenate(
          inputs.map((input) => ofEachMember(members, input)),
          axis + 1,
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

/** What is one for all members as one for each. */
export function ofEachMember({ count }: Members, { tensor, isStacked }: StackedInput): Tensor {
  if (isStacked) return tensor;
  return concatenate(Array<Tensor>(count).fill(reshape(tensor, [1, ...tensor.shape])), 0);
}

/** Operands of `rank` axes at most, so that those of one member meet as they do alone. */
export function alignStacked(inputs: readonly StackedInput[], rank: number): Tensor[] {
  return inputs.map(({ tensor, isStacked }) => {
    if (!isStacked) return tensor;
    const [count, ...shape] = tensor.shape as [number, ...number[]];
    return reshape(tensor, [count, ...Array<number>(rank - shape.length).fill(1), ...shape]);
  });
}

/**
 * Functions that are approximated several elements at a time round the last few of a tensor in another way: tensors of this many
 * elements, or a multiple, have no last few.
 */
const WHOLE_RUN = 16;

/** Whether every member's elements stand in runs as they do alone. */
export function hasWholeRuns(elements: number): boolean {
  return elements % WHOLE_RUN === 0;
}
