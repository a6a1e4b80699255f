/** @file Shares of the variance: known ones are recovered, a finite pool is allowed for, and changes of the larger stream are told as they are. */
import { expect, test } from 'vitest';
import { permutation, randomFrom } from '../../../core/index.js';
import type { CoupledTable, CoupledValue } from './coupled-table.js';
import { analyseShares } from './shares.js';

/** Standard deviations by size. */
interface Deviations {
  readonly init: number;
  readonly sample: number;
  readonly both: number;
}

const SIZES = [100, 200, 400, 800];

function tableOf(
  deviations: readonly Deviations[],
  count: number,
  seed: number,
  pool: number | null = null,
): CoupledTable {
  const random = randomFrom('shares test', seed);
  const effects = (deviation: number) => Array.from({ length: count }, () => deviation * random.normal());
  return {
    factors: [{ name: 'layers.join', levels: ['none'] }],
    sizes: SIZES.slice(0, deviations.length),
    streams: ['init', 'sample'],
    cells: deviations.map(({ init, sample, both }, place) => {
      const [rows, columns] = [effects(init), effects(sample)];
      const values = rows.map((row) => columns.map((column) => Math.exp(row + column + both * random.normal())));
      return { levels: [0], size: SIZES[place] as number, values, diagonal: [] };
    }),
    ...{ pool, nested: false, logarithmic: true, seed },
  };
}

const EVEN = { init: 0.3, sample: 0.3, both: 0.3 };

test('known shares are recovered in the mean, sum to 1, and lie in their intervals', () => {
  const truth = { init: 0.64, sample: 0.16, interaction: 0.2 };
  const tables = 100;
  const sums = { init: 0, sample: 0, interaction: 0 };
  let held = 0;
  for (let seed = 0; seed < tables; seed++) {
    const [cell] = analyseShares(tableOf([{ init: 0.8, sample: 0.4, both: Math.sqrt(0.2) }], 8, seed), 0.95).cells;
    const parts = cell?.parts ?? [];
    expect(parts.map(({ part }) => part)).toEqual(['init', 'sample', 'interaction']);
    expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    for (const { part, variance, share, interval } of parts) {
      sums[part as keyof typeof sums] += variance / tables;
      const { low, high } = interval as { low: number; high: number };
      expect(low).toBeLessThanOrEqual(share);
      expect(high).toBeGreaterThanOrEqual(share);
      if (low <= truth[part as keyof typeof truth] && truth[part as keyof typeof truth] <= high) held++;
    }
  }
  for (const [part, sum] of Object.entries(sums)) {
    expect(Math.abs(sum - truth[part as keyof typeof truth]), part).toBeLessThan(0.1);
  }
  expect(held / (3 * tables)).toBeGreaterThan(0.95);
});

test('other indices for the same weights and samples change nothing', () => {
  const table = tableOf([EVEN, EVEN], 6, 1);
  const random = randomFrom('permute');
  const [rows, columns] = [permutation(6, random), permutation(6, random)];
  const permuted = {
    ...table,
    cells: table.cells.map((cell) => ({
      ...cell,
      values: Array.from(rows, (row) => Array.from(columns, (column) => cell.values[row]?.[column])),
    })),
  };
  const shares = ({ cells }: ReturnType<typeof analyseShares>) =>
    cells.flatMap(({ parts }) => parts.flatMap(({ share, interval }) => [share, ...Object.values(interval)]));
  const [one, other] = [table, permuted].map((own) => shares(analyseShares(own, 0.95)) as number[]);
  expect(one?.length).toBe(18);
  one?.forEach((value, place) => {
    expect(other?.[place]).toBeCloseTo(value, 9);
  });
});

