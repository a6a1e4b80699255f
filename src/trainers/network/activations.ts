/** @file Activation functions: what they are called, compute and become in an exported model. */
import { oneOf } from './fields.js';
import { elu, gelu, leakyRelu, prelu, relu, sigmoid, silu, tanh } from './graph/operations/activation.js';
import type { Tensor } from './graph/tensor.js';
import type { ParameterSpec } from './layers/layer.js';
import type { OnnxGraph } from './onnx/onnx-graph.js';

export interface Activation {
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
function plain(nondecreasing: boolean, train: (x: Tensor) => Tensor, onnxType: string): Activation {
  return { nondecreasing, hasSlopes: false, train, infer: (onnx, x) => onnx.node(onnxType, [x]) };
}

const activations = {
  none: { nondecreasing: true, hasSlopes: false, train: (x) => x, infer: (_, x) => x },
  relu: plain(true, relu, 'Relu'),
  'leaky-relu': {
    nondecreasing: true,
    hasSlopes: false,
    train: (x) => leakyRelu(x, LEAK),
    infer: (onnx, x) => onnx.node('LeakyRelu', [x], { alpha: { float: LEAK } }),
  },
  prelu: {
    nondecreasing: false,
    hasSlopes: true,
    train: (x, slopes) => prelu(x, slopes as Tensor),
    infer: (onnx, x, slopes) => onnx.node('PRelu', [x, slopes as string]),
  },
  elu: plain(true, elu, 'Elu'),
  gelu: {
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
    nondecreasing: false,
    hasSlopes: false,
    train: silu,
    infer: (onnx, x) => onnx.node('Mul', [x, onnx.node('Sigmoid', [x])]),
  },
  sigmoid: plain(true, sigmoid, 'Sigmoid'),
  tanh: plain(true, tanh, 'Tanh'),
} satisfies Record<string, Activation>;

type ActivationName = keyof typeof activations;

const MEANINGS: Readonly<Record<ActivationName, string>> = {
  none: 'x as it is',
  relu: 'max(0, x)',
  'leaky-relu': `x above 0, ${LEAK} x below`,
  prelu: 'x above 0, a trained slope times x below (one a channel or unit, 0.25 at first)',
  elu: 'x above 0, exp(x) - 1 below',
  gelu: 'x times the normal distribution function of x',
  silu: 'x times sigmoid(x)',
  sigmoid: '1 / (1 + exp(-x))',
  tanh: 'the hyperbolic tangent',
};

/** The setting of a layer that names one. */
export const activationField = oneOf(Object.keys(activations) as readonly ActivationName[], MEANINGS);

export function activationNamed(name: ActivationName): Activation {
  return activations[name];
}

/** The trainable slopes of an activation after layer `layer` on `channels` channels or units; none for most. */
export function slopeSpecs(activation: Activation, layer: string, channels: number): readonly ParameterSpec[] {
  if (!activation.hasSlopes) return [];
  return [{ name: `${layer}.slope`, shape: [channels], role: 'slope', fanIn: 1, fanOut: 1 }];
}
