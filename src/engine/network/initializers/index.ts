/**
 * @file Draws initial weights, from one stream of random numbers in the order of the parameters. Biases and
 * shifts begin at 0 (but for `pytorch`), scales at 1, slopes of PReLU at 0.25, rows of embedded levels near 0.
 */
import type { Random } from '../../../core/index.js';
import { numberAbove, numberField, oneOf, unwrittenDefault } from '../fields.js';
import { sizeOf } from '../graph/tensor.js';
import { buildNamed, type Kind, kindOf, type NamedSettings } from '../kinds.js';
import type { ParameterSpec } from '../layers/layer.js';

/** Draws all values of one tensor of weights, [inputs, outputs], or of one of biases. */
type Draw = (random: Random, spec: ParameterSpec) => Iterable<number>;

/** How weights are drawn, and biases where these do not begin at 0. */
interface Initializer {
  readonly weight: Draw;
  readonly bias?: Draw;
}

/** Values of equal, independent distribution with mean 0 and this standard deviation. */
const uniform =
  (deviation: (spec: ParameterSpec) => number): Draw =>
  (random, spec) => {
    const bound = Math.sqrt(3) * deviation(spec);
    return repeat(spec, () => (2 * random.uniform() - 1) * bound);
  };

const normal =
  (deviation: (spec: ParameterSpec) => number): Draw =>
  (random, spec) =>
    repeat(spec, () => random.normal() * deviation(spec));

const constantly =
  (value: number): Draw =>
  (_, spec) =>
    repeat(spec, () => value);

function repeat(spec: ParameterSpec, draw: () => number): number[] {
  return Array.from({ length: sizeOf(spec.shape) }, draw);
}

const factor = numberAbove(0).describe('Factor on all of them.');
const gain = (fallback: number) => factor.default(fallback);

/** He et al. 2015, arXiv 1502.01852; the default gain is that for ReLU. */
function kaiming(law: string, meaning: string, draws: typeof uniform) {
  return kindOf({
    name: `kaiming-${law}`,
    aliases: [`he-${law}`],
    meaning,
    fields: {
      fan: oneOf({ in: "a unit's inputs", out: "a unit's outputs" })
        .default('in')
        .describe('Whose number the variance goes by.'),
      gain: gain(Math.SQRT2),
    },
    build: ({ fan, gain }) => ({
      weight: draws(({ fanIn, fanOut }) => gain / Math.sqrt(fan === 'in' ? fanIn : fanOut)),
    }),
  });
}

/** Glorot and Bengio 2010, proceedings.mlr.press/v9/glorot10a. */
function xavier(law: string, meaning: string, draws: typeof uniform) {
  return kindOf({
    name: `xavier-${law}`,
    aliases: [`glorot-${law}`],
    meaning,
    fields: { gain: gain(1) },
    build: ({ gain }) => ({ weight: draws(({ fanIn, fanOut }) => gain * Math.sqrt(2 / (fanIn + fanOut))) }),
  });
}

/** LeCun et al. 1998, doi 10.1007/3-540-49430-8_2. */
function lecun(law: string, meaning: string, draws: typeof uniform) {
  return kindOf({
    name: `lecun-${law}`,
    meaning,
    fields: { gain: unwrittenDefault(factor, 1) },
    build: ({ gain = 1 }) => ({ weight: draws(({ fanIn }) => gain * Math.sqrt(1 / fanIn)) }),
  });
}

export const INITIALIZER_KINDS: readonly Kind<Initializer>[] = [
  kindOf({
    name: 'pytorch',
    meaning: 'Weights and biases uniform in +-1 / sqrt(inputs).',
    fields: {},
    build: () => {
      const draw = uniform(({ fanIn }) => Math.sqrt(1 / (3 * fanIn)));
      return { weight: draw, bias: draw };
    },
  }),
  kaiming('uniform', 'Uniform, standard deviation gain / sqrt(inputs): for ReLU.', uniform),
  kaiming('normal', 'The same, normal.', normal),
  xavier('uniform', 'Uniform, standard deviation gain sqrt(2 / (inputs + outputs)): for tanh.', uniform),
  xavier('normal', 'The same, normal.', normal),
  lecun('uniform', 'Uniform, standard deviation gain / sqrt(inputs): without an activation.', uniform),
  lecun('normal', 'The same, normal.', normal),
  kindOf({
    name: 'orthogonal',
    meaning: 'Orthonormal rows or columns, times the gain.',
    fields: { gain: gain(1) },
    build: ({ gain }) => ({
      weight: (random, { shape: [rows, columns] }) => orthogonalMatrix(rows as number, columns as number, gain, random),
    }),
  }),
  kindOf({
    name: 'constant',
    meaning: 'All weights alike.',
    fields: { value: numberField().describe('Of every weight.') },
    build: ({ value }) => ({ weight: constantly(value) }),
  }),
];

/** First values of these parameters, one after the other, in float32. */
export function initializeParameters(
  initialization: NamedSettings,
  specs: readonly ParameterSpec[],
  random: Random,
): Float32Array {
  const { weight, bias = constantly(0) } = buildNamed(INITIALIZER_KINDS, initialization);
  const draws = {
    weight,
    bias,
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

const drawRows: Draw = (random, spec) => repeat(spec, () => random.normal() * ROW_DEVIATION);

/**
 * A row-major matrix with orthonormal rows or columns, whichever are fewer, times `gain`: Gram-Schmidt with one
 * reorthogonalisation on independent normal vectors, which makes it uniform over such matrices.
 */
function orthogonalMatrix(rows: number, columns: number, gain: number, random: Random): Float64Array {
  const length = Math.max(rows, columns);
  const vectors: Float64Array[] = [];
  while (vectors.length < Math.min(rows, columns)) {
    const vector = Float64Array.from({ length }, () => random.normal());
    for (const _ of [1, 2]) for (const earlier of vectors) addMultiple(vector, earlier, -dot(vector, earlier));
    const size = Math.sqrt(dot(vector, vector));
    vectors.push(vector.map((value) => value / size));
  }
  return Float64Array.from({ length: rows * columns }, (_, index) => {
    const row = Math.floor(index / columns);
    const column = index % columns;
    const value = rows <= columns ? vectors[row]?.[column] : vectors[column]?.[row];
    return gain * (value as number);
  });
}

function dot(left: Float64Array, right: Float64Array): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] as number), 0);
}

function addMultiple(vector: Float64Array, other: Float64Array, factor: number): void {
  for (let index = 0; index < vector.length; index++) {
    vector[index] = (vector[index] as number) + factor * (other[index] as number);
  }
}
