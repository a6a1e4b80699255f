/** @file Matrix products. */
import { type StackedInput, sizeOf, type Tensor } from '../tensor.js';
import { add, multiply } from './arithmetic.js';
import { broadcastShapes, sumTo } from './reduction.js';
import { alignStacked, reshape, transpose } from './shape.js';

interface GemmSettings {
  /** Use the transpose of the first, of the second matrix. */
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** A row added to every row of the product. */
  readonly bias?: Tensor | undefined;
}

/** The product of two matrices, [m, k] x [k, n] -> [m, n]. */
export function gemm(a: Tensor, b: Tensor, settings: GemmSettings = {}): Tensor {
  const { transposeA = false, transposeB = false, bias } = settings;
  const [m, inner] = transposeA ? [a.shape[1], a.shape[0]] : a.shape;
  const [expected, n] = transposeB ? [b.shape[1], b.shape[0]] : b.shape;
  if (a.shape.length !== 2 || b.shape.length !== 2 || inner !== expected) {
    throw new RangeError(`cannot multiply ${a.shape} by ${b.shape} (${transposeA}, ${transposeB})`);
  }
  return a.graph.apply(
    {
      name: 'gemm',
      settings: `${transposeA}:${transposeB}`,
      shape: [m as number, n as number],
      stack: (_, [left, right, offset]) =>
        stackProduct(left as StackedInput, right as StackedInput, { transposeA, transposeB }, offset),
      emit: (onnx, inputs) => onnx.node('Gemm', inputs, { transA: Number(transposeA), transB: Number(transposeB) }),
      differentiate: (_, upstream) => [
        transposeA
          ? gemm(b, upstream, { transposeA: transposeB, transposeB: true })
          : gemm(upstream, b, { transposeB: !transposeB }),
        transposeB
          ? gemm(upstream, a, { transposeA: true, transposeB: transposeA })
          : gemm(a, upstream, { transposeA: !transposeA }),
        bias && sumTo(upstream, bias.shape),
      ],
    },
    bias === undefined ? [a, b] : [a, b, bias],
  );
}

/**
 * Up to this many terms of an element are summed before its bias is added; of more the runtime begins with the bias and adds the
 * terms in blocks. So it does with single rows.
 */
const TERMS_BEFORE_BIAS = 128;

/** Each member's product, with its own bias; undefined where one of the matrices is the same for all, or bits would differ. */
export function stackProduct(
  a: StackedInput,
  b: StackedInput,
  { transposeA = false, transposeB = false }: Omit<GemmSettings, 'bias'>,
  bias: StackedInput | undefined,
): Tensor | undefined {
  if (!a.isStacked || !b.isStacked) return undefined;
  // The runtime fuses both: it reads what lies there in another order, as it does alone.
  const turned = ({ tensor }: StackedInput, isTurned: boolean): Tensor =>
    isTurned ? transpose(tensor, [0, 2, 1]) : tensor;
  const [left, right] = [turned(a, transposeA), turned(b, transposeB)] as const;
  const [, rows, terms] = left.shape as [number, number, number];
  if (bias !== undefined && (terms > TERMS_BEFORE_BIAS || rows === 1)) return undefined;
  const product = matMul(left, right);
  return bias === undefined ? product : add(product, alignStacked([bias], 2)[0] as Tensor);
}

/** Products of the matrices in the last two axes; leading axes broadcast. No gradient flows. */
function matMul(a: Tensor, b: Tensor): Tensor {
  return a.graph.apply(
    {
      name: 'matMul',
      shape: [
        ...broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2)),
        a.shape.at(-2) as number,
        b.shape.at(-1) as number,
      ],
      emit: (onnx, inputs) => onnx.node('MatMul', inputs),
    },
    [a, b],
  );
}

/**
 * `x` times `factor` plus `y`, of the shape of `x`. Where `factor` is one number, [1], a single row, [1, n], goes through Gemm: one
 * pass over memory in place of two.
 */
