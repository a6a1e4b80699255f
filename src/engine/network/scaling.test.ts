/** @file Checks the scaling of inputs: what is fitted, constants, and inputs that cannot be scaled. */
import { describe, expect, it } from 'vitest';
import { applyScaling, fitScaling } from './scaling.js';

const describeColumn = (column: number) => `Column ${column} of the input`;
/** Two columns: 1, 3, 5 and 10, 10, 40. */
const values = Float32Array.of(1, 10, 3, 10, 5, 40);

describe('scaling', () => {
  it('standardises every column to mean 0 and variance 1', () => {
    const scaled = applyScaling('standardise', fitScaling('standardise', values, 2, describeColumn), values);
    for (const column of [0, 1]) {
      const own = [...scaled].filter((_, index) => index % 2 === column);
      expect(own.reduce((a, b) => a + b)).toBeCloseTo(0, 5);
      expect(own.reduce((sum, value) => sum + value * value, 0) / 3).toBeCloseTo(1, 5);
    }
  });

  it('brings every column to 0 ... 1 under min-max', () => {
    const scaled = applyScaling('min-max', fitScaling('min-max', values, 2, describeColumn), values);
    expect([...scaled]).toEqual([0, 0, 0.5, 0, 1, 1]);
  });

  it('takes the logarithm of one more under log1p, and leaves values alone under none', () => {
    const scaled = applyScaling('log1p', fitScaling('log1p', values, 2, describeColumn), values);
    expect(scaled[0]).toBeCloseTo(Math.log(2), 6);
    expect(applyScaling('none', fitScaling('none', values, 2, describeColumn), values)).toEqual(values);
  });

  it.each(['standardise', 'min-max'] as const)('scales a constant column by 1 under %s', (name) => {
    const constant = Float32Array.of(1, 7, 3, 7);
    const scaled = applyScaling(name, fitScaling(name, constant, 2, describeColumn), constant);
    expect([...scaled]).toEqual(name === 'standardise' ? [-1, 0, 1, 0] : [0, 0, 1, 0]);
    // Another value in later data is as far off as it is.
    const later = applyScaling(name, fitScaling(name, constant, 2, describeColumn), Float32Array.of(1, 9));
    expect(later[1]).toBe(2);
  });

  it('scales a column whose spread no float32 can be divided by as if it were constant', () => {
    const tiny = Float32Array.of(0, 1e-44);
    expect(fitScaling('standardise', tiny, 1, describeColumn).factor[0]).toBe(1);
  });

  it('refuses inputs that log1p cannot take, by name', () => {
    expect(() => fitScaling('log1p', Float32Array.of(0, 0, 0, -1), 2, describeColumn)).toThrow(
      'Column 1 of the input reaches -1',
    );
  });
});
