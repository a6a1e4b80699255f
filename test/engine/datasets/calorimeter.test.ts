/** @file The simulated calorimeter: its figures look like the published ones of its two presets, and it is reproducible. */
import { beforeAll, describe, expect, test } from 'vitest';
import { type Dataset, dataSpecSchema, loadDataset, type Samples } from '../../../src/engine/datasets/index.js';

const CELLS = 225;
const COUNT = 4000;

function load(spec: object): Promise<Dataset> {
  const parsed = dataSpecSchema.parse({ source: 'calorimeter', ...spec });
  return loadDataset(parsed, { baseFolder: process.cwd() });
}

const split = { pool: COUNT, selection: COUNT, final: 1 };

function share(values: readonly number[], from: number, to: number): number {
  return values.filter((value) => value >= from && value < to).length / values.length;
}

/** One target of every example. */
function column({ count, targets }: Samples, index: number, width: number): number[] {
  return Array.from({ length: count }, (_, row) => targets[row * width + index] as number);
}

function maps({ count, inputs }: Samples): Float32Array[] {
  return Array.from({ length: count }, (_, row) => inputs.subarray(row * CELLS, (row + 1) * CELLS));
}

const sumOf = (cells: Float32Array) => cells.reduce((sum, cell) => sum + cell, 0);
const largestOf = (cells: Float32Array) => cells.reduce((left, right) => Math.max(left, right));

function barycentre(cells: Float32Array, along: (cell: number) => number): number {
  return cells.reduce((moment, value, cell) => moment + value * (along(cell) - 7), 0) / sumOf(cells);
}

function correlation(first: readonly number[], second: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [a, b] = [mean(first), mean(second)];
  const cross = first.reduce((sum, value, index) => sum + (value - a) * ((second[index] as number) - b), 0);
  const square = (values: readonly number[], centre: number) =>
    values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return cross / Math.sqrt(square(first, a) * square(second, b));
}

describe('preset A', () => {
  let data: Dataset;
  beforeAll(async () => {
    data = await load({ spectrum: 'A', target: ['energy', 'x', 'y'], split });
  });

  test('says what it is', () => {
    expect(data.simulated).toBe(true);
    expect(data.task).toBe('regression');
    expect(data.inputShape).toEqual([15, 15, 1]);
    expect(data.targetNames).toEqual(['energy', 'x', 'y']);
  });

  test('energies alone are known to be above 0', async () => {
    expect(data.positiveTargets).toBe(false);
    for (const spectrum of ['A', 'B']) {
      const energies = await load({ spectrum, target: 'energy', split: { ...split, pool: 500 } });
      expect(energies.positiveTargets).toBe(true);
      expect(Math.min(...energies.pool.targets)).toBeGreaterThan(0);
    }
  });

  test('energies are uniform from 1 to 100 GeV, points uniform in the central cell', () => {
    const energies = column(data.pool, 0, 3);
    expect(share(energies, 1, 100)).toBe(1);
    for (let from = 1; from < 100; from += 9.9) expect(share(energies, from, from + 9.9)).toBeCloseTo(0.1, 1);
    for (const axis of [1, 2]) {
      const places = column(data.pool, axis, 3);
      expect(share(places, -0.5, 0.5)).toBe(1);
      expect(share(places, -0.25, 0.25)).toBeCloseTo(0.5, 1);
    }
  });

  test('largest deposits form a plateau that ends at about 14 GeV', () => {
    const largest = maps(data.pool).map(largestOf);
    const low = share(largest, 2, 5);
    expect(share(largest, 5, 8) / low).toBeGreaterThan(0.85);
    expect(share(largest, 8, 11) / low).toBeGreaterThan(0.8);
    expect(share(largest, 14, 100)).toBeLessThan(0.1);
    expect(share(largest, 13, 14)).toBeGreaterThan(0.01);
    expect(Math.max(...largest)).toBeLessThan(20);
  });

  test('the sum of the cells follows the energy, the barycentre the point; x runs along columns', () => {
    const clusters = maps(data.pool);
    expect(correlation(clusters.map(sumOf), column(data.pool, 0, 3))).toBeGreaterThan(0.995);
    const alongColumns = clusters.map((cells) => barycentre(cells, (cell) => cell % 15));
    const alongRows = clusters.map((cells) => barycentre(cells, (cell) => Math.floor(cell / 15)));
    expect(correlation(alongColumns, column(data.pool, 1, 3))).toBeGreaterThan(0.9);
    expect(correlation(alongRows, column(data.pool, 2, 3))).toBeGreaterThan(0.9);
    expect(Math.abs(correlation(alongColumns, column(data.pool, 2, 3)))).toBeLessThan(0.1);
  });
});

