/**
 * @file Draws initial weights, from one stream of random numbers in the order of the parameters. Biases and
 * shifts begin at 0 (but for `pytorch`), scales at 1, slopes of PReLU at 0.25, rows of embedded levels near 0.
 */
import { z } from 'zod';
import type { Random } from '../../../core/index.js';
import { anyNumber, numberAbove, oneOf, settings, shorthand } from '../fields.js';
import { sizeOf } from '../graph/tensor.js';
import type { ParameterSpec } from '../layers/layer.js';
import { orthogonalMatrix } from './orthogonal.js';

/** Draws all values of one weight tensor, [inputs, outputs]. */
type DrawWeight = (random: Random, spec: ParameterSpec) => Iterable<number>;

const gain = (fallback: number) => numberAbove(0).default(fallback).describe('Factor on all of them.');

/** He et al. 2015, arXiv 1502.01852; the default gain is that for ReLU. */
const kaimingFields = {
  fan: oneOf(['in', 'out'], { in: "a unit's inputs", out: "a unit's outputs" })
    .default('in')
    .describe('Whose number the variance goes by.'),
  gain: gain(Math.SQRT2),
};

const kinds = [
  settings({ name: z.literal('pytorch') }).describe('Weights and biases uniform in +-1 / sqrt(inputs).'),
  settings({ name: z.literal('kaiming-uniform'), ...kaimingFields }).describe(
    'Uniform, standard deviation gain / sqrt(inputs): for ReLU.',
  ),
  settings({ name: z.literal('kaiming-normal'), ...kaimingFields }).describe('The same, normal.'),
  settings({ name: z.literal('xavier-uniform'), gain: gain(1) }).describe(
    'Uniform, standard deviation gain sqrt(2 / (inputs + outputs)): for tanh.',
  ),
  settings({ name: z.literal('xavier-normal'), gain: gain(1) }).describe('The same, normal.'),
  settings({ name: z.literal('lecun-uniform') }).describe('Uniform, standard deviation 1 / sqrt(inputs).'),
  settings({ name: z.literal('lecun-normal') }).describe('The same, normal.'),
  settings({ name: z.literal('orthogonal'), gain: gain(1) }).describe('Orthonormal rows or columns, times the gain.'),
  settings({ name: z.literal('constant'), value: anyNumber().describe('Of every weight.') }).describe(
    'All weights alike.',
  ),
] as const;

const names = kinds.map((kind) => kind.shape.name.value).join(', ');

export const initializationSchema = shorthand(
  'name',
  z.discriminatedUnion('name', kinds, { error: `an object whose name is one of ${names}` }),
);

export type Initialization = z.output<typeof initializationSchema>;

/** Values of equal, independent distribution with mean 0 and this standard deviation. */
const uniform =
  (deviation: (spec: ParameterSpec) => number): DrawWeight =>
  (random, spec) => {
    const bound = Math.sqrt(3) * deviation(spec);
    return repeat(spec, () => (2 * random.uniform() - 1) * bound);
  };

const normal =
  (deviation: (spec: ParameterSpec) => number): DrawWeight =>
  (random, spec) =>
    repeat(spec, () => random.normal() * deviation(spec));

function repeat(spec: ParameterSpec, draw: () => number): number[] {
  return Array.from({ length: sizeOf(spec.shape) }, draw);
}

/** PyTorch's layers draw weights and biases uniformly from +-1 / sqrt(fan in). */
const pytorchDeviation = ({ fanIn }: ParameterSpec): number => Math.sqrt(1 / (3 * fanIn));

function weightsOf(initialization: Initialization): DrawWeight {
  switch (initialization.name) {
    case 'pytorch':
      return uniform(pytorchDeviation);
    case 'kaiming-uniform':
    case 'kaiming-normal': {
      const { name, fan, gain } = initialization;
      const deviation = ({ fanIn, fanOut }: ParameterSpec): number => gain / Math.sqrt(fan === 'in' ? fanIn : fanOut);
      return name === 'kaiming-uniform' ? uniform(deviation) : normal(deviation);
    }
    // Glorot and Bengio 2010, proceedings.mlr.press/v9/glorot10a.
    case 'xavier-uniform':
    case 'xavier-normal': {
      const { name, gain } = initialization;
      const deviation = ({ fanIn, fanOut }: ParameterSpec): number => gain * Math.sqrt(2 / (fanIn + fanOut));
      return name === 'xavier-uniform' ? uniform(deviation) : normal(deviation);
    }
    // LeCun et al. 1998, doi 10.1007/3-540-49430-8_2.
    case 'lecun-uniform':
      return uniform(({ fanIn }) => Math.sqrt(1 / fanIn));
    case 'lecun-normal':
      return normal(({ fanIn }) => Math.sqrt(1 / fanIn));
    case 'orthogonal': {
      const { gain } = initialization;
      return (random, { shape: [rows, columns] }) => orthogonalMatrix(rows as number, columns as number, gain, random);
    }
    case 'constant': {
      const { value } = initialization;
      return (_, spec) => repeat(spec, () => value);
    }
  }
}

/** All parameters, one after the other, in float32. */
export function initializeParameters(
  initialization: Initialization,
  specs: readonly ParameterSpec[],
  random: Random,
): Float32Array {
  const drawWeight = weightsOf(initialization);
  const drawBias = initialization.name === 'pytorch' ? uniform(pytorchDeviation) : constantly(0);
  const draws = {
    weight: drawWeight,
    bias: drawBias,
    shift: constantly(0),
    scale: constantly(1),
    slope: constantly(0.25),
    table: drawRows,
  };
  const values = new Float32Array(specs.reduce((sum, spec) => sum + sizeOf(spec.shape), 0));
  let next = 0;
  for (const spec of specs) for (const value of draws[spec.role](random, spec)) values[next++] = value;
  return values;
}

/** Rows of seldom levels stay where they begin, and must say little then. */
const ROW_DEVIATION = 0.01;

const drawRows: DrawWeight = (random, spec) => repeat(spec, () => random.normal() * ROW_DEVIATION);

function constantly(value: number): DrawWeight {
  return (_, spec) => repeat(spec, () => value);
}
