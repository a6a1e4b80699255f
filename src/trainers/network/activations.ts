/** @file Activation functions: what they are called, compute and become in an exported model. */
import { relu, tanh } from './graph/operations/activation.js';
import type { Tensor } from './graph/tensor.js';
import type { OnnxGraph } from './onnx/onnx-graph.js';

export interface Activation {
  /** Whether a larger input never gives a smaller output, so that a maximum may be taken before it. */
  readonly nondecreasing: boolean;
  train(x: Tensor): Tensor;
  infer(onnx: OnnxGraph, x: string): string;
}

const activations = {
  none: { nondecreasing: true, train: (x) => x, infer: (_, x) => x },
  relu: { nondecreasing: true, train: relu, infer: (onnx, x) => onnx.node('Relu', [x]) },
  tanh: { nondecreasing: true, train: tanh, infer: (onnx, x) => onnx.node('Tanh', [x]) },
} as const satisfies Record<string, Activation>;

export type ActivationName = keyof typeof activations;

export const ACTIVATION_NAMES = Object.keys(activations) as readonly ActivationName[];

export function activationNamed(name: ActivationName): Activation {
  return activations[name];
}