test('what is drawn without replacement varies less by 1 - n / N: the variance of the sample is that of fresh examples', () => {
  // A training is the mean of its sample, from a pool of 400 examples of variance 1, plus its weights.
  const random = randomFrom('pool');
  const tables = 100;
  const size = 100;
  let [whole, part] = [0, 0];
  for (let seed = 0; seed < tables; seed++) {
    const pool = Array.from({ length: 400 }, () => random.normal());
    const columns = Array.from({ length: 8 }, () => {
      const drawn = permutation(400, random).slice(0, size);
      return drawn.reduce((sum, index) => sum + (pool[index] as number), 0) / size;
    });
    const rows = Array.from({ length: 8 }, () => 0.1 * random.normal());
    const values = rows.map((row) => columns.map((column) => row + column + 0.02 * random.normal()));
    const table = {
      ...tableOf([EVEN], 8, seed, 400),
      cells: [{ levels: [0], size, values, diagonal: [] }],
      logarithmic: false,
    };
    const [cell] = analyseShares(table, 0.95).cells;
    expect(cell?.seen).toBe(0.75);
    whole += (cell?.parts[1]?.variance as number) / tables;
    part += (analyseShares({ ...table, pool: null }, 0.95).cells[0]?.parts[1]?.variance as number) / tables;
  }
  // The mean of 100 fresh examples has a variance of 0.01.
  expect(Math.abs(whole - 0.01)).toBeLessThan(0.001);
  expect(part / whole).toBeCloseTo(0.75, 1);
});

test('sizes above a quarter of the pool are left out, and said', () => {
  const { cells, crossings } = analyseShares(tableOf([EVEN, EVEN, EVEN], 5, 1, 900), 0.95);
  expect(cells.map(({ parts, reason }) => [parts.length, reason])).toEqual([
    [3, undefined],
    [3, undefined],
    [0, 'samples of 400 are more than a quarter of the 900 examples there are'],
  ]);
  expect(crossings[0]?.ratios.map(({ size }) => size)).toEqual([100, 200]);
});

const [BY_SAMPLE, BY_INIT] = [
  { init: 0.02, sample: 0.5, both: 0.02 },
  { init: 0.5, sample: 0.02, both: 0.02 },
];

test.each([
  ['one', [BY_SAMPLE, EVEN, BY_INIT, BY_INIT], { from: 'sample', to: 'init', low: 100, high: 400 }],
  ['none', [BY_SAMPLE, BY_SAMPLE, EVEN], { larger: 'sample' }],
  [
    'several',
    [BY_SAMPLE, BY_INIT, BY_SAMPLE],
    {
      changes: [
        { from: 'sample', to: 'init', low: 100, high: 200 },
        { from: 'init', to: 'sample', low: 200, high: 400 },
      ],
    },
  ],
  ['untold', [EVEN, EVEN], { reason: 'neither stream is shown to be the larger at any size' }],
])('the sample gives way at sizes that are shown: %s', (kind, deviations, wanted) => {
  const finding = analyseShares(tableOf(deviations, 10, 3), 0.95).crossings[0]?.finding;
  expect(finding).toMatchObject({ kind, ...wanted });
  if (finding?.kind !== 'one') return;
  expect(finding.size).toBeGreaterThan(100);
  expect(finding.size).toBeLessThan(400);
});

test('collapses are left out; fewer than three indices of a stream say nothing', () => {
  const table = tableOf([EVEN, EVEN], 4, 2);
  const collapse = (rows: readonly number[]) => (values: readonly (readonly CoupledValue[])[]) =>
    values.map((line, row) => (rows.includes(row) ? line.map((): CoupledValue => 'collapsed') : line));
  const cells = table.cells.map((cell, place) => ({
    ...cell,
    values: collapse(place === 0 ? [1] : [1, 2])(cell.values),
  }));
  const found = analyseShares({ ...table, cells }, 0.95).cells;
  expect(found.map(({ trainings }) => trainings)).toEqual([12, 8]);
  expect(found[0]?.parts).toHaveLength(3);
  expect(found[1]).toMatchObject({
    parts: [],
    reason: 'it takes 3 x 3 trainings at least that came out and differ',
  });
});