describe('preset B', () => {
  let data: Dataset;
  beforeAll(async () => {
    data = await load({ spectrum: 'B', split });
  });

  test('energies peak at 8 to 10 GeV and fall to 100 GeV', () => {
    const energies = column(data.pool, 0, 1);
    const densities = Array.from({ length: 12 }, (_, index) => share(energies, 1 + 3 * index, 4 + 3 * index));
    const peak = densities.indexOf(Math.max(...densities));
    expect(Math.abs(1 + 3 * peak + 1.5 - 9)).toBeLessThanOrEqual(3);
    expect(share(energies, 20, 40)).toBeGreaterThan(share(energies, 40, 60));
    expect(share(energies, 60, 100)).toBeGreaterThan(0.01);
    expect(Math.max(...energies)).toBeLessThanOrEqual(100);
  });

  test('largest deposits have an exponential tail to about 50 GeV', () => {
    const largest = maps(data.pool).map(largestOf);
    const tails = [5, 15, 25, 35].map((from) => share(largest, from, 100));
    for (const [index, tail] of tails.slice(1).entries()) {
      const ratio = (tails[index] as number) / tail;
      expect(ratio).toBeGreaterThan(2);
      expect(ratio).toBeLessThan(15);
    }
    expect(Math.max(...largest)).toBeGreaterThan(35);
    expect(Math.max(...largest)).toBeLessThan(65);
  });

  test('angles move and stretch the showers', async () => {
    const straight = await load({ spectrum: 'B', target: 'x', angles: false, split });
    const inclined = await load({ spectrum: 'B', target: 'x', split });
    const errors = ({ pool }: Dataset) => {
      const places = column(pool, 0, 1);
      return maps(pool).map((cells, row) => barycentre(cells, (cell) => cell % 15) - (places[row] as number));
    };
    const squares = (values: readonly number[]) => values.reduce((sum, value) => sum + value * value, 0);
    expect(squares(errors(inclined))).toBeGreaterThan(1.2 * squares(errors(straight)));
  });
});

test('a larger part keeps the events it had and changes no other part', async () => {
  const small = await load({ split: { pool: 20, selection: 10, final: 10 } });
  const large = await load({ split: { pool: 50, selection: 10, final: 10 } });
  expect(large.pool.inputs.slice(0, 20 * CELLS)).toEqual(small.pool.inputs);
  expect(large.selection).toEqual(small.selection);
  expect(large.final).toEqual(small.final);
  expect(large.hash).not.toBe(small.hash);
  expect((await load({ split: { pool: 20, selection: 10, final: 10 } })).hash).toBe(small.hash);
  expect((await load({ split: { pool: 20, selection: 10, final: 10, seed: 1 } })).hash).not.toBe(small.hash);
});

test('settings override the preset', async () => {
  const quiet = { noise: 0, background: 0, constantTerm: 0, samplingTerm: 0.005, angles: false };
  const sizes = { pool: 300, selection: 1, final: 1 };
  const exact = await load({ ...quiet, cellSize: 2, split: sizes });
  const clusters = maps(exact.pool);
  // Nothing fluctuates, and nothing leaves a map of 30 Moliere radii.
  const ratios = clusters.map((cells, row) => sumOf(cells) / (exact.pool.targets[row] as number));
  expect(Math.min(...ratios)).toBeGreaterThan(0.98);
  expect(Math.max(...ratios)).toBeLessThan(1.01);
  const noisy = await load({ ...quiet, noise: 0.5, cellSize: 2, split: sizes });
  const corners = maps(noisy.pool).map((cells) => cells[0] as number);
  const spread = Math.sqrt(corners.reduce((sum, cell) => sum + cell * cell, 0) / corners.length);
  expect(spread).toBeGreaterThan(0.45);
  expect(spread).toBeLessThan(0.55);
});

