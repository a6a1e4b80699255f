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

/** With 18,000 values the standard error of a standard deviation is below 0.6 % of it. */
const TOLERANCE = 0.03;

describe('weights', () => {
  it.each<[string, unknown, number]>([
    ['pytorch', 'pytorch', 1 / Math.sqrt(3 * FAN_IN)],
    ['kaiming-uniform', 'kaiming-uniform', Math.sqrt(2 / FAN_IN)],
    ['kaiming-uniform by fan out', { name: 'kaiming-uniform', fan: 'out' }, Math.sqrt(2 / FAN_OUT)],
    ['kaiming-normal with another gain', { name: 'kaiming-normal', gain: 1 }, Math.sqrt(1 / FAN_IN)],
    ['xavier-uniform', 'xavier-uniform', Math.sqrt(2 / (FAN_IN + FAN_OUT))],
    ['xavier-normal', { name: 'xavier-normal', gain: 2 }, 2 * Math.sqrt(2 / (FAN_IN + FAN_OUT))],
    ['lecun-uniform', 'lecun-uniform', Math.sqrt(1 / FAN_IN)],
    ['lecun-normal', 'lecun-normal', Math.sqrt(1 / FAN_IN)],
  ])('%s have the standard deviation, the mean and the range they should', (_, initialization, expected) => {
    const values = draw(initialization);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan((4 * expected) / Math.sqrt(values.length));
    expect(deviation(values) / expected).toBeGreaterThan(1 - TOLERANCE);
    expect(deviation(values) / expected).toBeLessThan(1 + TOLERANCE);
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / expected;
    const isNormal = JSON.stringify(initialization).includes('normal');
    if (isNormal) expect(largest).toBeGreaterThan(3);
    else expect(largest).toBeLessThanOrEqual(Math.sqrt(3) * 1.000001);
  });

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
