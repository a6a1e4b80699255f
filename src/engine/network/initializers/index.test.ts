/** @file Distributions of initial weights: bounds, means and standard deviations, and what orthogonal means. */
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../core/index.js';
import { oneKind } from '../kinds.js';
import type { ParameterSpec } from '../layers/layer.js';
import { INITIALIZER_KINDS, initializeParameters } from './index.js';

const FAN_IN = 90;
const FAN_OUT = 160;
const weight: ParameterSpec = {
  name: 'w',
  shape: [FAN_IN, 200],
  role: 'weight',
  fanIn: FAN_IN,
  fanOut: FAN_OUT,
};

function draw(initialization: unknown, spec = weight, seed = 'a'): Float32Array {
  return initializeParameters(oneKind(INITIALIZER_KINDS).parse(initialization), [spec], randomFrom(seed));
}

function deviation(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

describe('weights', () => {
  it.each([
    [40, 12],
    [12, 40],
  ])('orthogonal %i x %i have orthonormal rows or columns, times the gain', (rows, columns) => {
    const values = draw({ name: 'orthogonal', gain: 2 }, { ...weight, shape: [rows, columns] });
    const few = Math.min(rows, columns);
    const vector = (index: number): number[] =>
      rows <= columns
        ? [...values.subarray(index * columns, (index + 1) * columns)]
        : [...values].filter((_, place) => place % columns === index);
    for (let left = 0; left < few; left++) {
      for (let right = 0; right <= left; right++) {
        const other = vector(right);
        const product = vector(left).reduce((sum, value, index) => sum + value * (other[index] as number), 0);
        expect(product).toBeCloseTo(left === right ? 4 : 0, 5);
      }
    }
  });

  it('constant is constant', () => {
    expect(new Set(draw({ name: 'constant', value: 0.5 }))).toEqual(new Set([0.5]));
  });

  it('depend on the stream alone', () => {
    expect(draw('kaiming-normal')).toEqual(draw('kaiming-normal'));
    expect(draw('kaiming-normal')).not.toEqual(draw('kaiming-normal', weight, 'b'));
  });
});

describe('other parameters', () => {
  it.each([
    ['bias', 0],
    ['shift', 0],
    ['scale', 1],
    ['slope', 0.25],
  ] as const)('%s begins at %d', (role, value) => {
    expect(new Set(draw('kaiming-uniform', { ...weight, role }))).toEqual(new Set([value]));
  });

  it('biases of pytorch are drawn like its weights', () => {
    const values = draw('pytorch', { ...weight, role: 'bias' });
    expect(deviation(values) * Math.sqrt(3 * FAN_IN)).toBeCloseTo(1, 1);
  });
});