export function multiplyAdd(x: Tensor, factor: Tensor, y: Tensor): Tensor {
  if (x.shape.length !== 2 || x.shape[0] !== 1 || sizeOf(factor.shape) !== 1) return add(multiply(x, factor), y);
  const scalar = reshape(factor, [1, 1]);
  return x.graph.apply(
    {
      name: 'multiplyAdd',
      shape: x.shape,
      emit: (onnx, inputs) => onnx.node('Gemm', inputs),
      differentiate: (_, upstream) => [
        sumTo(multiply(upstream, x), scalar.shape),
        multiply(upstream, factor),
        sumTo(upstream, y.shape),
      ],
    },
    [scalar, x, y],
  );
}

/** One matrix times each of several, [m, k] x [count, k, n] -> [count, m, n]. */
export function multiplyEach(a: Tensor, each: Tensor): Tensor {
  const [m, inner] = a.shape as [number, number];
  const [count, expected, n] = each.shape as [number, number, number];
  if (inner !== expected) throw new RangeError(`cannot multiply ${a.shape} by each of ${each.shape}`);
  return a.graph.apply(
    {
      name: 'multiplyEach',
      shape: [count, m, n],
      stack: (_, inputs) => matMul(...(alignStacked(inputs, 3) as [Tensor, Tensor])),
      emit: (onnx, inputs) => onnx.node('MatMul', inputs),
      differentiate: (_, upstream) => {
        const columns = reshape(transpose(upstream, [1, 0, 2]), [m, count * n]);
        const flat = reshape(transpose(each, [1, 0, 2]), [inner, count * n]);
        const towardsEach = reshape(gemm(a, columns, { transposeA: true }), [inner, count, n]);
        return [gemm(columns, flat, { transposeB: true }), transpose(towardsEach, [1, 0, 2])];
      },
    },
    [a, each],
  );
}

/** Products of corresponding matrices, [count, m, k] x [count, k, n] -> [count, m, n]. */
export function multiplyBatches(a: Tensor, b: Tensor): Tensor {
  const [count, m, inner] = a.shape as [number, number, number];
  const [others, expected, n] = b.shape as [number, number, number];
  if (count !== others || inner !== expected) throw new RangeError(`cannot multiply batches ${a.shape} by ${b.shape}`);
  return a.graph.apply(
    {
      name: 'multiplyBatches',
      shape: [count, m, n],
      stack: (_, inputs) => matMul(...(alignStacked(inputs, 3) as [Tensor, Tensor])),
      emit: (onnx, inputs) => onnx.node('MatMul', inputs),
      differentiate: (_, upstream) => [
        multiplyBatches(upstream, transpose(b, [0, 2, 1])),
        multiplyBatches(transpose(a, [0, 2, 1]), upstream),
      ],
    },
    [a, b],
  );
}

/**
 * Linear combinations along an axis of `x`, [rows, columns, width]: with a constant `matrix` [to, from], axis 0 or 1 of
 * length `from` becomes one of length `to`.
 */
export function transformAxis(matrix: Tensor, x: Tensor, axis: 0 | 1): Tensor {
  const [to, from] = matrix.shape as [number, number];
  const [rows, columns, width] = x.shape as [number, number, number];
  if (x.shape[axis] !== from) throw new RangeError(`cannot transform axis ${axis} of ${x.shape} by ${matrix.shape}`);
  const flat = axis === 0 ? reshape(x, [rows, columns * width]) : x;
  const result = x.graph.apply(
    {
      name: 'transformAxis',
      shape: flat.shape.with(axis, to),
      stack: (_, inputs) => matMul(...(alignStacked(inputs, flat.shape.length) as [Tensor, Tensor])),
      emit: (onnx, inputs) => onnx.node('MatMul', inputs),
      differentiate: (_, upstream) => {
        const back = transpose(matrix, [1, 0]);
        const whole = axis === 0 ? reshape(upstream, [to, columns, width]) : upstream;
        return [undefined, reshape(transformAxis(back, whole, axis), flat.shape)];
      },
    },
    [matrix, flat],
  );
  return axis === 0 ? reshape(result, [to, columns, width]) : result;
}
