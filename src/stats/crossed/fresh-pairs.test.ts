/** @file A table and fresh pairs beside it, joined: means, variances and rates, by hand and against simulated truth. */
import { expect, test } from 'vitest';
import { randomFrom } from '../../core/index.js';
import { contrastError, contrastInterval } from './contrast-error.js';
import { crossedComponents, isWhole, leaveOuts, meanWithout } from './crossed-components.js';
import { crossedRate } from './crossed-rate.js';
import { joinFresh, joinMeans, meanWorth, varianceWorth } from './fresh-pairs.js';

const TABLE = [
  [1, 2, 3],
  [3, 4, 8],
];
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const MEANS = { ofTable: meanWithout(TABLE), ofFresh: mean };
const worths = (rows: number, columns: number, pairs: number) => ({ table: meanWorth(rows, columns), fresh: pairs });

test('a table is worth as many trainings as would know the mean, or the variance, as well', () => {
  // 0.4 / 2 + 0.4 / 3 + 0.2 / 6 = 0.3667
  expect(meanWorth(2, 3)).toBeCloseTo(1 / (0.2 + 0.4 / 3 + 0.2 / 6), 12);
  expect(meanWorth(1000, 1000)).toBeCloseTo(1250, -1);
  // docs/couple.md: 6 x 6 know the spread about as well as 14 independent trainings, which have 13 degrees of freedom.
  expect(varianceWorth(6, 6)).toBeCloseTo(13.2, 1);
});

test('each alone has its mean, both together that of their worths', () => {
  const fresh = [2, 4, 9];
  const { value, rows, pairs } = joinFresh({ table: TABLE, fresh }, MEANS, worths);
  const worth = meanWorth(2, 3);
  const joinedOf = (table: number, pair: number) => (worth * table + 3 * pair) / (worth + 3);
  expect(value).toBeCloseTo(joinedOf(3.5, 5), 12);
  expect(rows[0]).toBeCloseTo(joinedOf(5, 5), 12);
  expect(pairs[2]).toBeCloseTo(joinedOf(3.5, 3), 12);
  expect(joinMeans({ table: TABLE, fresh })).toBeCloseTo(value, 12);
});

test('without pairs, with too few of them, or where these are missing, it is the table, to the last bit', () => {
  const alone = leaveOuts({ rows: 2, columns: 3, pairs: 0 }, MEANS.ofTable);
  expect(joinFresh({ table: TABLE, fresh: [] }, MEANS, worths)).toEqual(alone);
  const few = joinFresh({ table: TABLE, fresh: [7, undefined, 9, undefined] }, MEANS, worths);
  expect([few.value, few.rows, few.both]).toEqual([alone.value, alone.rows, alone.both]);
  expect([...few.pairs]).toEqual([3.5, 3.5, 3.5, 3.5]);
});

test('where the table cannot tell a figure, pairs alone do', () => {
  const variance = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1);
  // Without a row of two no two values are left that share neither row nor column.
  const figure = joinFresh(
    { table: TABLE.map((line) => line.slice(0, 2)), fresh: [1, 2, 4, 9] },
    {
      ofTable: (without) =>
        crossedComponents(
          TABLE.map((line) => line.slice(0, 2)),
          without,
        ).total,
      ofFresh: variance,
    },
    worths,
  );
  expect(isWhole(figure)).toBe(true);
  expect(figure.value).toBeCloseTo(variance([1, 2, 4, 9]), 12);
});

test('the error of a joined mean adds what pairs do not know; intervals hold the truth as often as said', () => {
  let held = 0;
  const runs = 600;
  for (let run = 0; run < runs; run++) {
    const random = randomFrom('fresh', run);
    const draws = (count: number) => Array.from({ length: count }, () => random.normal());
    const [rows, columns] = [draws(4), draws(4)];
    const table = rows.map((row) => columns.map((column) => row + column + 0.7 * random.normal()));
    const fresh = draws(12).map((pair) => pair + random.normal() + 0.7 * random.normal());
    const figure = joinFresh({ table, fresh }, { ofTable: meanWithout(table), ofFresh: mean }, worths);
    const error = contrastError({ figures: [figure], blocks: [0] }, [[1]]);
    expect(error.fewestDegrees).toBeLessThanOrEqual(error.degrees);
    const { low, high } = contrastInterval(error, 0.95);
    if (low <= 0 && high >= 0) held++;
  }
  expect(held / runs).toBeGreaterThan(0.92);
  expect(held / runs).toBeLessThan(0.98);
});

test('of a rate every training counts alike, and pairs are worth their number', () => {
  // Row 1 collapses: 4 trainings worth 2; of four pairs one does.
  const table = [
    [0, 0],
    [1, 1],
  ];
  const found = crossedRate([{ table, fresh: [0, 0, 1, 0] }], [], 0.95);
  expect(found?.rate).toBeCloseTo(3 / 8, 12);
  expect(found?.effective).toBeCloseTo(64 / (16 / 2 + 16 / 4), 12);
  const pairs = crossedRate([{ table: [[undefined]], fresh: [0, 1, undefined] }], [], 0.95);
  expect([pairs?.rate, pairs?.effective]).toEqual([0.5, 2]);
  expect(crossedRate([{ table: [[undefined]], fresh: [] }], [], 0.95)).toBeUndefined();
});
