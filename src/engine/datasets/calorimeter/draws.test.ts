/** @file Random draws of the calorimeter, beside the moments and shares they should have. */
import { expect, test } from 'vitest';
import { randomFrom } from '../../../core/index.js';
import { drawAngle, drawPoisson } from './calorimeter.js';
import { drawShower } from './shower.js';

test.each([0, 0.01, 0.7, 5, 35, 60, 2000])('Poisson counts of mean %f have that mean and variance', (mean) => {
  const random = randomFrom('poisson', mean);
  const draws = 40_000;
  let sum = 0;
  let squares = 0;
  let counts = 0;
  for (let index = 0; index < draws; index++) {
    const count = drawPoisson(mean, random);
    if (Number.isInteger(count) && count >= 0) counts++;
    sum += count;
    squares += (count - mean) ** 2;
  }
  expect(counts).toBe(draws);
  const error = Math.sqrt(mean / draws);
  expect(Math.abs(sum / draws - mean)).toBeLessThanOrEqual(4 * error);
  expect(Math.abs(squares / draws - mean)).toBeLessThanOrEqual(4 * Math.sqrt((mean + 2 * mean ** 2) / draws));
});

test('angles are flat within 0.045 rad, fall beyond, and end at 0.31', () => {
  const random = randomFrom('angle');
  const angles = Array.from({ length: 40_000 }, () => drawAngle(random));
  const density = (from: number, to: number) =>
    angles.filter((angle) => angle >= from && angle < to).length / (to - from) / angles.length;
  expect(density(-0.045, 0) / density(0, 0.045)).toBeCloseTo(1, 1);
  expect(density(0.0225, 0.045) / density(0, 0.0225)).toBeCloseTo(1, 1);
  expect(density(0.115, 0.125) / density(0, 0.045)).toBeCloseTo(Math.exp(-0.075 / 0.07), 1);
  expect(Math.max(...angles.map(Math.abs))).toBeLessThanOrEqual(0.31);
  expect(Math.max(...angles.map(Math.abs))).toBeGreaterThan(0.29);
});

test('showers are sound at all energies, reach deeper and widen with depth', () => {
  const random = randomFrom('shower');
  const meanDepth = (energy: number) => {
    let sum = 0;
    for (let event = 0; event < 2000; event++) {
      const slices = drawShower(energy, random);
      expect(slices.reduce((total, { weight }) => total + weight, 0)).toBeCloseTo(1, 12);
      for (const { depth, coreShare, coreRadius, tailRadius } of slices) {
        expect(depth).toBeGreaterThanOrEqual(0);
        expect(coreShare).toBeGreaterThan(0);
        expect(coreShare).toBeLessThan(1);
        expect(coreRadius).toBeGreaterThan(0);
        expect(tailRadius).toBeGreaterThan(coreRadius);
      }
      expect(slices.at(-1)?.coreRadius).toBeGreaterThan(slices[0]?.coreRadius as number);
      sum += slices.reduce((total, { weight, depth }) => total + weight * depth, 0) / 2000;
    }
    return sum;
  };
  const [one, ten, hundred] = [meanDepth(1), meanDepth(10), meanDepth(100)] as [number, number, number];
  // The maximum moves by ln 10 radiation lengths for ten times the energy, the mean depth by a little more.
  expect(ten - one).toBeGreaterThan(1.8);
  expect(hundred - ten).toBeGreaterThan(2.2);
  expect(hundred - ten).toBeLessThan(3.5);
});
