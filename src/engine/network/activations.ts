/** @file Activation functions: what they are called, compute and become in an exported model. */
import { oneOf } from './fields.js';
import { elu, gelu, leakyRelu, prelu, relu, sigmoid, silu, tanh } from './graph/operations/activation.js';
import type { Tensor } from './graph/tensor.js';
import type { ParameterSpec } from './layers/layer.js';
import type { OnnxGraph } from './onnx/onnx-graph.js';

export interface Activation {
  /** What it computes of x, for people. */
  readonly meaning: string;
  /** Whether a larger input never gives a smaller output, so that a maximum may be taken before it. */
  readonly nondecreasing: boolean;
  /** Whether it has a trainable slope for each channel (of a map) or unit (of a vector). */
  readonly hasSlopes: boolean;
  train(x: Tensor, slopes?: Tensor): Tensor;
  /** `slopes` has the shape of one example's values, axes of size 1 where they are shared. */
  infer(onnx: OnnxGraph, x: string, slopes?: string): string;
}

const LEAK = 0.01;

/** A function without parameters that is one ONNX operator. */
function plain(meaning: string, nondecreasing: boolean, train: (x: Tensor) => Tensor, onnxType: string): Activation {
  return { meaning, nondecreasing, hasSlopes: false, train, infer: (onnx, x) => onnx.node(onnxType, [x]) };
}

const activations = {
  none: { meaning: 'x as it is', nondecreasing: true, hasSlopes: false, train: (x) => x, infer: (_, x) => x },
  relu: plain('max(0, x)', true, relu, 'Relu'),
  'leaky-relu': {
    meaning: `x above 0, ${LEAK} x below`,
    nondecreasing: true,
    hasSlopes: false,
    train: (x) => leakyRelu(x, LEAK),
    infer: (onnx, x) => onnx.node('LeakyRelu', [x], { alpha: { float: LEAK } }),
  },
  prelu: {
    meaning: 'x above 0, a trained slope times x below (one a channel or unit, 0.25 at first)',
    nondecreasing: false,
    hasSlopes: true,
    train: (x, slopes) => prelu(x, slopes as Tensor),
    infer: (onnx, x, slopes) => onnx.node('PRelu', [x, slopes as string]),
  },
  elu: plain('x above 0, exp(x) - 1 below', true, elu, 'Elu'),
  gelu: {
    meaning: 'x times the normal distribution function of x',
    nondecreasing: false,
    hasSlopes: false,
    train: gelu,
    infer: (onnx, x) => {
      const erf = onnx.node('Erf', [onnx.node('Mul', [x, onnx.scalar(Math.SQRT1_2)])]);
      const distribution = onnx.node('Mul', [onnx.node('Add', [erf, onnx.scalar(1)]), onnx.scalar(0.5)]);
      return onnx.node('Mul', [x, distribution]);
    },
  },
  silu: {
    meaning: 'x times sigmoid(x)',
    nondecreasing: false,
    hasSlopes: false,
    train: silu,
    infer: (onnx, x) => onnx.node('Mul', [x, onnx.node('Sigmoid', [x])]),
  },
  sigmoid: plain('1 / (1 + exp(-x))', true, sigmoid, 'Sigmoid'),
  tanh: plain('the hyperbolic tangent', true, tanh, 'Tanh'),
} satisfies Record<string, Activation>;

type ActivationName = keyof typeof activations;

const MEANINGS = Object.fromEntries(
  Object.entries(activations).map(([name, { meaning }]) => [name, meaning]),
) as Readonly<Record<ActivationName, string>>;

/** The setting of a layer that names one. */
export const activationField = oneOf(MEANINGS);

export function activationNamed(name: ActivationName): Activation {
  return activations[name];
}

/** The trainable slopes of an activation after layer `layer` on `channels` channels or units; none for most. */
export function slopeSpecs(activation: Activation, layer: string, channels: number): readonly ParameterSpec[] {
  if (!activation.hasSlopes) return [];
  return [{ name: `${layer}.slope`, shape: [channels], role: 'slope', fanIn: 1, fanOut: 1 }];
}
