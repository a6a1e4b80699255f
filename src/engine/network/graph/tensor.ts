/**
 * @file The intermediate representation: an immutable graph of typed tensors with static shapes. An operation is one
 * object that says what shape it gives, which ONNX nodes it becomes, and how gradients flow through it.
 */
import type { ElementType, OnnxGraph } from '../onnx/onnx-graph.js';

/** Sizes along each axis; `[]` is a scalar. */
export type Shape = readonly number[];

interface Operation {
  readonly name: string;
  /** Tells settings apart, where there are any: equal name, settings and inputs mean equal values. */
  readonly settings?: string;
  /** Of the result; `float32` where absent. */
  readonly type?: ElementType;
  /** Of the result. */
  readonly shape: Shape;
  /** Adds the ONNX nodes for this operation on the named inputs and returns the name of the result. */
  emit(onnx: OnnxGraph, inputs: readonly string[]): string;
  /**
   * Given the gradient of a scalar with respect to the result, its gradients with respect to each input; undefined where
   * none flows. Absent for operations through which no gradient flows at all.
   */
  differentiate?(result: Tensor, upstream: Tensor): readonly (Tensor | undefined)[];
  /** Where there is a faster way to the sum of several results than adding them up. */
  readonly addUp?: {
    /** Results with equal keys can be summed together. */
    readonly key: string;
    sum(results: readonly Tensor[]): Tensor;
  };
  /**
   * The same for several members at once, of which some inputs differ: each element as it is for a member alone, bit for bit.
   * Undefined where that cannot be had in one; it is then computed member by member, as it is where this is absent.
   */
  stack?(members: Members, inputs: readonly StackedInput[]): Tensor | undefined;
}

/** How many trainings a stacked graph holds, and that graph. */
export interface Members {
  readonly graph: Graph;
  readonly count: number;
}

/** An input of an operation in a stacked graph: of every member its own, along a first axis, or one for all. */
export interface StackedInput {
  readonly tensor: Tensor;
  readonly isStacked: boolean;
}

export interface Tensor {
  readonly id: number;
  readonly graph: Graph;
  readonly operation: Operation;
  readonly inputs: readonly Tensor[];
  readonly type: ElementType;
  readonly shape: Shape;
}

/** Creates tensors; equal expressions are one tensor (common subexpressions are found as they are built). */
export class Graph {
  readonly #known = new Map<string, Tensor>();

  apply(operation: Operation, inputs: readonly Tensor[]): Tensor {
    const { name, settings = '', type = 'float32', shape } = operation;
    const key = `${name}|${settings}|${inputs.map((input) => input.id)}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const tensor: Tensor = { id: this.#known.size, graph: this, operation, inputs, type, shape };
    this.#known.set(key, tensor);
    return tensor;
  }

  /** A value that comes from outside under this name; of several members each has its own. */
  input(name: string, shape: Shape, type: ElementType = 'float32'): Tensor {
    const stack = ({ graph, count }: Members): Tensor => graph.input(name, [count, ...shape], type);
    return this.apply({ name: 'input', settings: name, type, shape, emit: () => name, stack }, []);
  }

  /**
   * Rows that come from outside, how many is known at run time only; those of several members follow one another. Nothing but a
   * look-up reads them.
   */
  table(name: string, row: Shape): Tensor {
    const operation = { name: 'table', settings: name, shape: [0, ...row], emit: () => name } as const;
    return this.apply(operation, []);
  }
}

/** Number of elements. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Every tensor that `results` depend on, themselves included, each after its inputs; the order is reproducible. */
export function sortTopologically(results: readonly Tensor[]): Tensor[] {
  const sorted: Tensor[] = [];
  const seen = new Set<Tensor>();
  const visit = (tensor: Tensor): void => {
    if (seen.has(tensor)) return;
    seen.add(tensor);
    for (const input of tensor.inputs) visit(input);
    sorted.push(tensor);
  };
  for (const result of results) visit(result);
  return sorted;
}