test('the sampling term spreads the sum as a / sqrt(E)', async () => {
  const only = { noise: 0, background: 0, constantTerm: 0, angles: false, cellSize: 2 };
  const { pool } = await load({ ...only, samplingTerm: 0.3, split: { pool: COUNT, selection: 1, final: 1 } });
  const pulls = maps(pool).map((cells, row) => {
    const energy = pool.targets[row] as number;
    return (sumOf(cells) - 0.997 * energy) / (0.3 * Math.sqrt(energy));
  });
  const spread = Math.sqrt(pulls.reduce((sum, pull) => sum + pull * pull, 0) / pulls.length);
  expect(spread).toBeGreaterThan(0.95);
  expect(spread).toBeLessThan(1.05);
});

test('photons cross the plane within a square of any size, and the square of one cell is as it was', async () => {
  const sizes = { pool: 2000, selection: 1, final: 1 };
  const wide = await load({ spectrum: 'A', target: ['x', 'y'], impact: 3, split: sizes });
  const narrow = await load({ spectrum: 'A', target: ['x', 'y'], split: sizes });
  for (const axis of [0, 1]) {
    const places = column(wide.pool, axis, 2);
    expect(share(places, -1.5, 1.5)).toBe(1);
    expect(share(places, -0.5, 0.5)).toBeCloseTo(1 / 3, 1);
  }
  expect(wide.pool.targets[0]).toBeCloseTo(3 * (narrow.pool.targets[0] as number), 5);
  const hottest = (cells: Float32Array) => cells.indexOf(largestOf(cells));
  const columns = new Set(maps(wide.pool).map((cells) => hottest(cells) % 15));
  expect([6, 7, 8].every((middle) => columns.has(middle))).toBe(true);
});

test('the barycentre is a feature in the unit that is asked for', async () => {
  const sizes = { pool: 40, selection: 1, final: 1 };
  const { pool } = await load({ spectrum: 'A', barycentre: 10, normalise: true, split: sizes });
  expect(Object.keys(pool.features)).toEqual(['bx', 'by', 'total']);
  for (const [row, cells] of maps(pool).entries()) {
    expect(pool.features.bx?.[row]).toBeCloseTo(10 * barycentre(cells, (cell) => cell % 15), 3);
    expect(pool.features.by?.[row]).toBeCloseTo(10 * barycentre(cells, (cell) => Math.floor(cell / 15)), 3);
  }
});

test('normalised clusters are shares of their sum, which is kept', async () => {
  const sizes = { pool: 50, selection: 20, final: 1 };
  const shares = await load({ split: sizes, normalise: true });
  const deposits = await load({ split: sizes });
  expect(deposits.pool.features).toEqual({});
  for (const [row, cells] of maps(shares.selection).entries()) {
    const total = shares.selection.features.total?.[row] as number;
    expect(sumOf(cells)).toBeCloseTo(1, 4);
    expect(total).toBeCloseTo(sumOf(maps(deposits.selection)[row] as Float32Array), 3);
    expect(total * (cells[112] as number)).toBeCloseTo(deposits.selection.inputs[row * CELLS + 112] as number, 4);
  }
});

test.each([
  [{ spectrum: 'C' }, 'spectrum'],
  [{ impact: -1 }, 'impact'],
  [{ normalise: 'yes' }, 'normalise'],
  [{ barycentre: 0 }, 'barycentre'],
  [{ target: 'z' }, 'target'],
  [{ cellSize: 0 }, 'cellSize'],
  [{ split: { pool: 0 } }, 'split'],
  [{ cells: 3 }, ''],
])('%j is refused', (spec, place) => {
  const parsed = dataSpecSchema.safeParse({ source: 'calorimeter', ...spec });
  expect(parsed.success).toBe(false);
  expect(parsed.error?.issues[0]?.path[0] ?? '').toBe(place);
});
