/** @file Values known when the graph is built. */
import { createHash } from 'node:crypto';
import { type Graph, type Shape, sizeOf, type Tensor } from '../tensor.js';

/** Every element is `value`. */
export function fill(graph: Graph, value: number, shape: Shape = []): Tensor {
  return graph.apply(
    {
      name: 'fill',
      settings: `${value}:${shape}`,
      shape,
      emit: (onnx) =>
        shape.length === 0 ? onnx.scalar(value) : onnx.node('Expand', [onnx.scalar(value), onnx.integers(shape)]),
    },
    [],
  );
}

/** A tensor with these elements, row-major. */
export function constant(graph: Graph, values: Float32Array | Int32Array, shape: Shape): Tensor {
  if (values.length !== sizeOf(shape)) throw new RangeError(`${values.length} values do not fill ${shape}`);
  const settings = `${shape}:${fingerprint(values)}`;
  if (values instanceof Int32Array) {
    return graph.apply(
      { name: 'integers', settings, type: 'int32', shape, emit: (onnx) => onnx.int32s(values, shape) },
      [],
    );
  }
  return graph.apply(
    { name: 'floats', settings, type: 'float32', shape, emit: (onnx) => onnx.floats(values, shape) },
    [],
  );
}

/** A short text that is equal for equal elements only. */
export function fingerprint(values: Float32Array | Int32Array): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return createHash('sha256').update(bytes).digest('base64');
}
