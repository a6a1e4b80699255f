/** @file How initial weights are drawn, from one stream of random numbers in the order of the parameters. */
import type { Random } from '../../../core/index.js';
import { sizeOf } from '../graph/tensor.js';
import type { ParameterSpec } from '../layers/layer.js';

/** Draws one value of a parameter. */
type Draw = (random: Random, spec: ParameterSpec) => number;

interface Initializer {
  readonly weight: Draw;
  readonly bias: Draw;
}

const uniform =
  (bound: (spec: ParameterSpec) => number): Draw =>
  (random, spec) =>
    (2 * random.uniform() - 1) * bound(spec);

const zero: Draw = () => 0;

/** `kaiming-*`: He et al. 2015 (arXiv 1502.01852), for ReLU, biases zero. `pytorch`: what PyTorch's layers draw. */
const initializers = {
  'kaiming-uniform': { weight: uniform(({ fanIn }) => Math.sqrt(6 / fanIn)), bias: zero },
  'kaiming-normal': { weight: (random, { fanIn }) => random.normal() * Math.sqrt(2 / fanIn), bias: zero },
  pytorch: {
    weight: uniform(({ fanIn }) => Math.sqrt(1 / fanIn)),
    bias: uniform(({ fanIn }) => Math.sqrt(1 / fanIn)),
  },
} as const satisfies Record<string, Initializer>;

export type InitializerName = keyof typeof initializers;

export const INITIALIZER_NAMES = Object.keys(initializers) as readonly InitializerName[];

/** All parameters, one after the other, in float32. */
export function initializeParameters(
  name: InitializerName,
  specs: readonly ParameterSpec[],
  random: Random,
): Float32Array {
  const initializer: Initializer = initializers[name];
  const total = specs.reduce((sum, spec) => sum + sizeOf(spec.shape), 0);
  const values = new Float32Array(total);
  let next = 0;
  for (const spec of specs) {
    const draw = spec.role === 'weight' ? initializer.weight : initializer.bias;
    for (let left = sizeOf(spec.shape); left > 0; left--) values[next++] = draw(random, spec);
  }
  return values;
}
