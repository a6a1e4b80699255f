/**
 * @file The intermediate representation: an immutable graph of typed tensors with static shapes. An operation is one
 * object that says what shape it gives, which ONNX nodes it becomes, and how gradients flow through it.
 */
import type { ElementType, OnnxGraph } from '../onnx/onnx-graph.js';

/** Sizes along each axis; `[]` is a scalar. */
export type Shape = readonly number[];

interface Operation {
  readonly name: string;
  /** Tells settings apart: equal name, settings and inputs mean equal values. */
  readonly settings: string;
  /** Type and shape of the result. */
  readonly type: ElementType;
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
    const key = `${operation.name}|${operation.settings}|${inputs.map((input) => input.id)}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const { type, shape } = operation;
    const tensor: Tensor = { id: this.#known.size, graph: this, operation, inputs, type, shape };
    this.#known.set(key, tensor);
    return tensor;
  }

  /** A value that comes from outside under this name. */
  input(name: string, shape: Shape, type: ElementType = 'float32'): Tensor {
    return this.apply({ name: 'input', settings: name, type, shape, emit: () => name }, []);
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
