/** @file The energy in cells, beside a sum over a fine mesh. */
import { expect, test } from 'vitest';
import { CellGrid } from './shower.js';

const SIZE = 5;

/** The density summed over a mesh of midpoints within one cell. */
function meshed(row: number, column: number, x: number, y: number, radius: number): number {
  const steps = 200;
  let total = 0;
  for (let i = 0; i < steps; i++) {
    for (let j = 0; j < steps; j++) {
      const u = column - SIZE / 2 + (i + 0.5) / steps - x;
      const v = row - SIZE / 2 + (j + 0.5) / steps - y;
      total += radius ** 2 / (Math.PI * (u * u + v * v + radius ** 2) ** 2);
    }
  }
  return total / steps ** 2;
}

test.each([
  [0, 0, 0.3],
  [0.4, -0.2, 0.5],
  [1.3, 0.7, 2],
])('around (%f, %f) with radius %f', (x, y, radius) => {
  const cells = new Float64Array(SIZE ** 2);
  new CellGrid(SIZE).add(cells, x, y, radius, 3);
  for (let row = 0; row < SIZE; row++) {
    for (let column = 0; column < SIZE; column++) {
      expect(cells[row * SIZE + column]).toBeCloseTo(3 * meshed(row, column, x, y, radius), 3);
    }
  }
});

test('everything is inside when the radius is small, and adding adds', () => {
  const cells = new Float64Array(SIZE ** 2);
  const grid = new CellGrid(SIZE);
  grid.add(cells, 0, 0, 0.001, 1);
  grid.add(cells, 0.1, 0.2, 0.001, 2);
  expect(cells.reduce((sum, cell) => sum + cell)).toBeCloseTo(3, 5);
  expect(cells[12]).toBeCloseTo(3, 4);
});

test('a reach leaves further cells alone, also at the edge and outside', () => {
  const whole = new Float64Array(SIZE ** 2);
  const near = new Float64Array(SIZE ** 2);
  const grid = new CellGrid(SIZE);
  grid.add(whole, 1.6, 0.3, 0.4, 1);
  grid.add(near, 1.6, 0.3, 0.4, 1, 1);
  near.forEach((cell, index) => {
    const inside = Math.abs((index % SIZE) - 4) <= 1 && Math.abs(Math.floor(index / SIZE) - 2) <= 1;
    expect(cell).toBe(inside ? whole[index] : 0);
  });
  const outside = new Float64Array(SIZE ** 2);
  grid.add(outside, 40, 0, 0.4, 1, 1);
  expect(outside.every((cell) => cell === 0)).toBe(true);
});
